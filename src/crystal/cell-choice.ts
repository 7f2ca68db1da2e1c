import type { Crystal } from './crystal';
import { determinant, invert, latticeFromParameters, latticeParameters, multiply, wrap } from './lattice';
import { niggliReduce } from './niggli';
import { SymmetryError, type SymmetryFinder } from './symmetry';

export interface CellChoice {
  /** Niggli-reduced cell in the standard orientation, coordinates in [0, 1). */
  readonly crystal: Crystal;
  /** Whether the cell given held several primitive ones. */
  readonly madePrimitive: boolean;
}

/**
 * The cell that a structure is refined in: primitive, then Niggli-reduced, as the denoiser's training data are. A
 * structure that is primitive already keeps its coordinates; one that is not takes moyo's primitive cell at `symprec` Å,
 * whose sites are idealised. Throws RangeError for a cell without volume.
 */
export function refinementCell(crystal: Crystal, finder: SymmetryFinder, symprec = 0.01): CellChoice {
  const primitive = primitiveCell(crystal, finder, symprec);
  const madePrimitive = primitive.atomicNumbers.length < crystal.atomicNumbers.length;
  return { crystal: niggliCell(madePrimitive ? primitive : crystal), madePrimitive };
}

/** The same crystal in its Niggli-reduced cell and the standard orientation. Throws RangeError without volume. */
export function niggliCell(crystal: Crystal): Crystal {
  const { lattice, transform } = niggliReduce(crystal.lattice);
  // The standard orientation is right-handed: −a, −b, −c describe the same crystal, a, b, c its mirror image.
  const hand = Math.sign(determinant(lattice));
  return {
    lattice: latticeFromParameters(latticeParameters(lattice)),
    atomicNumbers: crystal.atomicNumbers,
    fracCoords: multiply(crystal.fracCoords, invert(transform)).map((x) => wrap(hand * x)),
  };
}

function primitiveCell(crystal: Crystal, finder: SymmetryFinder, symprec: number): Crystal {
  try {
    return finder.analyse(crystal, symprec).primitive;
  } catch (error) {
    // Without determinable symmetry there is no smaller cell to prefer.
    if (error instanceof SymmetryError) return crystal;
    throw error;
  }
}
