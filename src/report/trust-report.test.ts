import { beforeAll, describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { latticeFromParameters } from '../crystal/lattice';
import { loadSymmetry, type SymmetryFinder } from '../crystal/symmetry';
import { strontiumTitanate } from '../generation/testing/sample-run';
import { reportComment } from './report-file';
import { reportLines } from './report-lines';
import { trustReport } from './trust-report';

const NOT_AT_HAND = 'The index is not at hand';
const copper: Crystal = {
  lattice: latticeFromParameters({ a: 2.556, b: 2.556, c: 2.556, alpha: 60, beta: 60, gamma: 60 }),
  atomicNumbers: Uint8Array.of(29),
  fracCoords: new Float64Array(3),
};

describe('the trust report', () => {
  let finder: SymmetryFinder;
  beforeAll(async () => {
    finder = await loadSymmetry();
  });
  const linesOf = (crystal: Crystal) =>
    new Map(reportLines(trustReport(crystal, finder, NOT_AT_HAND)).map((line) => [line.name, line]));

  it('says of strontium titanate what a textbook says', () => {
    const { sites } = trustReport(strontiumTitanate, finder, NOT_AT_HAND);
    expect(sites.map(({ symbol, wyckoff, coordinationNumber }) => [symbol, wyckoff, coordinationNumber])).toEqual([
      ['Sr', '1a', 12],
      ['Ti', '1b', 6],
      ['O', '3c', 6],
    ]);
    const lines = linesOf(strontiumTitanate);
    expect(lines.get('Charge balance')).toMatchObject({ value: 'Sr²⁺ Ti⁴⁺ O²⁻', verdict: 'good', word: 'neutral' });
    expect(lines.get('Bond valence sums')).toMatchObject({ verdict: 'good', word: 'usual' });
    expect(lines.get('Wyckoff sites')?.value).toBe('Sr 1a, Ti 1b, O 3c');
    expect(lines.get('Known or new')).toMatchObject({ word: 'not looked up', rule: NOT_AT_HAND });
  });

  it('gives what a displaced atom costs to put back, in mean and at most', () => {
    const fracCoords = strontiumTitanate.fracCoords.slice();
    // Titanium 0.05 Å off the centre along c.
    fracCoords[5] += 0.05 / 3.905;
    const { symmetry } = trustReport({ ...strontiumTitanate, fracCoords }, finder, NOT_AT_HAND);
    const [strict, , , loose] = symmetry;
    expect(strict.spaceGroup?.number).toBe(99);
    expect(strict.cost?.largestDisplacement).toBeCloseTo(0, 6);
    expect(loose.spaceGroup?.number).toBe(221);
    // Less the shift that all five atoms have in common, a fifth of it.
    expect(loose.cost?.largestDisplacement).toBeCloseTo(0.04, 3);
    expect(loose.cost?.meanDisplacement).toBeCloseTo((0.04 + 4 * 0.01) / 5, 3);
  });

  it('gives the strain that a cell must bear', () => {
    const lattice = strontiumTitanate.lattice.slice();
    lattice[8] *= 1.01;
    const { symmetry } = trustReport({ ...strontiumTitanate, lattice }, finder, NOT_AT_HAND);
    expect(symmetry[0].cost?.strain).toBeCloseTo(0, 6);
    expect(symmetry[3].spaceGroup?.number).toBe(221);
    expect(symmetry[3].cost?.strain).toBeCloseTo(0.01 * Math.sqrt(2 / 3), 3);
  });

  it('finds ions loose and bonds strained in a swollen cell, and no ions in a metal', () => {
    const swollen = linesOf({ ...strontiumTitanate, lattice: strontiumTitanate.lattice.map((x) => 1.5 * x) });
    expect(swollen.get('Bond valence sums')).toMatchObject({ verdict: 'bad', word: 'very strained' });
    expect(swollen.get('Coordination numbers')).toMatchObject({ verdict: 'warn' });
    const metal = linesOf(copper);
    expect(metal.get('Charge balance')).toMatchObject({ verdict: 'good', word: 'one element' });
    expect(metal.get('Bond valence sums')).toMatchObject({ verdict: 'note', word: 'not judged' });
    expect(metal.get('Coordination numbers')).toMatchObject({ value: 'Cu 12', verdict: 'note' });
  });

  it('is printable ASCII in comments, with a value of bounded length', () => {
    const lines = [
      ...linesOf(strontiumTitanate).values(),
      { ...linesOf(copper).values().next().value!, value: 'é'.repeat(500) },
    ];
    for (const comment of reportComment(lines)) {
      expect(comment).toMatch(/^[ -~]+$/);
      expect(comment.length).toBeLessThan(400);
    }
  });
});
