import table from './elements.json';

/** One chemical element. */
export interface ElementData {
  readonly atomicNumber: number;
  readonly symbol: string;
  /** English name, capitalised. */
  readonly name: string;
  /** Standard atomic mass in u. */
  readonly mass: number;
  /** Pauling's scale; null where it has no value. */
  readonly electronegativity: number | null;
  /** Single-bond covalent radius in Å (Cordero et al., Dalton Trans. 2008, 2832); null beyond curium. */
  readonly covalentRadius: number | null;
  /** Superheavy elements, whose chemistry is unknown, count as nonmetals. */
  readonly kind: 'metal' | 'metalloid' | 'nonmetal';
}

/** The 118 elements; index Z − 1. */
export const ELEMENTS: readonly ElementData[] = table.symbol.map((symbol, index) => ({
  atomicNumber: index + 1,
  symbol,
  name: table.name[index],
  mass: table.mass[index],
  electronegativity: table.electronegativity[index],
  covalentRadius: table.covalentRadius[index],
  kind: table.kind[index] as ElementData['kind'],
}));

const NUMBER_BY_SYMBOL = new Map(ELEMENTS.map((element) => [element.symbol, element.atomicNumber]));

/** Element of an atomic number, 1–118. Throws RangeError for others. */
export function element(atomicNumber: number): ElementData {
  const found = ELEMENTS[atomicNumber - 1];
  if (!found) throw new RangeError(`No element has atomic number ${atomicNumber}; it must be 1 to 118.`);
  return found;
}

/** Symbol of an atomic number, 1–118. Throws RangeError for others. */
export function symbolOf(atomicNumber: number): string {
  return element(atomicNumber).symbol;
}

/** Atomic number of a symbol in its exact spelling ("Sr"); undefined when no element has it. */
export function atomicNumberOf(symbol: string): number | undefined {
  return NUMBER_BY_SYMBOL.get(symbol);
}

/**
 * Atomic numbers as formulas order them: Pauling electronegativity ascending; ties by atomic number; elements
 * without a value at the end, by atomic number.
 */
export const ELECTRONEGATIVITY_ORDER: readonly number[] = ELEMENTS.map((entry) => entry.atomicNumber).sort(
  (first, second) => orderingValue(first) - orderingValue(second) || first - second,
);

const RANK = new Map(ELECTRONEGATIVITY_ORDER.map((atomicNumber, rank) => [atomicNumber, rank]));

/** Comparator of atomic numbers for the order of elements in formulas. Throws RangeError outside 1–118. */
export function compareByElectronegativity(first: number, second: number): number {
  return rankOf(first) - rankOf(second);
}

function rankOf(atomicNumber: number): number {
  return RANK.get(element(atomicNumber).atomicNumber) as number;
}

function orderingValue(atomicNumber: number): number {
  // A large finite value, for the difference of two infinities is not a number.
  return element(atomicNumber).electronegativity ?? 1000;
}
