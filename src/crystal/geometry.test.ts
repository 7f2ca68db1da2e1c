import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import {
  bonds,
  DegenerateCellError,
  density,
  neighbourPairs,
  shortestDistance,
  shortestPair,
  volumePerAtom,
} from './geometry';
import { cellVolume } from './lattice';
import { supercell } from './supercell';

interface GeometryOracle {
  readonly name: string;
  readonly crystal: StoredCrystal;
  readonly volume: number;
  readonly shortestDistance: number;
  readonly neighbourCount: number;
  readonly neighbourDistanceSum: number;
  readonly density: number;
}

const oracles = readFixture<GeometryOracle[]>('geometry.json');
const CUTOFF = 3.2;

describe('geometry against pymatgen', () => {
  it.each(oracles)('$name', (oracle) => {
    const crystal = toCrystal(oracle.crystal);
    expect(shortestDistance(crystal)).toBeCloseTo(oracle.shortestDistance, 6);
    // pymatgen lists every pair from both ends.
    const pairs = neighbourPairs(crystal, CUTOFF);
    expect(pairs.length * 2).toBe(oracle.neighbourCount);
    expect(pairs.reduce((sum, pair) => sum + 2 * pair.distance, 0)).toBeCloseTo(oracle.neighbourDistanceSum, 5);
    expect(density(crystal) / oracle.density).toBeCloseTo(1, 3);
    expect(volumePerAtom(crystal)).toBeCloseTo(oracle.volume / crystal.atomicNumbers.length, 6);
  });
});

describe('neighbourPairs', () => {
  it('gives images that lead to the stated distance', () => {
    const crystal = toCrystal(oracles[1].crystal);
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = crystal.lattice;
    for (const { first, second, image, distance } of neighbourPairs(crystal, CUTOFF)) {
      const [u, v, w] = [0, 1, 2].map(
        (axis) => crystal.fracCoords[second * 3 + axis] + image[axis] - crystal.fracCoords[first * 3 + axis],
      );
      const [x, y, z] = [u * ax + v * bx + w * cx, u * ay + v * by + w * cy, u * az + v * bz + w * cz];
      expect(Math.hypot(x, y, z)).toBeCloseTo(distance, 9);
    }
  });

  it('finds in a supercell what it finds in the cell, as often as the cell is repeated', () => {
    const crystal = toCrystal(oracles[1].crystal);
    const sum = (pairs: ReturnType<typeof neighbourPairs>) =>
      pairs.reduce((total, { distance }) => total + distance, 0);
    const [small, large] = [neighbourPairs(crystal, CUTOFF), neighbourPairs(supercell(crystal, [3, 4, 5]), CUTOFF)];
    expect(large.length).toBe(60 * small.length);
    expect(sum(large)).toBeCloseTo(60 * sum(small), 4);
  });

  it('does not change when an atom moves by whole cells', () => {
    const crystal = toCrystal(oracles[0].crystal);
    const count = neighbourPairs(crystal, CUTOFF).length;
    const shift = fc.array(fc.integer({ min: -2, max: 2 }), {
      minLength: crystal.fracCoords.length,
      maxLength: crystal.fracCoords.length,
    });
    fc.assert(
      fc.property(shift, (cells) => {
        const moved = { ...crystal, fracCoords: crystal.fracCoords.map((x, index) => x + cells[index]) };
        return neighbourPairs(moved, CUTOFF).length === count;
      }),
    );
  });

  it('refuses flat cells by a typed error', () => {
    const flat = {
      lattice: Float64Array.of(4, 0, 0, 0, 4, 0, 4, 4, 1e-6),
      atomicNumbers: Uint8Array.of(6),
      fracCoords: new Float64Array(3),
    };
    expect(() => neighbourPairs(flat, 3)).toThrow(DegenerateCellError);
    expect(bonds(flat)).toEqual([]);
    const none = { ...flat, lattice: Float64Array.of(4, 0, 0, 0, 4, 0, 4, 4, 0) };
    expect(() => neighbourPairs(none, 3)).toThrow('no volume');
    expect(shortestDistance(none)).toBe(0);
  });
});

describe('bonds', () => {
  it.each([
    ['rock salt NaCl', 6],
    ['diamond C', 4],
    ['perovskite SrTiO3', 6 + 12],
  ])('%s', (name, expected) => {
    const crystal = toCrystal(oracles.find((oracle) => oracle.name === name)!.crystal);
    // The primitive cells hold 1 NaCl, 2 C (each bond shared) and 1 SrTiO3.
    expect(bonds(crystal).length).toBe(expected);
  });

  it('does not bond elements without a radius', () => {
    const crystal = {
      lattice: Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, 2),
      atomicNumbers: Uint8Array.of(118),
      fracCoords: new Float64Array(3),
    };
    expect(bonds(crystal)).toEqual([]);
  });
});

describe('shortestDistance', () => {
  it('counts images of a single atom', () => {
    const lattice = Float64Array.of(4, 0, 0, 3.9, 0.3, 0, 0, 0, 5);
    const crystal = { lattice, atomicNumbers: Uint8Array.of(6), fracCoords: new Float64Array(3) };
    expect(shortestDistance(crystal)).toBeCloseTo(Math.hypot(0.1, 0.3), 12);
  });

  it('names the atoms and the image, whatever the cell and wherever the atoms are written', () => {
    const number = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 9, maxLength: 9 }),
        fc.array(number, { minLength: 9, maxLength: 9 }),
        (cell, sites) => {
          const lattice = Float64Array.from(cell, (x, i) => 4 * x + (i % 4 === 0 ? 7 : 0));
          fc.pre(cellVolume(lattice) > 40);
          const crystal = { lattice, atomicNumbers: Uint8Array.of(6, 7, 8), fracCoords: Float64Array.from(sites) };
          const pair = shortestPair(crystal);
          if (!pair) return false;
          const { first, second, image, distance } = pair;
          const apart = [0, 1, 2].map((axis) => sites[3 * second + axis] + image[axis] - sites[3 * first + axis]);
          const vector = [0, 1, 2].map((x) => apart.reduce((sum, part, axis) => sum + part * lattice[3 * axis + x], 0));
          const nearest = neighbourPairs(crystal, distance + 1e-6);
          return (
            Math.abs(Math.hypot(...vector) - distance) < 1e-9 &&
            nearest.every((other) => other.distance > distance - 1e-6) &&
            nearest.some((other) => other.first === first && other.second === second)
          );
        },
      ),
    );
  });

  it('is infinite without atoms', () => {
    const empty = {
      lattice: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4),
      atomicNumbers: new Uint8Array(),
      fracCoords: new Float64Array(),
    };
    expect(shortestDistance(empty)).toBe(Number.POSITIVE_INFINITY);
  });
});
