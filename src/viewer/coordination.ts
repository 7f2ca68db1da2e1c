import { element } from '../crystal/elements';
import type { BondList } from './bonds';

/** Fewer neighbours span no solid. */
export const FEWEST_LIGANDS = 4;

/**
 * Which atoms lie in the middle of a coordination polyhedron: those with four or more bonds that are of the given elements,
 * or, where none are given, less electronegative than each of their neighbours. Indexed by atom; 1 for a centre.
 */
export function polyhedronCentres(
  atomicNumbers: ArrayLike<number>,
  bonds: Pick<BondList, 'count' | 'first' | 'second'>,
  elements: ReadonlySet<number> | null,
): Uint8Array {
  const coordination = new Uint16Array(atomicNumbers.length);
  const isCation = new Uint8Array(atomicNumbers.length).fill(1);
  for (let b = 0; b < bonds.count; b++) {
    const [i, j] = [bonds.first[b], bonds.second[b]];
    coordination[i]++;
    coordination[j]++;
    const difference = attraction(atomicNumbers[j]) - attraction(atomicNumbers[i]);
    if (!(difference > 0)) isCation[i] = 0;
    if (!(difference < 0)) isCation[j] = 0;
  }
  return isCation.map((cation, atom) => {
    const isChosen = elements ? elements.has(atomicNumbers[atom]) : cation === 1;
    return isChosen && coordination[atom] >= FEWEST_LIGANDS ? 1 : 0;
  });
}

/** Pauling electronegativity; noble gases and what has no value draw nothing around themselves. */
function attraction(atomicNumber: number): number {
  return element(atomicNumber).electronegativity ?? Number.POSITIVE_INFINITY;
}
