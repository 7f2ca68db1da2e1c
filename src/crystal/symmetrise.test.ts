import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crystal } from './crystal';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { invert, metricTensor, multiply, transpose, wrap } from './lattice';
import { sitePermutations, symmetrise } from './symmetrise';
import { loadSymmetry } from './symmetry';
import type { SymmetryOperation } from './symmetry-operation';

interface SymmetryOracle {
  readonly name: string;
  readonly crystal: StoredCrystal;
  readonly symprec: number;
  readonly groups: number[];
}

const oracles = readFixture<SymmetryOracle[]>('symmetry.json').map((oracle) => ({
  ...oracle,
  crystal: toCrystal(oracle.crystal),
}));
const symmetry = await loadSymmetry();

function operationsOf(crystal: Crystal, symprec = 0.01): readonly SymmetryOperation[] {
  return symmetry.analyse(crystal, symprec).operations;
}

/** The same rotation, and the same translation modulo lattice translations. */
function isSame(first: SymmetryOperation, second: SymmetryOperation): boolean {
  const isRotation = first.rotation.every((x, i) => Math.round(x - second.rotation[i]) === 0);
  return isRotation && first.translation.every((x, i) => Math.abs(wrap(x - second.translation[i] + 0.5) - 0.5) < 1e-6);
}

function product(first: SymmetryOperation, second: SymmetryOperation): SymmetryOperation {
  const [x, y, z] = multiply(second.translation, transpose(first.rotation));
  return {
    rotation: [...multiply(first.rotation, second.rotation)],
    translation: [x + first.translation[0], y + first.translation[1], z + first.translation[2]],
  };
}

/** Strained, and atoms moved, by up to `amount` (in Å for the atoms), whatever the shape of the cell. */
function disturbed(crystal: Crystal, amount: number, random: readonly number[]): Crystal {
  const value = (i: number) => amount * random[i % random.length];
  const strain = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1).map((x, i) => x + value(7 * i + 3));
  const moves = multiply(
    Float64Array.from(crystal.fracCoords, (_, i) => value(i)),
    invert(crystal.lattice),
  );
  return {
    ...crystal,
    lattice: multiply(crystal.lattice, strain),
    fracCoords: crystal.fracCoords.map((x, i) => wrap(x + moves[i])),
  };
}

const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 31, maxLength: 31 });

describe('operations of the analysed cell', () => {
  it.each(oracles)('$name: they are a group', ({ crystal, symprec }) => {
    const operations = operationsOf(crystal, symprec);
    const count = (wanted: SymmetryOperation) => operations.filter((operation) => isSame(operation, wanted)).length;
    expect(count({ rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] })).toBe(1);
    for (const first of operations) {
      for (const second of operations) expect(count(product(first, second))).toBe(1);
    }
  });

  it.each(oracles)('$name: the same in a left-handed cell', ({ crystal, symprec }) => {
    const inverted = { ...crystal, lattice: crystal.lattice.map((x) => -x) };
    const { displacement } = symmetrise(inverted, operationsOf(inverted, symprec));
    expect(displacement).toBeLessThanOrEqual(symprec);
  });
});

describe('symmetrise', () => {
  it.each(oracles)('$name: is exact, and leaves a symmetric crystal as it is', ({ crystal, symprec }) => {
    const operations = operationsOf(crystal, symprec);
    const once = symmetrise(crystal, operations);
    expect(once.displacement).toBeLessThanOrEqual(symprec);
    const twice = symmetrise(once.crystal, operations);
    expect(twice.displacement).toBeLessThan(1e-9);
    twice.crystal.lattice.forEach((x, i) => {
      expect(x).toBeCloseTo(once.crystal.lattice[i], 9);
    });
    const found = symmetry.analyse(once.crystal, 1e-4);
    expect(found.spaceGroup).toEqual(symmetry.analyse(crystal, symprec).spaceGroup);
  });

  it('restores the group of a disturbed crystal', () => {
    fc.assert(
      fc.property(fc.constantFrom(...oracles), numbers, ({ crystal, symprec }, random) => {
        const operations = operationsOf(crystal, symprec);
        const { crystal: restored } = symmetrise(disturbed(crystal, 0.01, random), operations);
        expect(operationsOf(restored, 1e-4).length).toBeGreaterThanOrEqual(operations.length);
        const metric = metricTensor(restored.lattice);
        const largest = Math.max(...metric);
        for (const { rotation } of operations) {
          multiply(multiply(transpose(rotation), metric), rotation).forEach((x, i) => {
            expect(Math.abs(x - metric[i]) / largest).toBeLessThan(1e-9);
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('with the identity alone changes nothing', () => {
    const { crystal } = oracles[0];
    const identity = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };
    const { crystal: same, displacement } = symmetrise(crystal, [identity]);
    expect(displacement).toBe(0);
    expect(same.fracCoords).toEqual(crystal.fracCoords.map(wrap));
  });

  it('says when operations do not permute the atoms', () => {
    const crystal: Crystal = {
      lattice: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4),
      atomicNumbers: Uint8Array.of(6, 6),
      fracCoords: Float64Array.of(0, 0, 0, 0.1, 0, 0),
    };
    const mirror = { rotation: [-1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };
    expect(() => sitePermutations(crystal, [mirror])).toThrow('carries two atoms onto atom 1');
  });
});
