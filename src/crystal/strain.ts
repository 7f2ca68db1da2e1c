import { invert, multiply, type Numbers, transpose } from './lattice';

/**
 * Largest principal strain that takes one lattice to another, however each is turned: of the principal stretches λ the one
 * farthest from 1, as |λ − 1|. Rows of both are the vectors a, b, c; their handedness must agree.
 */
export function largestStrain(from: Numbers, to: Numbers): number {
  const deformation = multiply(invert(from), to);
  const stretches = symmetricEigenvalues(multiply(deformation, transpose(deformation))).map(Math.sqrt);
  return Math.max(...stretches.map((stretch) => Math.abs(stretch - 1)));
}

/** Of a symmetric 3 × 3 matrix, by the angle of its characteristic polynomial (Smith, Commun. ACM 4, 168, 1961). */
function symmetricEigenvalues([xx, xy, xz, , yy, yz, , , zz]: Numbers): [number, number, number] {
  const mean = (xx + yy + zz) / 3;
  const [a, b, c] = [xx - mean, yy - mean, zz - mean];
  const size = Math.sqrt((a * a + b * b + c * c + 2 * (xy * xy + xz * xz + yz * yz)) / 6);
  if (size < 1e-15) return [mean, mean, mean];
  const determinant = a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz);
  const angle = Math.acos(Math.min(1, Math.max(-1, determinant / (2 * size ** 3)))) / 3;
  const at = (turn: number) => mean + 2 * size * Math.cos(angle + (turn * 2 * Math.PI) / 3);
  return [at(0), at(1), at(2)];
}
