import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import type { DenoiserEntry } from '../runtime/manifest';
import type { Endpoint } from '../runtime/port';
import { openRemoteRefiner } from './client';
import { openDenoiser } from './open-denoiser';
import { createRefiner, type RefinementFrame, type RefinementRequest, type Refiner } from './refiner';
import { serveDiffusion } from './service';
import { tinyDenoiserEntry } from './testing/tiny-denoiser';

const entry: DenoiserEntry = tinyDenoiserEntry;
const graph = () => Uint8Array.from(readFileSync(new URL('./fixtures/tiny.onnx', import.meta.url)));
const perovskite: Crystal = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};
const request: RefinementRequest = {
  drafts: [{ crystal: perovskite, candidate: 2 }],
  seed: 7,
  tau: 30,
  start: 'as-is',
};
const opened: Refiner[] = [];

function channel(): [Endpoint, Endpoint] {
  const { port1, port2 } = new MessageChannel();
  return [port1 as unknown as Endpoint, port2 as unknown as Endpoint];
}

/** A refiner behind a real message channel, served as the worker serves it. */
async function openRemote() {
  const [port1, port2] = channel();
  serveDiffusion(port2);
  const refiner = await openRemoteRefiner(port1, { entry, graph: graph(), backend: 'wasm', threads: 1 });
  opened.push(refiner);
  return refiner;
}

afterEach(async () => {
  for (const refiner of opened.splice(0)) await refiner.dispose();
});

describe('a refiner behind a port', () => {
  it('streams every frame and ends as the same refiner does in this thread', async () => {
    const remote = await openRemote();
    expect(remote.report).toMatchObject({ backend: 'wasm', threads: 1 });
    const { denoiser } = await openDenoiser(graph(), { backend: 'wasm', threads: 1, timeDim: entry.timeDim });
    const local = createRefiner(entry, denoiser);
    opened.push(local);
    const frames = { remote: [] as RefinementFrame[], local: [] as RefinementFrame[] };
    const there = await remote.refine(request, (frame) => frames.remote.push(frame));
    const here = await local.refine(request, (frame) => frames.local.push(frame));
    expect(there).toEqual(here);
    expect(frames.remote).toEqual(frames.local);
    expect(frames.remote.map(({ timestep }) => timestep)).toEqual(Array.from({ length: 31 }, (_, i) => 30 - i));
    expect(frames.remote[0].packed[0]).toHaveLength(9 + 15);
    const [outcome] = there;
    if (!('crystal' in outcome)) throw new Error(outcome.failure.message);
    expect(outcome.crystal.atomicNumbers).toEqual(perovskite.atomicNumbers);
    expect([...frames.remote[30].packed[0].subarray(0, 9)]).toEqual([...Float32Array.from(outcome.crystal.lattice)]);
  });

  it('stops at any step and takes the next request', async () => {
    const remote = await openRemote();
    const controller = new AbortController();
    const timesteps: number[] = [];
    const run = remote.refine(
      { ...request, tau: 1000 },
      ({ timestep }) => {
        timesteps.push(timestep);
        if (timestep === 990) controller.abort();
      },
      controller.signal,
    );
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    const started = performance.now();
    await remote.refine({ ...request, tau: 1 }, () => {});
    // The aborted thousand steps must not have run on: they would take longer than this by far.
    expect(timesteps.at(-1)).toBe(990);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('measures the seconds of an evaluation', async () => {
    const seconds = await (await openRemote()).measure(2, 5);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(5);
  });

  it('says what is wrong with a file that is no denoiser', async () => {
    const [port1, port2] = channel();
    serveDiffusion(port2);
    const opening = openRemoteRefiner(port1, { entry, graph: Uint8Array.of(1, 2, 3), backend: 'wasm', threads: 1 });
    await expect(opening).rejects.toMatchObject({ code: 'inference-failed' });
  });

  it('rejects what waits when the worker ends', async () => {
    const remote = await openRemote();
    const run = remote.refine({ ...request, tau: 1000 }, () => {});
    await remote.dispose();
    await expect(run).rejects.toMatchObject({ code: 'worker-died' });
  });
});

describe('a refiner', () => {
  it('reports a draft that is no crystal and goes on with the others', async () => {
    const { denoiser } = await openDenoiser(graph(), { backend: 'native', threads: 1, timeDim: entry.timeDim });
    const refiner = createRefiner(entry, denoiser);
    opened.push(refiner);
    const broken = { ...perovskite, lattice: perovskite.lattice.map(() => Number.NaN) };
    const drafts = [broken, perovskite].map((crystal, candidate) => ({ crystal, candidate }));
    const [first, second] = await refiner.refine({ ...request, drafts }, () => {});
    expect(first).toMatchObject({ failure: { code: 'invalid-draft' } });
    expect(second).toHaveProperty('crystal');
  });
});
