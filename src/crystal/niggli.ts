import { cellVolume, metricTensor, multiply, type Numbers } from './lattice';

export interface ReducedLattice {
  /** Rows a, b, c in Å, in the orientation of the input: `transform` times the input lattice. */
  readonly lattice: Float64Array;
  /** Row-major integer matrix of determinant ±1 whose rows give the new vectors in terms of the old ones. */
  readonly transform: Float64Array;
}

const MOST_STEPS = 1000;

/**
 * Niggli reduction by the algorithm of Křivý and Gruber (Acta Cryst. A32, 297, 1976) with the tolerant comparisons of
 * Grosse-Kunstleve et al. (Acta Cryst. A60, 1, 2004); `tolerance` is relative to the cube root of the volume.
 * Handedness is kept. Throws RangeError for a cell without volume and when the reduction does not settle.
 */
export function niggliReduce(lattice: Numbers, tolerance = 1e-5): ReducedLattice {
  const volume = cellVolume(lattice);
  if (!(volume > 0 && Number.isFinite(volume))) {
    throw new RangeError('A cell without volume has no reduced form.');
  }
  const epsilon = tolerance * volume ** (2 / 3);
  const less = (x: number, y: number) => x < y - epsilon;
  const equal = (x: number, y: number) => !less(x, y) && !less(y, x);
  let transform: Float64Array = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const apply = (...step: number[]) => {
    transform = multiply(step, transform);
  };

  for (let step = 0; step < MOST_STEPS; step++) {
    const [A, halfZeta, halfEta, , B, halfXi, , , C] = metricTensor(multiply(transform, lattice));
    const xi = 2 * halfXi;
    const eta = 2 * halfEta;
    const zeta = 2 * halfZeta;

    if (less(B, A) || (equal(A, B) && less(Math.abs(eta), Math.abs(xi)))) {
      apply(0, -1, 0, -1, 0, 0, 0, 0, -1);
      continue;
    }
    if (less(C, B) || (equal(B, C) && less(Math.abs(zeta), Math.abs(eta)))) {
      apply(-1, 0, 0, 0, 0, -1, 0, -1, 0);
      continue;
    }
    const signs = normalSigns(xi, eta, zeta, epsilon);
    if (signs) {
      apply(signs[0], 0, 0, 0, signs[1], 0, 0, 0, signs[2]);
      continue;
    }
    const sign = (x: number) => (x > 0 ? -1 : 1);
    if (less(B, Math.abs(xi)) || (equal(xi, B) && less(2 * eta, zeta)) || (equal(xi, -B) && less(zeta, 0))) {
      apply(1, 0, 0, 0, 1, 0, 0, sign(xi), 1);
    } else if (less(A, Math.abs(eta)) || (equal(eta, A) && less(2 * xi, zeta)) || (equal(eta, -A) && less(zeta, 0))) {
      apply(1, 0, 0, 0, 1, 0, sign(eta), 0, 1);
    } else if (less(A, Math.abs(zeta)) || (equal(zeta, A) && less(2 * xi, eta)) || (equal(zeta, -A) && less(eta, 0))) {
      apply(1, 0, 0, sign(zeta), 1, 0, 0, 0, 1);
    } else {
      const sum = xi + eta + zeta + A + B;
      if (less(sum, 0) || (equal(sum, 0) && less(0, 2 * (A + eta) + zeta))) apply(1, 0, 0, 0, 1, 0, 1, 1, 1);
      else return { lattice: multiply(transform, lattice), transform };
    }
  }
  throw new RangeError(
    `The cell's Niggli reduction did not settle within ${MOST_STEPS} steps; its vectors are too unequal.`,
  );
}

/**
 * Signs of a, b, c (product +1) that make the scalar products all positive (type I) or all non-positive (type II);
 * undefined when they already are.
 */
function normalSigns(xi: number, eta: number, zeta: number, epsilon: number): [number, number, number] | undefined {
  const of = (x: number) => (x > epsilon ? 1 : x < -epsilon ? -1 : 0);
  const [l, m, n] = [of(xi), of(eta), of(zeta)];
  const type = l * m * n > 0 ? 1 : -1;
  for (const [i, j, k] of [
    [1, 1, 1],
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ]) {
    const products = [l * j * k, m * i * k, n * i * j];
    const good = type > 0 ? products.every((p) => p > 0) : products.every((p) => p <= 0);
    if (good) return i === 1 && j === 1 ? undefined : [i, j, k];
  }
  return undefined;
}
