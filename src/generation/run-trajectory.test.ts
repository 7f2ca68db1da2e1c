import { describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import type { Provenance } from '../crystal/trajectory';
import { RunTrajectory } from './run-trajectory';

const provenance: Provenance = {
  prompt: 'Po',
  seed: 1,
  tau: 2,
  start: 'as-is',
  languageModel: 'llama',
  denoiser: 'cspnet',
};
const polonium = Uint8Array.of(84);
const packed = (length: number, x: number) => Float32Array.of(length, 0, 0, 0, length, 0, 0, 0, length, x, 0.5, 0.25);

function grown(count: number): RunTrajectory {
  const trajectory = new RunTrajectory(polonium, provenance);
  for (let i = 0; i < count; i++) trajectory.append(packed(3 + i, i / 4));
  return trajectory;
}

describe('RunTrajectory', () => {
  it('gives the frames in order with their timesteps', () => {
    const trajectory = grown(2);
    expect(trajectory).toMatchObject({ frameCount: 2, complete: false });
    expect(trajectory.frame(1)).toEqual({
      lattice: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4),
      atomicNumbers: polonium,
      fracCoords: Float64Array.of(0.25, 0.5, 0.25),
    });
    expect([trajectory.timestep(0), trajectory.timestep(1)]).toEqual([2, 1]);
  });

  it('ends in the refined crystal at full precision', () => {
    const trajectory = grown(3);
    const refined: Crystal = { ...trajectory.frame(2), fracCoords: Float64Array.of(1 / 3, 0.5, 0.25) };
    trajectory.finish(refined);
    expect(trajectory.complete).toBe(true);
    expect(trajectory.frame(2)).toBe(refined);
    expect(trajectory.timestep(2)).toBe(0);
  });

  it('tells its listeners until they leave', () => {
    const trajectory = grown(1);
    let calls = 0;
    const leave = trajectory.subscribe(() => calls++);
    trajectory.append(packed(4, 0));
    trajectory.finish(trajectory.frame(1));
    expect(calls).toBe(2);
    leave();
    trajectory.append(packed(5, 0));
    expect(calls).toBe(2);
  });

  it.each([-1, 2, 0.5])('has no frame %s', (index) => {
    expect(() => grown(2).frame(index)).toThrow(RangeError);
  });

  it('refuses a frame of another crystal and a frame too many', () => {
    expect(() => grown(0).append(new Float32Array(15))).toThrow(/15 numbers/);
    expect(() => grown(4)).toThrow(RangeError);
  });

  it('shares the memory of its frames with the record once it is complete', () => {
    const trajectory = grown(3);
    expect(trajectory.packedFrames().buffer).not.toBe(trajectory.packedFrames().buffer);
    trajectory.finish(trajectory.frame(2));
    const frames = trajectory.packedFrames();
    expect(trajectory.packedFrames().buffer).toBe(frames.buffer);
    const recorded = new RunTrajectory(polonium, provenance, frames);
    expect(recorded.packedFrames().length).toBe(frames.length);
    expect(recorded.frame(1)).toEqual(trajectory.frame(1));
  });

  it('hands out copies of its frames while it grows', () => {
    const trajectory = grown(1);
    trajectory.packedFrames().fill(0);
    trajectory.frame(0).lattice.fill(0);
    expect(trajectory.frame(0).lattice[0]).toBe(3);
  });

  it('knows what the network found in each frame but the last, once it was told of all', () => {
    const trajectory = grown(1);
    expect(trajectory.noiseNorms()).toBeUndefined();
    trajectory.append(packed(4, 0), { coords: 1.5, lattice: 0.5 });
    expect(trajectory.noiseNorms()).toEqual(Float32Array.of(1.5, 0.5));
    trajectory.append(packed(5, 0));
    expect(trajectory.noiseNorms()).toBeUndefined();
  });
});
