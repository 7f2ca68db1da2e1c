import { expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { shortestDistance } from '../crystal/geometry';
import { loadSymmetry } from '../crystal/symmetry';
import { RunTrajectory } from '../generation/run-trajectory';
import { DisplayTrajectory, displayedCrystal } from './display-cell';
import type { CellKind } from './store/view-state';

const provenance = { prompt: '', seed: 1, tau: 1, start: 'as-is', languageModel: '', denoiser: '' } as const;
/** Rock salt, primitive cell of two atoms. */
const rockSalt: Crystal = {
  lattice: Float64Array.of(0, 2.8, 2.8, 2.8, 0, 2.8, 2.8, 2.8, 0),
  atomicNumbers: Uint8Array.of(11, 17),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5),
};

it('shows each frame in its conventional cell and grows with its source', async () => {
  const source = new RunTrajectory(rockSalt.atomicNumbers, provenance);
  const conventional = new DisplayTrajectory(
    source,
    { kind: 'conventional', repeats: [1, 1, 1] },
    await loadSymmetry(),
  );
  let told = 0;
  conventional.subscribe(() => told++);
  source.append(Float32Array.of(...rockSalt.lattice, ...rockSalt.fracCoords));
  expect(told).toBe(1);
  expect(conventional.frameCount).toBe(1);
  expect(conventional.frame(0).atomicNumbers).toHaveLength(8);
  expect(conventional.timestep(0)).toBe(1);
});

it.each<[CellKind, number]>([
  ['as-computed', 2],
  ['primitive', 2],
  ['conventional', 8],
  ['niggli', 2],
])('shows the %s cell, twice along c', async (kind, atoms) => {
  const shown = displayedCrystal(rockSalt, { kind, repeats: [1, 1, 2] }, await loadSymmetry());
  expect(shown.atomicNumbers).toHaveLength(2 * atoms);
  expect(shortestDistance(shown)).toBeCloseTo(2.8, 6);
});

it('leaves a crystal without determinable symmetry as it is', async () => {
  const collapsed = { ...rockSalt, fracCoords: new Float64Array(6) };
  const cell = { kind: 'conventional', repeats: [1, 1, 1] } as const;
  expect(displayedCrystal(collapsed, cell, await loadSymmetry())).toBe(collapsed);
});
