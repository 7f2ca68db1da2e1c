import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyOperation } from './asymmetric-unit';
import { niggliCell, refinementCell } from './cell-choice';
import type { Crystal } from './crystal';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { neighbourPairs, shortestDistance } from './geometry';
import { cellVolume, determinant, latticeParameters, metricTensor, multiply, transpose } from './lattice';
import { loadSymmetry, SymmetryError, TOLERANCE_LADDER } from './symmetry';

interface SymmetryOracle {
  readonly name: string;
  readonly crystal: StoredCrystal;
  readonly symprec: number;
  readonly groups: number[];
  readonly conventional: number[];
  readonly multiplicities: [number, number][];
  readonly primitiveAtoms: number;
}

const oracles = readFixture<SymmetryOracle[]>('symmetry.json');
const symmetry = await loadSymmetry();

function parametersOf(crystal: Crystal): number[] {
  const { a, b, c, alpha, beta, gamma } = latticeParameters(crystal.lattice);
  return [a, b, c, alpha, beta, gamma];
}

describe('symmetry against spglib', () => {
  it.each(oracles)('$name', (oracle) => {
    const crystal = toCrystal(oracle.crystal);
    const analysis = symmetry.analyse(crystal, oracle.symprec);
    const rungs = symmetry.ladder(crystal);
    expect(rungs.map(({ symprec }) => symprec)).toEqual(TOLERANCE_LADDER);
    // Below the size of a distortion the two programs' partial groups need not agree.
    const first = TOLERANCE_LADDER.indexOf(oracle.symprec as 0.01);
    expect(rungs.slice(first).map((rung) => rung.spaceGroup?.number)).toEqual(oracle.groups.slice(first));

    const { conventional, primitive } = analysis;
    const difference = parametersOf(conventional.crystal).map((x, i) => Math.abs(x - oracle.conventional[i]));
    expect(Math.max(...difference)).toBeLessThan(oracle.symprec === 0.01 ? 1e-4 : 2e-2);
    expect(primitive.atomicNumbers.length).toBe(oracle.primitiveAtoms);
    const multiplicities = conventional.asymmetricUnit.map((site) => [site.atomicNumber, site.multiplicity]);
    expect(multiplicities.sort(([a, b], [c, d]) => a - c || b - d)).toEqual(oracle.multiplicities);
    for (const site of conventional.asymmetricUnit) expect(site.wyckoffLetter).toMatch(/^[a-zA]$/);
  });
});

describe('conventional cell', () => {
  it.each(oracles)('$name: the operations make every atom from the asymmetric unit', (oracle) => {
    const { conventional } = symmetry.analyse(toCrystal(oracle.crystal), oracle.symprec);
    const { atomicNumbers, fracCoords } = conventional.crystal;
    const key = (z: number, coordinate: Iterable<number>) =>
      [z, ...[...coordinate].map((x) => Math.round(x * 1e6) % 1e6)].join(' ');
    const made = new Set(
      conventional.asymmetricUnit.flatMap((site) =>
        conventional.operations.map((operation) => key(site.atomicNumber, applyOperation(operation, site.fracCoord))),
      ),
    );
    const atoms = new Set(Array.from(atomicNumbers, (z, i) => key(z, fracCoords.subarray(3 * i, 3 * i + 3))));
    expect(made).toEqual(atoms);
    expect(atoms.size).toBe(atomicNumbers.length);
  });

  it.each(oracles)(
    '$name: lattice and sites obey the operations exactly, though the crystal does so roughly',
    (oracle) => {
      const exact = toCrystal(oracle.crystal);
      // A strain of a thousandth, unequal along x, y and z.
      const strain = Float64Array.of(1.001, 0.0005, 0, 0, 0.999, 0.0004, 0, 0, 1.0003);
      const crystal = { ...exact, lattice: multiply(exact.lattice, strain) };
      const { conventional, primitive, spaceGroup } = symmetry.analyse(crystal, 0.1);
      const metric = metricTensor(conventional.crystal.lattice);
      for (const { rotation } of conventional.operations) {
        multiply(multiply(transpose(rotation), metric), rotation).forEach((x, i) => {
          expect(x).toBeCloseTo(metric[i], 9);
        });
      }
      expect(symmetry.analyse(primitive, 1e-4).spaceGroup).toEqual(spaceGroup);
    },
  );

  it('names its setting', () => {
    const named = (start: string) =>
      symmetry.analyse(toCrystal(oracles.find(({ name }) => name.startsWith(start))!.crystal), 0.01).conventional;
    expect(named('spinel').hermannMauguin).toBe('F d -3 m:2');
    expect(named('layered LiCoO2').hermannMauguin).toBe('R -3 m:H');
    expect(named('rock salt').hermannMauguin).toBe('F m -3 m');
    expect(named('rock salt').hallSymbol).toBe('-F 4 2 3');
    expect(
      named('rock salt')
        .asymmetricUnit.map((site) => site.wyckoffLetter)
        .sort(),
    ).toEqual(['a', 'b']);
  });
});

describe('analyse', () => {
  it('does not depend on handedness of the cell', () => {
    for (const oracle of oracles.filter(({ name }) => name.startsWith('alpha quartz'))) {
      const crystal = toCrystal(oracle.crystal);
      const swapped = swapAxes(crystal);
      expect(Math.sign(determinant(swapped.lattice))).toBe(-Math.sign(determinant(crystal.lattice)));
      // P3221 and its mirror image P3121 differ only in handedness.
      expect(symmetry.analyse(swapped, 0.1).spaceGroup.number).toBe(154);
    }
  });

  it('refuses what it cannot judge, by a typed error', () => {
    const cube = Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4);
    const cell = (atomicNumbers: number[], fracCoords: number[], lattice = cube): Crystal => ({
      lattice,
      atomicNumbers: Uint8Array.from(atomicNumbers),
      fracCoords: Float64Array.from(fracCoords),
    });
    expect(() => symmetry.analyse(cell([], []), 0.01)).toThrow(SymmetryError);
    expect(() => symmetry.analyse(cell([6, 6], [0, 0, 0, 0, 0, 0]), 0.01)).toThrow('too near');
    expect(() => symmetry.analyse(cell([6], [0, 0, Number.NaN]), 0.01)).toThrow('not finite');
    expect(() => symmetry.analyse(cell([6], [0, 0, 0], new Float64Array(9)), 0.01)).toThrow('no volume');
    expect(() => symmetry.analyse(cell([6], [0, 0, 0]), 0.5)).toThrow('too short for a tolerance of 0.5');
    expect(symmetry.ladder(cell([6, 6], [0, 0, 0, 0, 0, 0.02]))[1]).toMatchObject({
      symprec: 0.05,
      reason: expect.any(String),
    });
  });

  it('survives any cell', () => {
    const number = fc.double({ min: -4, max: 4, noNaN: true });
    const anyCell = fc.integer({ min: 1, max: 5 }).chain((count) =>
      fc.record({
        lattice: fc.array(number, { minLength: 9, maxLength: 9 }),
        atomicNumbers: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: count, maxLength: count }),
        fracCoords: fc.array(number, { minLength: 3 * count, maxLength: 3 * count }),
      }),
    );
    fc.assert(
      fc.property(anyCell, fc.constantFrom(...TOLERANCE_LADDER), (stored, symprec) => {
        const [rung] = symmetry.ladder(toCrystal(stored), [symprec]);
        return (rung.spaceGroup === undefined) !== (rung.reason === undefined);
      }),
      { numRuns: 300 },
    );
    expect(symmetry.analyse(toCrystal(oracles[0].crystal), 0.01).spaceGroup.number).toBe(225);
  });
});

describe('refinementCell', () => {
  it.each(oracles.filter(({ symprec }) => symprec === 0.01))('$name', (oracle) => {
    const conventional = symmetry.analyse(toCrystal(oracle.crystal), 0.01).conventional.crystal;
    const { crystal, madePrimitive } = refinementCell(conventional, symmetry);
    expect(crystal.atomicNumbers.length).toBe(oracle.primitiveAtoms);
    expect(madePrimitive).toBe(conventional.atomicNumbers.length > oracle.primitiveAtoms);
    expect(cellVolume(crystal.lattice) / oracle.primitiveAtoms).toBeCloseTo(
      cellVolume(conventional.lattice) / conventional.atomicNumbers.length,
      3,
    );
    const { a, b, c } = latticeParameters(crystal.lattice);
    expect(a).toBeLessThanOrEqual(b + 1e-3);
    expect(b).toBeLessThanOrEqual(c + 1e-3);
    expect(shortestDistance(crystal)).toBeCloseTo(shortestDistance(conventional), 4);
    const perAtom = (structure: Crystal) => neighbourPairs(structure, 3).length / structure.atomicNumbers.length;
    expect(perAtom(crystal)).toBeCloseTo(perAtom(conventional), 9);
  });

  it('keeps the distances of a primitive cell exactly', () => {
    const crystal = toCrystal(oracles.find(({ name }) => name.startsWith('zirconia ZrO2, other'))!.crystal);
    const distances = (structure: Crystal) =>
      Float64Array.from(neighbourPairs(structure, 4), ({ distance }) => distance).sort();
    const before = distances(crystal);
    const after = distances(niggliCell(crystal));
    expect(after.length).toBe(before.length);
    expect(Math.max(...after.map((distance, index) => Math.abs(distance - before[index])))).toBeLessThan(1e-9);
  });
});

/** The same crystal with a and b exchanged: a cell of the other hand. */
function swapAxes(crystal: Crystal): Crystal {
  const swap = [0, 1, 0, 1, 0, 0, 0, 0, 1];
  return { ...crystal, lattice: multiply(swap, crystal.lattice), fracCoords: multiply(crystal.fracCoords, swap) };
}
