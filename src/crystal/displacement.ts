import type { Crystal } from './crystal';
import { multiply } from './lattice';

/** Refinements of the mean shift; atoms near half a cell away may change the side they are counted on. */
const ROUNDS = 4;

/**
 * Largest distance in Å that an atom has moved between two crystals with the same atoms in the same order: fractional
 * displacements to the nearest image, less the shift that all have in common, measured in the second cell.
 * Throws RangeError where the atoms differ.
 */
export function largestDisplacement(before: Crystal, after: Crystal): number {
  const count = after.atomicNumbers.length;
  if (before.atomicNumbers.some((value, atom) => value !== after.atomicNumbers[atom]) || count === 0) {
    throw new RangeError('Displacements need the same atoms in the same order.');
  }
  const moved = after.fracCoords.map((value, index) => value - before.fracCoords[index]);
  // The first atom's move is a first guess of the common shift.
  let shift = [moved[0], moved[1], moved[2]];
  let own = moved;
  for (let round = 0; round < ROUNDS; round++) {
    own = moved.map((value, index) => value - shift[index % 3] - Math.round(value - shift[index % 3]));
    const mean = [0, 1, 2].map((axis) => own.reduce((sum, v, index) => sum + (index % 3 === axis ? v : 0), 0) / count);
    shift = shift.map((value, axis) => value + mean[axis]);
    own = own.map((value, index) => value - mean[index % 3]);
  }
  const vectors = multiply(own, after.lattice);
  let largest = 0;
  for (let atom = 0; atom < count; atom++) {
    const [x, y, z] = vectors.subarray(3 * atom, 3 * atom + 3);
    largest = Math.max(largest, Math.hypot(x, y, z));
  }
  return largest;
}
