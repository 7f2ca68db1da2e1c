import table from './oxidation-state-occurrence.json';

/** Where the numbers of occurrence were read. */
export const OCCURRENCE_SOURCE = table.package;

/** An element in a formula, with the oxidation states that it may have. */
export interface Ion {
  readonly symbol: string;
  readonly count: number;
  readonly states: readonly number[];
}

export interface Balance {
  /** One state per ion, in their order. */
  readonly states: readonly number[];
  /** Sum over the elements of the logarithm of the share of this state among all of the element in the ICSD. */
  readonly logLikelihood: number;
}

/** A state that the ICSD's ions do not have counts as half an occurrence: possible, but the last choice. */
const UNSEEN_OCCURRENCE = 0.5;

const OCCURRENCE: Readonly<Record<string, Readonly<Record<string, number>> | undefined>> = table.occurrence;

/** A common state has at least this share of an element's ions. */
const COMMON_SHARE = 0.1;

/** Oxidation states that at least a tenth of the element's ions in the ICSD have. */
export function commonOxidationStates(symbol: string): number[] {
  const counts = Object.entries(OCCURRENCE[symbol] ?? {});
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return counts.filter(([, count]) => count >= COMMON_SHARE * total).map(([state]) => Number(state));
}

function logShare(symbol: string, state: number): number {
  const counts = OCCURRENCE[symbol] ?? {};
  const total = Object.values(counts).reduce((sum, count) => sum + count, UNSEEN_OCCURRENCE);
  return Math.log((counts[state] ?? UNSEEN_OCCURRENCE) / total);
}

/**
 * One state per element such that the counted sum is zero; of all such sets the one whose states are most common.
 * Undefined when there is none. Sums are enumerated, not combinations: their number is bounded by the formula's total
 * charge.
 */
export function balanceCharges(ions: readonly Ion[]): Balance | undefined {
  /** By depth and sum: the state through which the likeliest set reaches it. */
  const steps: Map<number, { readonly state: number; readonly logLikelihood: number }>[] = [];
  let reached = new Map<number, { readonly logLikelihood: number }>([[0, { logLikelihood: 0 }]]);
  for (const { symbol, count, states } of ions) {
    const next: (typeof steps)[number] = new Map();
    for (const state of states) {
      const share = logShare(symbol, state);
      for (const [sum, { logLikelihood }] of reached) {
        const to = sum + count * state;
        const likelihood = logLikelihood + share;
        if (likelihood > (next.get(to)?.logLikelihood ?? -Infinity)) next.set(to, { state, logLikelihood: likelihood });
      }
    }
    steps.push(next);
    reached = next;
  }
  const balanced = reached.get(0);
  if (!balanced) return undefined;
  const states: number[] = [];
  let rest = 0;
  for (let index = ions.length - 1; index >= 0; index--) {
    const state = steps[index].get(rest)?.state as number;
    states[index] = state;
    rest -= ions[index].count * state;
  }
  return { states, logLikelihood: balanced.logLikelihood };
}
