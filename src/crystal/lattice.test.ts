import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture, type StoredCrystal } from './fixtures/read-fixture';
import {
  cartToFrac,
  cellVolume,
  determinant,
  fracToCart,
  invert,
  type LatticeParameters,
  latticeFromParameters,
  latticeParameters,
  multiply,
  planeSpacings,
  reciprocalLattice,
  sigmaInAngstrom,
  wrap,
} from './lattice';
import { niggliReduce } from './niggli';

interface LatticeOracle {
  readonly name: string;
  readonly crystal: StoredCrystal;
  readonly parameters: number[];
  readonly fromParameters: number[];
  readonly volume: number;
  readonly reciprocal: number[];
  readonly niggli: number[];
}

const oracles = readFixture<LatticeOracle[]>('geometry.json');

function list(parameters: LatticeParameters): number[] {
  const { a, b, c, alpha, beta, gamma } = parameters;
  return [a, b, c, alpha, beta, gamma];
}

function named([a, b, c, alpha, beta, gamma]: number[]): LatticeParameters {
  return { a, b, c, alpha, beta, gamma };
}

function expectClose(actual: Iterable<number>, expected: readonly number[], tolerance = 1e-6): void {
  const difference = Math.max(...[...actual].map((value, index) => Math.abs(value - expected[index])));
  expect(difference).toBeLessThan(tolerance);
}

const length = fc.double({ min: 2, max: 12, noNaN: true });
const angle = fc.double({ min: 50, max: 125, noNaN: true });
const anyLattice = fc
  .tuple(length, length, length, angle, angle, angle)
  .map((values) => {
    try {
      return latticeFromParameters(named(values));
    } catch {
      return undefined;
    }
  })
  .filter((lattice) => lattice !== undefined && cellVolume(lattice) > 1) as fc.Arbitrary<Float64Array>;

const elementaryStep = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: -3, max: 3 }))
  .map(([row, offset, factor]) => {
    const step = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    step[row * 3 + ((row + offset) % 3)] = factor;
    return step;
  });

describe('lattices against pymatgen', () => {
  it.each(oracles)('$name', (oracle) => {
    const { lattice } = oracle.crystal;
    expectClose(list(latticeParameters(lattice)), oracle.parameters);
    expectClose(latticeFromParameters(named(oracle.parameters)), oracle.fromParameters);
    expect(cellVolume(lattice)).toBeCloseTo(oracle.volume, 6);
    expectClose(reciprocalLattice(lattice), oracle.reciprocal);
    expectClose(list(latticeParameters(niggliReduce(lattice).lattice)), oracle.niggli, 1e-4);
  });
});

describe('latticeFromParameters', () => {
  it('gives back the parameters it was made from', () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const parameters = latticeParameters(lattice);
        expectClose(latticeFromParameters(parameters), [...lattice], 1e-6);
      }),
    );
  });

  it('names the value that no cell can have', () => {
    const cube = { a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 };
    expect(() => latticeFromParameters({ ...cube, b: 0 })).toThrow('b = 0 Å');
    expect(() => latticeFromParameters({ ...cube, a: Number.NaN })).toThrow('a = NaN Å');
    expect(() => latticeFromParameters({ ...cube, gamma: 180 })).toThrow('gamma = 180°');
    expect(() => latticeFromParameters({ ...cube, alpha: 30, beta: 40, gamma: 120 })).toThrow('30°, 40°, 120°');
  });
});

describe('coordinates', () => {
  it('go to Cartesian and back', () => {
    const coordinates = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(anyLattice, coordinates, (lattice, frac) => {
        expectClose(cartToFrac(fracToCart(frac, lattice), lattice), frac, 1e-9);
      }),
    );
  });

  it('wrap into [0, 1)', () => {
    expect([wrap(-0.25), wrap(1), wrap(2.5), wrap(-1e-20), wrap(0)]).toEqual([0.75, 0, 0.5, 0, 0]);
    fc.assert(fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (x) => wrap(x) >= 0 && wrap(x) < 1));
  });

  it('refuses a cell without volume', () => {
    expect(() => invert([1, 0, 0, 2, 0, 0, 0, 0, 1])).toThrow('no volume');
  });
});

describe('planeSpacings', () => {
  it('is the volume over the area of the face', () => {
    const lattice = [4, 0, 0, 1, 5, 0, 2, 1, 6];
    expect(planeSpacings(lattice)[2]).toBeCloseTo(120 / 20, 12);
  });
});

describe('sigmaInAngstrom', () => {
  it('is the length scale of a cube', () => {
    expect(sigmaInAngstrom(0.1, [4, 0, 0, 0, 4, 0, 0, 0, 4])).toBeCloseTo(0.4, 12);
  });
});

describe('niggliReduce', () => {
  it('finds the same cell from every other cell of the lattice', () => {
    fc.assert(
      fc.property(anyLattice, fc.array(elementaryStep, { minLength: 1, maxLength: 5 }), (lattice, steps) => {
        const other = steps.reduce<Float64Array>((cell, step) => multiply(step, cell), lattice);
        expectClose(
          list(latticeParameters(niggliReduce(other).lattice)),
          list(latticeParameters(niggliReduce(lattice).lattice)),
          // Cells on the border between two reduced forms may differ by as much as the tolerance of the comparisons.
          0.02,
        );
      }),
    );
  });

  it('keeps volume and handedness, and its transform is what it says', () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const { lattice: reduced, transform } = niggliReduce(lattice);
        expect(determinant(transform)).toBe(1);
        expectClose(multiply(transform, lattice), [...reduced], 1e-9);
        const { a, b, c } = latticeParameters(reduced);
        expect(a).toBeLessThanOrEqual(b + 1e-3);
        expect(b).toBeLessThanOrEqual(c + 1e-3);
      }),
    );
  });

  it('refuses a cell without volume', () => {
    expect(() => niggliReduce([1, 0, 0, 2, 0, 0, 0, 0, 1])).toThrow('without volume');
  });
});
