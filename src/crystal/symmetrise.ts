import type { Crystal } from './crystal';
import { fracToCart, invert, metricTensor, multiply, type Numbers, transpose, wrap, wrappedDistance } from './lattice';
import type { SymmetryOperation } from './symmetry-operation';

export interface SymmetrisedCrystal {
  /** Obeys the operations to rounding; coordinates in [0, 1). */
  readonly crystal: Crystal;
  /** Farthest that an atom was moved within the cell, in Å, a common translation left out. */
  readonly displacement: number;
  /** Mean over the atoms of how far each was moved, in Å, a common translation left out. */
  readonly meanDisplacement: number;
}

/**
 * The nearest crystal that obeys the operations of its cell: the metric tensor averaged over the point group, each site
 * over the atoms that the operations carry onto it. `operations` must be a group modulo lattice translations, exactly;
 * the crystal obeys them roughly. The orientation of a and of the plane of a and b is kept.
 * Throws RangeError when the operations do not permute the atoms.
 */
export function symmetrise(crystal: Crystal, operations: readonly SymmetryOperation[]): SymmetrisedCrystal {
  const { atomicNumbers, fracCoords } = crystal;
  const lattice = symmetrisedLattice(crystal.lattice, operations);
  const permutations = sitePermutations({ ...crystal, lattice }, operations);
  const moved = new Float64Array(fracCoords.length);
  operations.forEach((operation, index) => {
    const images = transformed(operation, fracCoords);
    permutations[index].forEach((target, atom) => {
      for (let axis = 0; axis < 3; axis++) {
        const difference = images[3 * atom + axis] - fracCoords[3 * target + axis];
        moved[3 * target + axis] += (difference - Math.round(difference)) / operations.length;
      }
    });
  });
  return {
    crystal: { lattice, atomicNumbers, fracCoords: fracCoords.map((x, i) => wrap(x + moved[i])) },
    ...displacements(moved, lattice),
  };
}

/**
 * For each operation, the atom onto which it carries each atom: the nearest one of the same element. Throws RangeError
 * when two atoms are carried onto one, or an element has no atom to be carried onto.
 */
export function sitePermutations(
  { lattice, atomicNumbers, fracCoords }: Crystal,
  operations: readonly SymmetryOperation[],
): Uint16Array[] {
  return operations.map((operation) => {
    const images = transformed(operation, fracCoords);
    const taken = new Uint8Array(atomicNumbers.length);
    return Uint16Array.from(atomicNumbers, (number, atom) => {
      let nearest = atom;
      let distance = Number.POSITIVE_INFINITY;
      atomicNumbers.forEach((other, candidate) => {
        if (other !== number) return;
        const apart = wrappedDistance(lattice, images, atom, fracCoords, candidate);
        if (apart < distance) [nearest, distance] = [candidate, apart];
      });
      if (taken[nearest]++) throw new RangeError(`A symmetry operation carries two atoms onto atom ${nearest + 1}.`);
      return nearest;
    });
  });
}

/** Fractional coordinates (3N) moved by an operation, not wrapped. */
function transformed({ rotation, translation }: SymmetryOperation, fracCoords: Numbers): Float64Array {
  return multiply(fracCoords, transpose(rotation)).map((x, i) => x + translation[i % 3]);
}

/** C̄ C⁻¹ L, where C and C̄ are the Cholesky factors of the metric tensor and of its mean over the point group. */
function symmetrisedLattice(lattice: Float64Array, operations: readonly SymmetryOperation[]): Float64Array {
  const metric = metricTensor(lattice);
  const mean = new Float64Array(9);
  for (const { rotation } of operations) {
    const turned = multiply(multiply(transpose(rotation), metric), rotation);
    for (let i = 0; i < 9; i++) mean[i] += turned[i] / operations.length;
  }
  return multiply(multiply(choleskyFactor(mean), invert(choleskyFactor(metric))), lattice);
}

/** Lower triangular C with C Cᵀ = the positive definite matrix. */
function choleskyFactor([aa, , , ba, bb, , ca, cb, cc]: Numbers): Float64Array {
  const xx = Math.sqrt(aa);
  const yx = ba / xx;
  const zx = ca / xx;
  const yy = Math.sqrt(bb - yx * yx);
  const zy = (cb - zx * yx) / yy;
  return Float64Array.of(xx, 0, 0, yx, yy, 0, zx, zy, Math.sqrt(cc - zx * zx - zy * zy));
}

function displacements(moved: Float64Array, lattice: Float64Array) {
  const count = moved.length / 3;
  const cart = fracToCart(moved, lattice);
  const common = [0, 1, 2].map((axis) => cart.reduce((sum, x, i) => (i % 3 === axis ? sum + x / count : sum), 0));
  let displacement = 0;
  let meanDisplacement = 0;
  for (let i = 0; i < cart.length; i += 3) {
    const length = Math.hypot(cart[i] - common[0], cart[i + 1] - common[1], cart[i + 2] - common[2]);
    displacement = Math.max(displacement, length);
    meanDisplacement += length / count;
  }
  return { displacement, meanDisplacement };
}
