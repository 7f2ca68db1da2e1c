import { refinementCell } from './cell-choice';
import type { Crystal } from './crystal';
import { isSameStructure } from './structure-matcher';
import type { SymmetryFinder } from './symmetry';

/** Å within which a cell is made primitive before it is compared. */
const PRIMITIVE_SYMPREC = 0.1;

interface Leader {
  readonly crystal: Crystal;
  readonly primitive: Crystal | undefined;
}

/**
 * Sorts crystals of one cell content into structures: each joins the first group whose first member it matches. Cells are
 * compared as primitive ones where these hold as many atoms. A crystal without a cell to compare is a group of its own.
 */
export class StructureClusters {
  private readonly finder: SymmetryFinder;
  private readonly leaders: Leader[] = [];

  constructor(finder: SymmetryFinder) {
    this.finder = finder;
  }

  /** The number of the crystal's group, from 1 in the order in which they first occur. */
  add(crystal: Crystal): number {
    const primitive = primitiveOf(crystal, this.finder);
    const found = this.leaders.findIndex((leader) => {
      if (!primitive || !leader.primitive) return false;
      const isOneSize = primitive.atomicNumbers.length === leader.primitive.atomicNumbers.length;
      return isOneSize ? isSameStructure(leader.primitive, primitive) : isSameStructure(leader.crystal, crystal);
    });
    return found >= 0 ? found + 1 : this.leaders.push({ crystal, primitive });
  }
}

function primitiveOf(crystal: Crystal, finder: SymmetryFinder): Crystal | undefined {
  try {
    return refinementCell(crystal, finder, PRIMITIVE_SYMPREC).crystal;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
