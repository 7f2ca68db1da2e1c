import { bondValences, withoutBondValence } from '../crystal/bond-valence';
import type { Crystal } from '../crystal/crystal';
import { atomicNumberOf } from '../crystal/elements';
import type { ChargeNeutrality } from '../crystal/validity';

/** The crystal as ions of the oxidation states that charge balance found. */
export interface IonicReport {
  /** Per atom. */
  readonly coordinationNumbers: Uint16Array;
  /** Per atom, valence units. */
  readonly bondValenceSums: Float64Array;
  /** Valence units. */
  readonly globalInstability: number;
}

/** Undefined with the reason where there are no ions, or no parameters for one. */
export function ionicReport(
  crystal: Crystal,
  { oxidationStates }: ChargeNeutrality,
): { readonly ionic?: IonicReport; readonly reason: string } {
  if (!oxidationStates) return { reason: 'no oxidation states that balance' };
  const missing = withoutBondValence(crystal.atomicNumbers);
  if (missing.length > 0) return { reason: `no parameters for ${missing.join(', ')}` };
  const charges = new Map(oxidationStates.map(([symbol, state]) => [atomicNumberOf(symbol) as number, state]));
  const found = bondValences(crystal, charges);
  if (!found) return { reason: 'the cell is too flat or too large to search' };
  const { sums, coordinationNumbers, globalInstability } = found;
  return { ionic: { coordinationNumbers, bondValenceSums: sums, globalInstability }, reason: '' };
}
