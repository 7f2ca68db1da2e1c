import { invert, multiply, type Numbers } from './lattice';
import type { SymmetryOperation } from './symmetry-operation';

/** A standard setting seen from a cell: x = linear · x_standard + shift on column vectors; linear row-major. */
export interface Setting {
  readonly linear: Numbers;
  readonly shift: Numbers;
}

/** Entries of a rotation in another setting are integers but for rounding. */
const SAME_ROTATION = 1e-3;

/**
 * The operations found in a cell, with exact translations. A search fits each translation to atoms that obey it only
 * within the tolerance, so that what it finds is not quite a group; `standard` holds the same operations exactly, in the
 * standard setting. Throws RangeError when an operation found is not one of `standard`.
 */
export function exactOperations(
  found: readonly SymmetryOperation[],
  standard: readonly SymmetryOperation[],
  { linear, shift }: Setting,
): SymmetryOperation[] {
  const inverse = invert(linear);
  return found.map(({ rotation, translation }) => {
    const turned = multiply(inverse, multiply(rotation, linear));
    const rotatedShift = onColumn(rotation, shift);
    const moved = onColumn(
      inverse,
      translation.map((value, axis) => value + rotatedShift[axis] - shift[axis]),
    );
    // Operations with the same rotation differ by a centring translation.
    let nearest: number[] | undefined;
    let distance = Number.POSITIVE_INFINITY;
    for (const candidate of standard) {
      if (!candidate.rotation.every((value, i) => Math.abs(value - turned[i]) < SAME_ROTATION)) continue;
      const exact = candidate.translation.map((value, axis) => value + Math.round(moved[axis] - value));
      const apart = Math.hypot(...exact.map((value, axis) => value - moved[axis]));
      if (apart < distance) [nearest, distance] = [exact, apart];
    }
    if (!nearest) throw new RangeError('An operation of the cell is not one of its space group.');
    const back = onColumn(linear, nearest);
    return { rotation, translation: back.map((value, axis) => value - rotatedShift[axis] + shift[axis]) };
  });
}

/** Matrix (row-major) times column vector. */
function onColumn(matrix: Numbers, [x, y, z]: Numbers): number[] {
  return [0, 3, 6].map((row) => matrix[row] * x + matrix[row + 1] * y + matrix[row + 2] * z);
}
