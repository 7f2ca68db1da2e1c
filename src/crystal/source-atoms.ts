import type { Crystal } from './crystal';
import { multiply } from './lattice';

/** Fractional coordinates of one cell, as rows, become those of another: x′ = sign · (x · linear + shift). */
export interface CellTransform {
  /** 3 × 3, row by row. */
  readonly linear: readonly number[];
  readonly shift: readonly number[];
  /** −1 where the other cell is left-handed. */
  readonly sign: 1 | -1;
}

/**
 * For each atom of a crystal, the atom of another description of it of which it is an image: of its element the nearest to
 * its place there.
 *
 * @param toSource leads from the crystal's cell to that of `source`
 */
export function sourceAtoms(crystal: Crystal, toSource: CellTransform, source: Crystal): Uint32Array {
  const places = multiply(crystal.fracCoords, toSource.linear);
  return Uint32Array.from(crystal.atomicNumbers, (atomicNumber, atom) => {
    const place = [0, 1, 2].map((axis) => toSource.sign * (places[3 * atom + axis] + toSource.shift[axis]));
    let nearest = 0;
    let shortest = Number.POSITIVE_INFINITY;
    source.atomicNumbers.forEach((other, index) => {
      if (other !== atomicNumber) return;
      const distance = squaredDistance(source, index, place);
      if (distance >= shortest) return;
      shortest = distance;
      nearest = index;
    });
    return nearest;
  });
}

/** Å², to an image near the place; exact where they are as near as images of one atom are. */
function squaredDistance({ lattice, fracCoords }: Crystal, atom: number, place: readonly number[]): number {
  const difference = place.map((x, axis) => x - fracCoords[3 * atom + axis]).map((x) => x - Math.round(x));
  const [x, y, z] = multiply(difference, lattice);
  return x * x + y * y + z * z;
}
