import { type Balance, balanceCharges, type Ion } from './charge-balance';
import type { Crystal } from './crystal';
import type { Composition } from './formula';
import { type AtomPair, shortestDistance, shortestPair } from './geometry';
import { cellVolume } from './lattice';
import table from './smact-oxidation-states.json';

/** Å; distances of a valid structure exceed it, as in CDVAE's evaluation (Xie et al., 2022). */
export const SHORTEST_VALID_DISTANCE = 0.5;
/** Å³; so does the volume exceed this. */
const SMALLEST_VALID_VOLUME = 0.1;

/** Name of the oxidation-state set, that of the original evaluation, and the package it was read from. */
export const OXIDATION_STATE_SET = table.set;
export const OXIDATION_STATE_SOURCE = table.package;

export interface StructuralValidity {
  readonly valid: boolean;
  /** Å; periodic images included. */
  readonly shortestDistance: number;
  /** The atoms that are nearest to each other; absent where there is no atom or no volume. */
  readonly shortestPair?: AtomPair | undefined;
  /** Å³. */
  readonly volume: number;
}

/** Whether no two atoms, periodic images included, come within 0.5 Å and the cell holds more than 0.1 Å³. */
export function structuralValidity(crystal: Crystal): StructuralValidity {
  const volume = cellVolume(crystal.lattice);
  const pair = shortestPair(crystal);
  const distance = pair?.distance ?? shortestDistance(crystal);
  return {
    valid: distance > SHORTEST_VALID_DISTANCE && volume > SMALLEST_VALID_VOLUME,
    shortestDistance: distance,
    shortestPair: pair,
    volume,
  };
}

export type NeutralityReason =
  | 'single-element'
  | 'metals'
  | 'neutral'
  | 'no-oxidation-states'
  | 'not-neutral'
  | 'electronegativity';

export interface ChargeNeutrality {
  readonly valid: boolean;
  readonly reason: NeutralityReason;
  /**
   * One oxidation state per element that balances and passes, the most common ones of all that do; present when the
   * reason is `neutral`.
   */
  readonly oxidationStates?: readonly (readonly [symbol: string, state: number])[];
}

interface RankedIon extends Ion {
  readonly electronegativity: number | null;
}

/**
 * Charge neutrality by SMACT's rule (Davies et al., Chem 1, 617, 2016) with Pauling's test, as in CDVAE's evaluation:
 * one oxidation state per element sums to zero over the formula, and every cation is less electronegative than every
 * anion. Single elements and compositions of metals alone pass. An element without oxidation states in the set, or
 * without an electronegativity, fails. Throws RangeError for an empty composition.
 */
export function chargeNeutrality(composition: Composition): ChargeNeutrality {
  if (composition.length === 0) throw new RangeError('A composition without elements has no charge balance.');
  if (composition.length === 1) return { valid: true, reason: 'single-element' };
  const entries = composition.map(([symbol, count]) => ({ symbol, count, data: lookUp(symbol) }));
  if (entries.every(({ data }) => data?.metal)) return { valid: true, reason: 'metals' };
  const ions: RankedIon[] = entries.map(({ symbol, count, data }) => ({
    symbol,
    count,
    states: data?.oxidationStates ?? [],
    electronegativity: data?.electronegativity ?? null,
  }));
  if (ions.some(({ states }) => states.length === 0)) return { valid: false, reason: 'no-oxidation-states' };
  const passing = ions.every((ion) => ion.electronegativity !== null) ? passingAssignment(ions) : undefined;
  if (passing) return { valid: true, reason: 'neutral', oxidationStates: passing };
  return { valid: false, reason: balanceCharges(ions) ? 'electronegativity' : 'not-neutral' };
}

interface SmactData {
  readonly oxidationStates: readonly number[];
  readonly electronegativity: number | null;
  readonly metal: boolean;
}

function lookUp(symbol: string): SmactData | undefined {
  return (table.elements as Readonly<Record<string, SmactData | undefined>>)[symbol];
}

/**
 * Pauling's test holds exactly if all cations lie below all anions in electronegativity: with the elements in that
 * order the states are first positive, then negative. So the cut is tried at every place.
 */
function passingAssignment(ions: readonly RankedIon[]): (readonly [string, number])[] | undefined {
  const order = [...ions].sort((first, second) => Number(first.electronegativity) - Number(second.electronegativity));
  let best: Balance | undefined;
  for (let cut = 1; cut < order.length; cut++) {
    // Equal electronegativities across the cut would fail the test.
    if (order[cut - 1].electronegativity === order[cut].electronegativity) continue;
    const restricted = order.map((ion, index) => ({
      ...ion,
      states: ion.states.filter((state) => (index < cut ? state > 0 : state < 0)),
    }));
    const balance = balanceCharges(restricted);
    if (balance && balance.logLikelihood > (best?.logLikelihood ?? -Infinity)) best = balance;
  }
  const states = best?.states;
  return states && ions.map((ion) => [ion.symbol, states[order.indexOf(ion)]] as const);
}
