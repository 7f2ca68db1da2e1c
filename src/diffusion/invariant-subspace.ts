import type { Crystal } from '../crystal/crystal';
import { invert, multiply, transpose } from '../crystal/lattice';
import { sitePermutations } from '../crystal/symmetrise';
import type { SymmetryOperation } from '../crystal/symmetry-operation';

/**
 * What a crystal's lattice and coordinates can change to without losing its symmetry: two linear subspaces, and the
 * orthogonal projection onto each. Orthogonal in the numbers that the noise is drawn in, so that projected noise is
 * normal within the subspace, and the projected score is the score of the density restricted to it.
 */
export interface InvariantSubspace {
  /** 9 numbers, in place: a lattice, or a change of it, that keeps the metric tensor invariant. */
  projectLattice(lattice: Float64Array): void;
  /** 3N numbers, in place: a displacement that commutes with the operations. */
  projectDisplacement(displacement: Float64Array): void;
}

/**
 * The subspace of a crystal that obeys `operations` exactly (see `symmetrise`). Throws RangeError when they do not
 * permute its atoms.
 */
export function invariantSubspace(crystal: Crystal, operations: readonly SymmetryOperation[]): InvariantSubspace {
  const latticeBasis = orthonormalColumns(latticeAverage(crystal.lattice, operations), 9);
  const coordBasis = orthonormalColumns(displacementAverage(crystal, operations), crystal.fracCoords.length);
  return {
    projectLattice: (lattice) => project(lattice, latticeBasis),
    projectDisplacement: (displacement) => project(displacement, coordBasis),
  };
}

/**
 * L ↦ mean over (W, w) of W⁻ᵀ L M as a 9 × 9 matrix, where M = L₀⁻¹ Wᵀ L₀ is the operation on Cartesian row vectors.
 * Lattices that it leaves alone have those same Cartesian rotations, hence an invariant metric tensor.
 */
function latticeAverage(lattice: Float64Array, operations: readonly SymmetryOperation[]): Float64Array {
  const average = new Float64Array(81);
  const inverse = invert(lattice);
  for (const { rotation } of operations) {
    const left = invert(transpose(rotation));
    const right = multiply(multiply(inverse, transpose(rotation)), lattice);
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 9; j++) {
        const [row, column, innerRow, innerColumn] = [Math.floor(i / 3), i % 3, Math.floor(j / 3), j % 3];
        average[9 * i + j] += (left[3 * row + innerRow] * right[3 * innerColumn + column]) / operations.length;
      }
    }
  }
  return average;
}

/** u ↦ mean over (W, w) of W u at the atoms from which the operation comes, as a 3N × 3N matrix. */
function displacementAverage(crystal: Crystal, operations: readonly SymmetryOperation[]): Float64Array {
  const size = crystal.fracCoords.length;
  const average = new Float64Array(size * size);
  sitePermutations(crystal, operations).forEach((permutation, index) => {
    const { rotation } = operations[index];
    permutation.forEach((target, atom) => {
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          average[(3 * target + i) * size + 3 * atom + j] += rotation[3 * i + j] / operations.length;
        }
      }
    });
  });
  return average;
}

/** What is left of a column that depends on the others is rounding; what does not is far larger. */
const DEPENDENT = 1e-6;

/** An orthonormal basis of the columns of a row-major square matrix: Gram–Schmidt, the longest remainder next. */
function orthonormalColumns(matrix: Float64Array, size: number): Float64Array[] {
  const columns = Array.from({ length: size }, (_, j) =>
    Float64Array.from({ length: size }, (_, i) => matrix[i * size + j]),
  );
  const basis: Float64Array[] = [];
  for (;;) {
    const next = columns.reduce((longest, column) => (dot(column, column) > dot(longest, longest) ? column : longest));
    const length = Math.sqrt(dot(next, next));
    if (length < DEPENDENT) return basis;
    const unit = next.map((x) => x / length);
    basis.push(unit);
    // Twice, for what rounding leaves.
    for (const column of columns) for (let pass = 0; pass < 2; pass++) addScaled(column, unit, -dot(column, unit));
  }
}

function project(vector: Float64Array, basis: readonly Float64Array[]): void {
  const shares = basis.map((unit) => dot(vector, unit));
  vector.fill(0);
  for (const [i, unit] of basis.entries()) addScaled(vector, unit, shares[i]);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(target: Float64Array, vector: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i] += scale * vector[i];
}
