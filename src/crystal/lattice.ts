/**
 * Lattices as 9 numbers, row-major: the rows are the vectors a, b, c in Å. Fractional coordinates are row vectors:
 * cart = frac · lattice.
 */

/** Any list of numbers: typed arrays and plain arrays alike. */
export type Numbers = ArrayLike<number> & Iterable<number>;

/** Lengths in Å, angles in degrees: alpha between b and c, beta between a and c, gamma between a and b. */
export interface LatticeParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

const DEGREE = Math.PI / 180;

/**
 * The lattice of given lengths and angles in one fixed orientation: c along z, a in the xz plane.
 * Throws RangeError, naming the value, when no cell has these parameters.
 */
export function latticeFromParameters(parameters: LatticeParameters): Float64Array {
  const { a, b, c, alpha, beta, gamma } = parameters;
  for (const [name, length] of Object.entries({ a, b, c })) {
    if (!(length > 0 && Number.isFinite(length)))
      throw new RangeError(`Cell length ${name} = ${length} Å is not positive.`);
  }
  for (const [name, angle] of Object.entries({ alpha, beta, gamma })) {
    if (!(angle > 0 && angle < 180)) throw new RangeError(`Cell angle ${name} = ${angle}° is not between 0° and 180°.`);
  }
  const cosAlpha = Math.cos(alpha * DEGREE);
  const cosBeta = Math.cos(beta * DEGREE);
  const cosGamma = Math.cos(gamma * DEGREE);
  const sinAlpha = Math.sin(alpha * DEGREE);
  const sinBeta = Math.sin(beta * DEGREE);
  const cosGammaStar = (cosAlpha * cosBeta - cosGamma) / (sinAlpha * sinBeta);
  // The angle of the reciprocal vectors exists only if each angle is less than the sum of the other two.
  if (!(Math.abs(cosGammaStar) < 1)) {
    throw new RangeError(`No cell has the angles ${alpha}°, ${beta}°, ${gamma}° together.`);
  }
  const sinGammaStar = Math.sqrt(1 - cosGammaStar * cosGammaStar);
  return Float64Array.of(
    a * sinBeta,
    0,
    a * cosBeta,
    -b * sinAlpha * cosGammaStar,
    b * sinAlpha * sinGammaStar,
    b * cosAlpha,
    0,
    0,
    c,
  );
}

/** Lengths (Å) and angles (degrees) of a lattice. */
export function latticeParameters(lattice: Numbers): LatticeParameters {
  const [aa, ab, ac, , bb, bc, , , cc] = metricTensor(lattice);
  const [a, b, c] = [Math.sqrt(aa), Math.sqrt(bb), Math.sqrt(cc)];
  const angle = (dot: number, first: number, second: number) =>
    Math.acos(Math.min(1, Math.max(-1, dot / (first * second)))) / DEGREE;
  return {
    a,
    b,
    c,
    alpha: angle(bc, b, c),
    beta: angle(ac, a, c),
    gamma: angle(ab, a, b),
  };
}

/** Determinant of a row-major 3 × 3 matrix: the signed volume in Å³ of a lattice, positive when right-handed. */
export function determinant(m: Numbers): number {
  const [a, b, c, d, e, f, g, h, i] = m;
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

/** Cell volume in Å³, never negative. */
export function cellVolume(lattice: Numbers): number {
  return Math.abs(determinant(lattice));
}

/** Metric tensor G = L Lᵀ in Å², row-major. */
export function metricTensor(lattice: Numbers): Float64Array {
  return multiply(lattice, transpose(lattice));
}

/**
 * Reciprocal lattice without the factor 2π, in 1/Å: rows a*, b*, c* with a·a* = 1. Throws RangeError for a cell
 * without volume.
 */
export function reciprocalLattice(lattice: Numbers): Float64Array {
  return transpose(invert(lattice));
}

/** Distances in Å between opposite faces of the cell: along a*, b* and c*. */
export function planeSpacings(lattice: Numbers): [number, number, number] {
  const reciprocal = reciprocalLattice(lattice);
  const spacing = (row: number) =>
    1 / Math.hypot(reciprocal[row * 3], reciprocal[row * 3 + 1], reciprocal[row * 3 + 2]);
  return [spacing(0), spacing(1), spacing(2)];
}

/** Cartesian coordinates (3N, Å) of fractional ones (3N). */
export function fracToCart(fracCoords: Numbers, lattice: Numbers): Float64Array {
  return multiply(fracCoords, lattice);
}

/** Fractional coordinates (3N) of Cartesian ones (3N, Å). Throws RangeError for a cell without volume. */
export function cartToFrac(cartCoords: Numbers, lattice: Numbers): Float64Array {
  return multiply(cartCoords, invert(lattice));
}

/** A fractional coordinate brought into [0, 1). */
export function wrap(coordinate: number): number {
  const wrapped = coordinate - Math.floor(coordinate);
  // -1e-17 - floor(-1e-17) rounds to 1.
  return wrapped >= 1 ? 0 : wrapped;
}

/**
 * Length in Å of the difference between fractional position `i` of one list and `j` of another, wrapped to ±1/2 per
 * axis: the periodic distance of positions that all but coincide, and a bound on that of others.
 */
export function wrappedDistance(
  lattice: Numbers,
  first: ArrayLike<number>,
  i: number,
  second: ArrayLike<number>,
  j: number,
): number {
  const u = first[3 * i] - second[3 * j];
  const v = first[3 * i + 1] - second[3 * j + 1];
  const w = first[3 * i + 2] - second[3 * j + 2];
  const [a, b, c] = [u - Math.round(u), v - Math.round(v), w - Math.round(w)];
  return Math.hypot(
    a * lattice[0] + b * lattice[3] + c * lattice[6],
    a * lattice[1] + b * lattice[4] + c * lattice[7],
    a * lattice[2] + b * lattice[5] + c * lattice[8],
  );
}

/**
 * Root-mean-square displacement per Cartesian axis, in Å, of isotropic Gaussian noise of standard deviation `sigma` on
 * the fractional coordinates: σ √(tr(L Lᵀ) / 3).
 */
export function sigmaInAngstrom(sigma: number, lattice: Numbers): number {
  let squares = 0;
  for (let index = 0; index < 9; index++) squares += lattice[index] ** 2;
  return sigma * Math.sqrt(squares / 3);
}

/** Product of row vectors (3N numbers, N rows) with a row-major 3 × 3 matrix. */
export function multiply(rows: Numbers, matrix: Numbers): Float64Array {
  const [a, b, c, d, e, f, g, h, i] = matrix;
  const product = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index += 3) {
    const x = rows[index];
    const y = rows[index + 1];
    const z = rows[index + 2];
    product[index] = x * a + y * d + z * g;
    product[index + 1] = x * b + y * e + z * h;
    product[index + 2] = x * c + y * f + z * i;
  }
  return product;
}

/** Transpose of a row-major 3 × 3 matrix. */
export function transpose(m: Numbers): Float64Array {
  const [a, b, c, d, e, f, g, h, i] = m;
  return Float64Array.of(a, d, g, b, e, h, c, f, i);
}

/** Inverse of a row-major 3 × 3 matrix. Throws RangeError when it is singular. */
export function invert(m: Numbers): Float64Array {
  const [a, b, c, d, e, f, g, h, i] = m;
  const scale = 1 / determinant(m);
  if (!Number.isFinite(scale)) throw new RangeError('The lattice vectors lie in one plane: the cell has no volume.');
  return Float64Array.of(
    (e * i - f * h) * scale,
    (c * h - b * i) * scale,
    (b * f - c * e) * scale,
    (f * g - d * i) * scale,
    (a * i - c * g) * scale,
    (c * d - a * f) * scale,
    (d * h - e * g) * scale,
    (b * g - a * h) * scale,
    (a * e - b * d) * scale,
  );
}
