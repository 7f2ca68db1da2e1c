import { refinementCell } from './cell-choice';
import type { Crystal } from './crystal';
import { isSameStructure, type MatchTolerance } from './structure-matcher';
import type { SymmetryFinder } from './symmetry';

/** Å within which a cell is made primitive before it is compared. */
const PRIMITIVE_SYMPREC = 0.1;

/**
 * Sorts crystals of one cell content into structures, numbered from 1 in the order in which they first occur: each joins the
 * first group whose first member it matches. Cells are compared as primitive ones where they hold as many atoms. Crystals
 * without a cell to compare are groups of their own.
 */
export function clusterStructures(
  crystals: readonly Crystal[],
  finder: SymmetryFinder,
  tolerance?: MatchTolerance,
): number[] {
  const leaders: { readonly crystal: Crystal; readonly primitive: Crystal | undefined }[] = [];
  return crystals.map((crystal) => {
    const primitive = primitiveOf(crystal, finder);
    const found = leaders.findIndex((leader) => {
      if (!primitive || !leader.primitive) return false;
      const isOneSize = primitive.atomicNumbers.length === leader.primitive.atomicNumbers.length;
      return isOneSize
        ? isSameStructure(leader.primitive, primitive, tolerance)
        : isSameStructure(leader.crystal, crystal, tolerance);
    });
    if (found >= 0) return found + 1;
    return leaders.push({ crystal, primitive });
  });
}

function primitiveOf(crystal: Crystal, finder: SymmetryFinder): Crystal | undefined {
  try {
    return refinementCell(crystal, finder, PRIMITIVE_SYMPREC).crystal;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
