import parameters from './bond-valence-parameters.json';
import type { Crystal } from './crystal';
import { symbolOf } from './elements';
import { DegenerateCellError, neighbourPairs } from './geometry';

/** Where the numbers were read. */
export const BOND_VALENCE_SOURCE = parameters.package;

/** Å, b in v = exp((R − d)/b), as O'Keeffe and Brese have it. */
const SOFTNESS = 0.37;
/** Å beyond R; farther bonds have a valence below 0.005. */
const REACH = 2;
/** Share of the smaller of both charges that a bond must have to count for coordination (Altermatt and Brown, 1985). */
const BOND_SHARE = 0.04;

export interface BondValences {
  /** Valence units per atom, positive for cations and anions alike. */
  readonly sums: Float64Array;
  /** Bonds per atom with at least 4 % of the smaller of both charges. */
  readonly coordinationNumbers: Uint16Array;
  /**
   * Root mean square difference of sum and oxidation state over the atoms, valence units (global instability index, Salinas-
   * Sanchez et al., J. Solid State Chem. 100, 201, 1992).
   */
  readonly globalInstability: number;
}

/** Elements, by symbol, without a parameter. */
export function withoutBondValence(atomicNumbers: Iterable<number>): string[] {
  return [...new Set(atomicNumbers)].map(symbolOf).filter((symbol) => !lookUp(symbol));
}

/**
 * Bond valences between ions of opposite charge, with the element parameters of O'Keeffe and Brese (J. Am. Chem. Soc. 113, 3226,
 * 1991). Undefined where an element has no parameter or the cell is too flat or too large to search.
 * @param charges oxidation state by atomic number, of each element of the crystal
 */
export function bondValences(
  crystal: Crystal,
  charges: ReadonlyMap<number, number>,
  softness = SOFTNESS,
): BondValences | undefined {
  const { atomicNumbers } = crystal;
  if (withoutBondValence(atomicNumbers).length > 0) return undefined;
  const chargeOf = (atom: number) => charges.get(atomicNumbers[atom]) ?? 0;
  const lengthOf = (first: number, second: number) => lengthOfOne(atomicNumbers[first], atomicNumbers[second]);
  const cutoff = (first: number, second: number) =>
    chargeOf(first) * chargeOf(second) < 0 ? lengthOf(first, second) + REACH : 0;
  const kinds = [...new Set(atomicNumbers)];
  const longest = Math.max(...kinds.flatMap((one) => kinds.map((other) => lengthOfOne(one, other)))) + REACH;
  const sums = new Float64Array(atomicNumbers.length);
  const coordinationNumbers = new Uint16Array(atomicNumbers.length);
  try {
    for (const { first, second, distance } of neighbourPairs(crystal, cutoff, longest)) {
      const valence = Math.exp((lengthOf(first, second) - distance) / softness);
      const isBond = valence >= BOND_SHARE * Math.min(Math.abs(chargeOf(first)), Math.abs(chargeOf(second)));
      for (const atom of [first, second]) {
        sums[atom] += valence;
        if (isBond) coordinationNumbers[atom]++;
      }
    }
  } catch (error) {
    if (error instanceof DegenerateCellError) return undefined;
    throw error;
  }
  const squares = sums.reduce((total, sum, atom) => total + (sum - Math.abs(chargeOf(atom))) ** 2, 0);
  return { sums, coordinationNumbers, globalInstability: Math.sqrt(squares / sums.length) };
}

function lookUp(symbol: string): readonly number[] | undefined {
  return (parameters.sizeAndElectronegativity as Readonly<Record<string, readonly number[] | undefined>>)[symbol];
}

/** Å: length R of a bond of valence 1, equation 4 of the paper. */
function lengthOfOne(first: number, second: number): number {
  const [[r1, c1], [r2, c2]] = [first, second].map((z) => lookUp(symbolOf(z)) as readonly number[]);
  return r1 + r2 - (r1 * r2 * (Math.sqrt(c1) - Math.sqrt(c2)) ** 2) / (c1 * r1 + c2 * r2);
}
