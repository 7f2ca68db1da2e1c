import { describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { readFixture, type StoredCrystal, toCrystal } from '../crystal/fixtures/read-fixture';
import { neighbourPairs, shortestDistance } from '../crystal/geometry';
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

describe('the atoms of a displayed cell', () => {
  /** Sorted distances to the nearest neighbours of each element: what an atom's place looks like. */
  const surroundings = (crystal: Crystal, atom: number): number[] =>
    neighbourPairs(crystal, 4)
      .flatMap(({ first, second, distance }) => [first, second].filter((end) => end === atom).map(() => distance))
      .sort((p, q) => p - q)
      .slice(0, 4);

  it.each(readFixture<{ name: string; crystal: StoredCrystal }[]>('symmetry.json').slice(0, 12))(
    'of $name are told by the atom of which they are images',
    async ({ crystal: stored }) => {
      const computed = toCrystal(stored);
      for (const kind of ['primitive', 'conventional', 'niggli'] as const) {
        const shown = displayedCrystal(computed, { kind, repeats: [1, 2, 1] }, await loadSymmetry());
        const sources = Array.from(shown.atomicNumbers, (_, atom) => shown.sourceAtoms?.[atom] ?? atom);
        expect(sources.map((source) => computed.atomicNumbers[source])).toEqual([...shown.atomicNumbers]);
        sources.forEach((source, atom) => {
          const [here, there] = [surroundings(shown, atom), surroundings(computed, source)];
          here.forEach((distance, rank) => {
            expect(distance).toBeCloseTo(there[rank], 1);
          });
        });
      }
    },
  );

  it('of a primitive cell without symmetry are each found once', async () => {
    const lattice = Float64Array.of(4, 0, 0, 0.3, 5, 0, 0.2, 0.4, 6);
    const fracCoords = Float64Array.of(0.1, 0.2, 0.3, 0.6, 0.1, 0.8, 0.3, 0.7, 0.4, 0.8, 0.6, 0.1);
    const computed = { lattice, atomicNumbers: Uint8Array.of(8, 8, 22, 8), fracCoords };
    const symmetry = await loadSymmetry();
    for (const hand of [1, -1]) {
      const crystal = { ...computed, lattice: lattice.map((x) => hand * x) };
      for (const kind of ['primitive', 'conventional'] as const) {
        const shown = displayedCrystal(crystal, { kind, repeats: [1, 1, 1] }, symmetry);
        const sources = [...(shown.sourceAtoms as Uint32Array)];
        expect(sources.toSorted()).toEqual([0, 1, 2, 3]);
        sources.forEach((source, atom) => {
          const [here, there] = [surroundings(shown, atom), surroundings(crystal, source)];
          here.forEach((distance, rank) => {
            expect(distance).toBeCloseTo(there[rank], 4);
          });
        });
      }
    }
  });
});
