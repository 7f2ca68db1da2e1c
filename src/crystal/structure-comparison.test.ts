import { beforeAll, describe, expect, it } from 'vitest';
import type { Crystal } from './crystal';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { shortestDistance } from './geometry';
import { cellVolume, determinant, fracToCart, latticeParameters } from './lattice';
import { compareStructures } from './structure-comparison';
import { supercell } from './supercell';
import { loadSymmetry, type SymmetryFinder } from './symmetry';

let finder: SymmetryFinder;
beforeAll(async () => {
  finder = await loadSymmetry();
});

interface StoredPair {
  readonly name: string;
  readonly first: StoredCrystal;
  readonly second: StoredCrystal;
  /** By pymatgen: over the cube root of the volume per atom. */
  readonly distance: number | null;
}
const pairs = readFixture<StoredPair[]>('structure-matches.json')
  .filter(({ name, distance }) => distance !== null && !name.includes('Bi, '))
  .map((pair) => ({ ...pair, first: toCrystal(pair.first), second: toCrystal(pair.second) }));

const unit = ({ lattice, atomicNumbers }: Crystal) => (cellVolume(lattice) / atomicNumbers.length) ** (1 / 3);

describe('compareStructures', () => {
  it("gives pymatgen's root mean square distance, in Å at the mean volume", () => {
    expect(pairs.length).toBeGreaterThan(50);
    for (const { name, first, second, distance } of pairs.filter((_, index) => index % 4 === 0)) {
      const { mapping } = compareStructures(first, second, finder);
      const expected = (distance as number) * Math.sqrt(unit(first) * unit(second));
      expect(mapping?.rootMeanSquare, name).toBeCloseTo(expected, 2);
    }
  });

  it('lays the second crystal on the first: the same crystal still, each atom on its partner', () => {
    for (const { name, first, second } of pairs.filter((_, index) => index % 4 === 1)) {
      const { first: one, second: other, mapping } = compareStructures(first, second, finder);
      if (!mapping) throw new Error(name);
      expect(determinant(other.lattice), name).toBeCloseTo(cellVolume(second.lattice), 6);
      expect([...other.atomicNumbers], name).toEqual([...first.atomicNumbers]);
      expect(
        [...mapping.partners].sort((p, q) => p - q),
        name,
      ).toEqual([...first.atomicNumbers.keys()]);
      const stretched = wrappedDistanceOf(one, other);
      // The cells differ by strain and scale, which the distances leave out.
      for (const [atom, far] of stretched.entries()) {
        expect(Math.abs(far - mapping.displacements[atom]), name).toBeLessThan(
          0.35 * mapping.displacements[atom] + 0.1,
        );
      }
    }
  });

  it('is nothing between two descriptions of one crystal, whose distances stay what they were', () => {
    const { first } = pairs.find(({ name }) => name.startsWith('rutile'))!;
    const shift = [0.3, 0.1, 0.7];
    const moved = { ...first, fracCoords: first.fracCoords.map((x, index) => x + shift[index % 3]) };
    const { second, mapping, isPrimitive } = compareStructures(first, moved, finder);
    expect(mapping).toMatchObject({ isMirrored: false });
    expect(mapping?.largest).toBeLessThan(1e-6);
    expect(isPrimitive).toBe(false);
    expect(shortestDistance(second)).toBeCloseTo(shortestDistance(first), 6);
    expect(latticeParameters(second.lattice).a).toBeCloseTo(latticeParameters(first.lattice).a, 8);
  });

  it('sees through a supercell, and says why there is no mapping', () => {
    const { first } = pairs.find(({ name }) => name.startsWith('rutile'))!;
    const double = compareStructures(supercell(first, [2, 1, 1]), first, finder);
    expect(double.isPrimitive).toBe(true);
    expect(double.mapping?.largest).toBeLessThan(1e-4);
    const other = { ...first, atomicNumbers: first.atomicNumbers.map((z) => (z === 22 ? 40 : z)) };
    expect(compareStructures(first, other, finder)).toMatchObject({
      reason: 'The primitive cells hold different atoms, Ti2O4 and Zr2O4.',
    });
    const long = { ...first, lattice: first.lattice.map((x, index) => (index > 5 ? 3 * x : x)) };
    expect(compareStructures(first, long, finder).reason).toMatch(/within 20 % and the angles within 5°/);
    const flat = { ...first, lattice: new Float64Array(9) };
    expect(compareStructures(first, flat, finder).mapping).toBeUndefined();
  });
});

/** By atom, in Å in the cell of the first, less the common translation. */
function wrappedDistanceOf(first: Crystal, second: Crystal): number[] {
  const moved = second.fracCoords.map((x, index) => x - first.fracCoords[index]);
  const nearest = moved.map((x) => x - Math.round(x));
  const count = first.atomicNumbers.length;
  const mean = [0, 1, 2].map((axis) => nearest.reduce((sum, x, i) => sum + (i % 3 === axis ? x : 0), 0) / count);
  const vectors = fracToCart(
    nearest.map((x, index) => x - mean[index % 3]),
    first.lattice,
  );
  return Array.from({ length: count }, (_, atom) => Math.hypot(...vectors.subarray(3 * atom, 3 * atom + 3)));
}
