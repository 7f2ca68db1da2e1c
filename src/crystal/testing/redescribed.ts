import type { Crystal } from '../crystal';
import { invert, multiply } from '../lattice';

/**
 * The same structure in another basis, from another origin, at another scale, its atoms in reverse order. Each step adds the
 * basis vector j to i, or takes it away.
 */
export function redescribed(
  { lattice, atomicNumbers, fracCoords }: Crystal,
  steps: readonly (readonly [number, number, number])[],
  shift: readonly number[],
  scale: number,
): Crystal {
  const basis = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  for (const [i, j, sign] of steps) {
    if (i !== j) for (let axis = 0; axis < 3; axis++) basis[3 * i + axis] += sign * basis[3 * j + axis];
  }
  const moved = multiply(
    fracCoords.map((x, index) => x + shift[index % 3]),
    invert(basis),
  );
  const order = [...atomicNumbers.keys()].reverse();
  return {
    lattice: multiply(basis, lattice).map((x) => x * scale),
    atomicNumbers: Uint8Array.from(order, (atom) => atomicNumbers[atom]),
    fracCoords: Float64Array.from(order.flatMap((atom) => [...moved.subarray(3 * atom, 3 * atom + 3)])),
  };
}
