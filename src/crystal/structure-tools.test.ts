import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { density, shortestDistance } from './geometry';
import { cellVolume, latticeFromParameters, reciprocalLattice } from './lattice';
import { indicesInSupercell, planeInCell, planeNormal, planeSpacing } from './lattice-plane';
import { measure, type Point } from './measurement';
import { supercell } from './supercell';

const triclinic = latticeFromParameters({ a: 4.75, b: 6.1, c: 5.3, alpha: 82.3, beta: 107.3, gamma: 102.6 });
const crystal = {
  lattice: triclinic,
  atomicNumbers: Uint8Array.of(29, 16),
  fracCoords: Float64Array.of(0.1, 0.2, 0.3, 0.31, 0.42, 0.62),
};

describe('supercell', () => {
  it('has more atoms in as much more room, and the same density and distances', () => {
    const large = supercell(crystal, [3, 1, 2]);
    expect(large.atomicNumbers.length).toBe(12);
    expect(cellVolume(large.lattice)).toBeCloseTo(6 * cellVolume(crystal.lattice), 6);
    expect(density(large)).toBeCloseTo(density(crystal), 9);
    expect(shortestDistance(large)).toBeCloseTo(shortestDistance(crystal), 6);
    expect([...large.atomicNumbers.slice(0, 7)]).toEqual([29, 29, 29, 29, 29, 29, 16]);
  });

  it('refuses parts of cells', () => {
    expect(() => supercell(crystal, [1, 0.5, 1])).toThrow(/1 × 0.5 × 1/);
  });
});

describe('measure', () => {
  it('gives distance, angle and signed dihedral', () => {
    expect(
      measure([
        [0, 0, 0],
        [3, 4, 0],
      ]),
    ).toEqual({ kind: 'distance', value: 5, unit: 'Å' });
    expect(
      measure([
        [1, 0, 0],
        [0, 0, 0],
        [0, 2, 0],
      ]),
    ).toEqual({ kind: 'angle', value: 90, unit: '°' });
    const turn = (s: Point) => measure([[1, 0, 0], [0, 0, 0], [0, 0, 1], s]);
    expect(turn([1, 0, 1])?.value).toBeCloseTo(0, 9);
    // Looking along +z, clockwise is from x to y.
    expect(turn([0, 1, 1])?.value).toBeCloseTo(90, 9);
    expect(turn([0, -1, 1])?.value).toBeCloseTo(-90, 9);
    expect(Math.abs(turn([-1, 0, 1])?.value ?? 0)).toBeCloseTo(180, 9);
  });

  it('has no value where there is none', () => {
    expect(measure([[0, 0, 0]])).toBeUndefined();
    expect(
      measure([
        [0, 0, 0],
        [0, 0, 0],
        [1, 0, 0],
      ])?.value,
    ).toBeUndefined();
    expect(
      measure([
        [0, 0, 0],
        [0, 0, 1],
        [0, 0, 2],
        [1, 0, 2],
      ])?.value,
    ).toBeUndefined();
  });
});

describe('planeInCell', () => {
  const cube = latticeFromParameters({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });

  it('cuts a cube in a square, a triangle and a hexagon', () => {
    expect(planeInCell(cube, { indices: [1, 0, 0], distance: 2 })).toHaveLength(4);
    expect(planeInCell(cube, { indices: [1, 1, 1], distance: 4 / Math.sqrt(3) })).toHaveLength(3);
    expect(planeInCell(cube, { indices: [1, 1, 1], distance: 6 / Math.sqrt(3) })).toHaveLength(6);
    expect(planeInCell(cube, { indices: [1, 1, 1], distance: 12 })).toEqual([]);
    expect(() => planeInCell(cube, { indices: [0, 0, 0], distance: 0 })).toThrow(/no plane/);
  });

  it('takes a face of the cell as a whole', () => {
    expect(planeInCell(triclinic, { indices: [0, 0, 1], distance: 0 })).toHaveLength(4);
  });

  it('stays in the plane and in the cell, convex', () => {
    const index = fc.integer({ min: -3, max: 3 });
    const reciprocal = reciprocalLattice(triclinic);
    fc.assert(
      fc.property(fc.tuple(index, index, index), fc.double({ min: -6, max: 12, noNaN: true }), (indices, distance) => {
        fc.pre(indices.some((value) => value !== 0));
        const normal = planeNormal(triclinic, indices);
        const polygon = planeInCell(triclinic, { indices, distance });
        const isInside = polygon.every((point) => {
          const height = point.reduce((sum, value, k) => sum + value * normal[k], 0);
          const parts = [0, 1, 2].map((row) =>
            point.reduce((sum, value, k) => sum + value * reciprocal[3 * row + k], 0),
          );
          return Math.abs(height - distance) < 1e-6 && parts.every((part) => part > -1e-6 && part < 1 + 1e-6);
        });
        const isConvex = polygon.every((_, i) => {
          const [p, q, r] = [0, 1, 2].map((step) => polygon[(i + step) % polygon.length]);
          const [u, v] = [q.map((value, k) => value - p[k]), r.map((value, k) => value - q[k])];
          const cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
          return cross.reduce((sum, value, k) => sum + value * normal[k], 0) > -1e-9;
        });
        return isInside && isConvex;
      }),
    );
  });

  it('spaces (1 1 1) of a cube by a over √3', () => {
    expect(planeSpacing(cube, [1, 1, 1])).toBeCloseTo(4 / Math.sqrt(3), 9);
    const repeated = cube.map((value, at) => value * [2, 3, 1][Math.floor(at / 3)]);
    expect(planeSpacing(repeated, indicesInSupercell([1, 1, 1], [2, 3, 1]))).toBeCloseTo(4 / Math.sqrt(3), 9);
  });
});
