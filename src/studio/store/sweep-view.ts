import { DEFAULT_SWEEP_SEEDS, DEFAULT_SWEEP_TAUS, MOST_SWEEP_TAUS, type SweepPoint } from '../../generation/tau-sweep';

/** What a sweep goes over. */
export interface SweepGrid {
  readonly taus: readonly number[];
  readonly seedCount: number;
}

export const DEFAULT_SWEEP_GRID: SweepGrid = { taus: DEFAULT_SWEEP_TAUS, seedCount: DEFAULT_SWEEP_SEEDS };

/** A sweep over one draft while it goes on and after. */
export interface SweepView {
  readonly runId: string;
  readonly candidate: number;
  readonly grid: SweepGrid;
  /** Those that are there so far, ascending in τ. */
  readonly points: readonly SweepPoint[];
  readonly total: number;
  readonly isRunning: boolean;
}

/** Noise levels as they are typed, apart by commas or spaces. Throws RangeError naming what cannot be read. */
export function readTaus(text: string, largest: number): number[] {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  if (words.length === 0) throw new RangeError('Give at least one noise level.');
  const taus = words.map((word) => {
    if (/^\d+$/.test(word) && Number(word) <= largest) return Number(word);
    throw new RangeError(`“${word}” is not an integer from 0 to ${largest}.`);
  });
  const distinct = [...new Set(taus)].sort((p, q) => p - q);
  if (distinct.length > MOST_SWEEP_TAUS) {
    throw new RangeError(`${distinct.length} noise levels are more than ${MOST_SWEEP_TAUS}.`);
  }
  return distinct;
}
