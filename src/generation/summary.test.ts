import { expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { loadSymmetry } from '../crystal/symmetry';
import { summariseCandidate } from './summary';

/** Strontium titanate with its oxygens 0.03 Å from their sites, two formula units along c. */
const doubled: Crystal = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 7.81),
  atomicNumbers: Uint8Array.of(38, 38, 22, 22, 8, 8, 8, 8, 8, 8),
  fracCoords: Float64Array.from(
    [
      [0, 0, 0],
      [0, 0, 0.5],
      [0.5, 0.5, 0.25],
      [0.5, 0.5, 0.75],
      [0.5, 0.5, 0.004],
      [0.5, 0.5, 0.496],
      [0.5, 0, 0.254],
      [0.5, 0, 0.746],
      [0, 0.5, 0.246],
      [0, 0.5, 0.754],
    ].flat(),
  ),
};

it('summarises a candidate: formula, cell, validity, charges, symmetry by tolerance', async () => {
  const summary = summariseCandidate(doubled, await loadSymmetry());
  expect(summary).toMatchObject({ formula: 'SrTiO3', formulaUnits: 2, atomCount: 10 });
  expect(summary.lattice.c).toBeCloseTo(7.81, 9);
  expect(summary.density).toBeCloseTo(5.12, 1);
  expect(summary.structure.valid).toBe(true);
  expect(summary.structure.shortestDistance).toBeCloseTo(1.92, 1);
  expect(summary.charge).toMatchObject({ valid: true, reason: 'neutral' });
  const numbers = summary.spaceGroups.map(({ spaceGroup }) => spaceGroup?.number);
  expect(summary.spaceGroups.map(({ symprec }) => symprec)).toEqual([0.01, 0.05, 0.1, 0.2]);
  expect(numbers[0]).toBeLessThan(221);
  expect(numbers[3]).toBe(221);
  expect(summary.contact?.symbols).toEqual(['Ti', 'O']);
  expect(summary.cells).toMatchObject({ primitiveAtoms: 5, conventionalAtoms: 5, pointGroupOrder: 48 });
  expect(summary.cells?.conventionalLattice.c).toBeCloseTo(3.905, 2);
});
