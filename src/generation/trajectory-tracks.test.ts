import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { loadSymmetry } from '../crystal/symmetry';
import { type Endpoint, PortClient } from '../runtime/port';
import type { RunRecord } from './run';
import { serveTracks, type TracksService } from './tracks-service';
import { followTrajectory, tracksCsv } from './trajectory-tracks';

/** A perovskite cell that grows by 1 % a step from a = 4 Å, an oxygen displaced by 0.3, 0.07 and 0 Å. */
const frames = [0, 1, 2].map((step) => {
  const a = 4 * (1 + step / 100);
  return {
    lattice: Float64Array.of(a, 0, 0, 0, a, 0, 0, 0, a),
    atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
    fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, [0.3, 0.07, 0][step] / a, 0.5, 0, 0.5, 0, 0.5, 0.5),
  };
});
const run: RunRecord = {
  version: 1,
  id: 'run',
  createdAt: '2026-03-04T05:06:07.000Z',
  request: {
    prompt: '',
    conditions: {},
    seed: 1,
    count: 1,
    temperature: 1,
    topP: 1,
    useGrammar: true,
    tau: 2,
    start: 'as-is',
  },
  languageModel: { id: 'writer', sha256: 'a' },
  denoiser: { id: 'refiner', sha256: 'b' },
  candidates: [
    {
      index: 0,
      drafts: [],
      draft: frames[0],
      refined: frames[2],
      frames: Float32Array.from(frames.flatMap(({ lattice, fracCoords }) => [...lattice, ...fracCoords])),
      noiseNorms: Float32Array.of(1.5, 0.5, 1.25, 0.75),
      draftSeconds: 0,
      refineSeconds: 0,
    },
  ],
  status: 'refined',
};

it('follows a trajectory in a worker, with a value for each frame', async () => {
  const { port1, port2 } = new MessageChannel();
  serveTracks(port1 as unknown as Endpoint);
  const client = new PortClient<TracksService>(port2 as unknown as Endpoint);
  const tracks = await client.call('follow', { run, candidate: 0 });
  client.dispose();
  if (!tracks) throw new Error('There are frames.');
  expect([...tracks.timesteps]).toEqual([2, 1, 0]);
  expect(tracks.spaceGroups.map((groups) => [...groups])).toEqual([
    [99, 99, 221],
    [99, 99, 221],
    [99, 221, 221],
  ]);
  for (const [step, a] of [4, 4.04, 4.08].entries()) {
    expect(tracks.volumePerAtom[step]).toBeCloseTo(a ** 3 / 5, 4);
    expect(tracks.lengths.map((length) => length[step])).toEqual([a, a, a].map((x) => expect.closeTo(x, 5)));
    expect(tracks.angles.map((angle) => angle[step])).toEqual([90, 90, 90]);
  }
  expect(tracks.shortestDistance[0]).toBeCloseTo(2 - 0.3, 5);
  expect(tracks.shortestDistance[2]).toBeCloseTo(2.04, 5);
  // One of five atoms moved: less what all moved, four fifths of it, in the last cell.
  expect(tracks.distanceToEnd[0]).toBeCloseTo((0.8 * 0.3 * 4.08) / 4, 4);
  expect(tracks.distanceToEnd[2]).toBe(0);

  expect(tracks.noiseNorms?.map((norms) => [...norms])).toEqual([
    [1.5, 1.25, Number.NaN],
    [0.5, 0.75, Number.NaN],
  ]);

  const [header, first, , last] = tracksCsv(tracks).split('\n');
  expect(header.split(',')).toHaveLength(16);
  expect(first).toBe('0,2,99,99,99,1.7000,12.8000,4.0000,4.0000,4.0000,90.000,90.000,90.000,0.2448,1.5000,0.5000');
  expect(last).toMatch(/,0\.0000,,$/);
  const { noiseNorms: _, ...older } = tracks;
  expect(tracksCsv(older).split('\n')[1]).toBe(first.replace(',1.5000,0.5000', ''));
});

it('has nothing to say of no frames', async () => {
  const empty = { frameCount: 0, frame: () => frames[0], timestep: () => 0 };
  expect((await followTrajectory(empty, await loadSymmetry())).timesteps).toHaveLength(0);
});
