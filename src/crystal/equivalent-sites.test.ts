import { expect, it } from 'vitest';
import { equivalentSites } from './equivalent-sites';
import { loadSymmetry } from './symmetry';

const symmetry = await loadSymmetry();

it('are the sites of an orbit: oxygens of the perovskite, and of its tetragonal strain two and one', () => {
  const cell = (c: number) => ({
    lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, c),
    atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
    fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
  });
  const orbit = (sites: number[], c: number) =>
    equivalentSites(sites, cell(c), symmetry.analyse(cell(c), 0.01).operations);
  expect(orbit([3], 3.905)).toEqual([2, 3, 4]);
  expect(orbit([3], 4.2)).toEqual([3, 4]);
  expect(orbit([0, 2], 4.2)).toEqual([0, 2]);
});
