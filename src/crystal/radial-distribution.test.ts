import { describe, expect, it } from 'vitest';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { DegenerateCellError } from './geometry';
import { radialDistribution } from './radial-distribution';
import { supercell } from './supercell';

interface DistributionOracle {
  readonly name: string;
  readonly longest: number;
  readonly step: number;
  readonly crystal: StoredCrystal;
  readonly total: readonly number[];
  readonly pairs: readonly { readonly first: number; readonly second: number; readonly values: readonly number[] }[];
}

const oracles = readFixture<DistributionOracle[]>('radial-distribution.json');

describe('radial distribution against ASE', () => {
  it.each(oracles)('$name', ({ crystal, longest, step, total, pairs }) => {
    const found = radialDistribution(toCrystal(crystal), longest, step);
    expectCurve(found.total, total);
    expect(found.pairs.map(({ first, second }) => [first, second])).toEqual(
      pairs.map(({ first, second }) => [first, second]),
    );
    found.pairs.forEach(({ values }, i) => {
      expectCurve(values, pairs[i].values);
    });
  });
});

/** A distance on the edge of a bin may fall to either side: sums of neighbouring bins then agree. */
function expectCurve(found: Float64Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  const weight = (bin: number) => (bin + 0.5) ** 2;
  let carried = 0;
  for (let bin = 0; bin < expected.length; bin++) {
    const difference = (found[bin] - expected[bin]) * weight(bin) + carried;
    const isSettled = Math.abs(difference) < 0.02 * weight(bin);
    if (!isSettled) expect(carried, `bin ${bin}`).toBe(0);
    carried = isSettled ? 0 : difference;
  }
}

describe('radialDistribution', () => {
  const salt = toCrystal(oracles[0].crystal);

  it('does not depend on the cell that describes the crystal', () => {
    const one = radialDistribution(salt, 6, 0.1);
    const eight = radialDistribution(supercell(salt, [2, 1, 1]), 6, 0.1);
    eight.total.forEach((value, bin) => {
      expect(value).toBeCloseTo(one.total[bin], 6);
    });
  });

  it('tends to 1 at long distances', () => {
    const { total, distances } = radialDistribution(salt, 16, 0.1);
    const far = total.filter((_, bin) => distances[bin] > 10);
    expect(far.reduce((sum, value) => sum + value, 0) / far.length).toBeCloseTo(1, 1);
  });

  it('refuses a flat cell', () => {
    const flat = { ...salt, lattice: salt.lattice.map((x, i) => (i > 5 ? 0 : x)) };
    expect(() => radialDistribution(flat, 6, 0.1)).toThrow(DegenerateCellError);
  });
});
