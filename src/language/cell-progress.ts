import { atomicNumberOf, ELECTRONEGATIVITY_ORDER } from '../crystal/elements';

/** A cell that is being filled, atom by atom, elements in groups by electronegativity ascending. Immutable. */
export interface CellProgress {
  /** Whether the cell may be left as it is: everything asked for is there. */
  readonly mayEnd: boolean;
  /** Whether one more atom of this element leaves a cell that can still be completed. */
  allows(atomicNumber: number): boolean;
  /** The cell with one more atom. Throws RangeError where `allows` is false. */
  add(atomicNumber: number): CellProgress;
}

/** What the models were trained on, and therefore what the grammar may write. */
export interface CellLimits {
  readonly maxAtoms: number;
  /** Atomic numbers. */
  readonly elements: readonly number[];
}

/** No cell satisfies the conditions. The message is a sentence for the user. */
export class UnsatisfiableConditionsError extends Error {
  override readonly name = 'UnsatisfiableConditionsError';
}

export const ELEMENT_COUNT = ELECTRONEGATIVITY_ORDER.length;

const RANK_BY_NUMBER = new Map(ELECTRONEGATIVITY_ORDER.map((atomicNumber, rank) => [atomicNumber, rank]));

/** Place of an element in the electronegativity order, from 0. Throws RangeError for numbers outside 1–118. */
export function electronegativityRank(atomicNumber: number): number {
  const rank = RANK_BY_NUMBER.get(atomicNumber);
  if (rank === undefined) throw new RangeError(`No element has atomic number ${atomicNumber}; it must be 1 to 118.`);
  return rank;
}

/** Place of a symbol's element in the electronegativity order. Throws RangeError for an unknown symbol. */
export function rankOfSymbol(symbol: string): number {
  const atomicNumber = atomicNumberOf(symbol);
  if (!atomicNumber) throw new RangeError(`"${symbol}" is not an element symbol.`);
  return electronegativityRank(atomicNumber);
}

/** Per rank, 1 where the element is in the set. */
export type RankSet = Uint8Array;

export function rankSet(ranks: Iterable<number>): RankSet {
  const set = new Uint8Array(ELEMENT_COUNT);
  for (const rank of ranks) set[rank] = 1;
  return set;
}

/** Per rank, a bit for each group that the element belongs to. */
export function groupBits(groups: readonly RankSet[]): Uint16Array {
  const bits = new Uint16Array(ELEMENT_COUNT);
  for (const [group, members] of groups.entries()) {
    for (let rank = 0; rank < ELEMENT_COUNT; rank++) if (members[rank]) bits[rank] |= 1 << group;
  }
  return bits;
}
