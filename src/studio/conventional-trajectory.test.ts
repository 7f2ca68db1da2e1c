import { expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { loadSymmetry } from '../crystal/symmetry';
import { RunTrajectory } from '../generation/run-trajectory';
import { ConventionalTrajectory, conventionalCell } from './conventional-trajectory';

const provenance = { prompt: '', seed: 1, tau: 1, start: 'as-is', languageModel: '', denoiser: '' } as const;
/** Rock salt, primitive cell of two atoms. */
const rockSalt: Crystal = {
  lattice: Float64Array.of(0, 2.8, 2.8, 2.8, 0, 2.8, 2.8, 2.8, 0),
  atomicNumbers: Uint8Array.of(11, 17),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5),
};

it('shows each frame in its conventional cell and grows with its source', async () => {
  const source = new RunTrajectory(rockSalt.atomicNumbers, provenance);
  const conventional = new ConventionalTrajectory(source, await loadSymmetry());
  let told = 0;
  conventional.subscribe(() => told++);
  source.append(Float32Array.of(...rockSalt.lattice, ...rockSalt.fracCoords));
  expect(told).toBe(1);
  expect(conventional.frameCount).toBe(1);
  expect(conventional.frame(0).atomicNumbers).toHaveLength(8);
  expect(conventional.timestep(0)).toBe(1);
});

it('leaves a crystal without determinable symmetry as it is', async () => {
  const collapsed = { ...rockSalt, fracCoords: new Float64Array(6) };
  expect(conventionalCell(collapsed, await loadSymmetry())).toBe(collapsed);
});
