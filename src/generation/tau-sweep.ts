import type { Crystal } from '../crystal/crystal';
import { largestDisplacement } from '../crystal/displacement';
import type { SpaceGroup } from '../crystal/space-groups';
import type { StructureClusters } from '../crystal/structure-clusters';
import type { SymmetryFinder } from '../crystal/symmetry';
import { structuralValidity } from '../crystal/validity';
import type { Engine } from './engine';
import type { RefinementCache, RefinementKey } from './refinement-cache';
import type { CandidateRecord, RunRecord } from './run';
import type { RunProgress } from './run-events';
import { SUMMARY_SYMPREC } from './summary';

export const DEFAULT_SWEEP_TAUS: readonly number[] = [0, 50, 100, 200, 300, 450, 600, 750, 900];
export const DEFAULT_SWEEP_SEEDS = 2;
export const MOST_SWEEP_TAUS = 40;
export const MOST_SWEEP_SEEDS = 8;

/**
 * The refinements of a sweep: each noise level with each of `seedCount` seeds, from that of `key` on, and the draft itself
 * once. Ascending in τ.
 */
export function sweepKeys(key: RefinementKey, taus: readonly number[], seedCount: number): RefinementKey[] {
  const levels = [...new Set(taus)].sort((p, q) => p - q);
  return levels.flatMap((tau) =>
    Array.from({ length: tau === 0 ? 1 : seedCount }, (_, offset) => ({
      ...key,
      tau,
      refinementSeed: (key.refinementSeed + offset) % 2 ** 32,
    })),
  );
}

/** Seconds that the refinements would take that are not in memory; undefined before anything has been measured. */
export function estimateSweep(
  engine: Pick<Engine, 'estimateRefinement'>,
  memory: RefinementCache,
  run: RunRecord,
  candidate: number,
  keys: readonly RefinementKey[],
): number | undefined {
  let seconds = 0;
  for (const key of keys) {
    if (memory.find(run, candidate, key)) continue;
    const more = engine.estimateRefinement(run, { ...key, candidates: [candidate] });
    if (more === undefined) return undefined;
    seconds += more;
  }
  return seconds;
}

export interface SweepListener {
  readonly refined: (key: RefinementKey, candidate: CandidateRecord) => void;
  /** `done` and `total` count reverse steps of all refinements that are not in memory. */
  readonly progress: (progress: RunProgress) => void;
}

/**
 * Refines one draft with each key in turn; what is in memory is not computed again, what is computed goes into it. Ends early
 * when the signal fires; true when it did not. Rejects with RunFailedError when a model fails.
 */
export async function sweepTau(
  engine: Engine,
  memory: RefinementCache,
  run: RunRecord,
  candidate: number,
  keys: readonly RefinementKey[],
  listener: SweepListener,
  signal: AbortSignal,
): Promise<boolean> {
  const isMissing = (key: RefinementKey) => memory.find(run, candidate, key) === undefined;
  const total = keys.filter(isMissing).reduce((sum, { tau }) => sum + tau, 0);
  let done = 0;
  for (const [index, key] of keys.entries()) {
    if (signal.aborted) return false;
    if (isMissing(key)) {
      const later = estimateSweep(engine, memory, run, candidate, keys.slice(index + 1)) ?? 0;
      const refined = await engine.refine(
        run,
        { ...key, candidates: [candidate] },
        (event) => {
          if (event.kind !== 'progress') return;
          const { secondsLeft } = event;
          const left = secondsLeft === undefined ? {} : { secondsLeft: secondsLeft + later };
          listener.progress({ ...event, done: done + event.done, total, ...left });
        },
        signal,
      );
      memory.store({ ...refined, id: run.id });
      done += key.tau;
    }
    const found = memory.find(run, candidate, key);
    if (!found) return false;
    listener.refined(key, found);
  }
  return true;
}

/** One refinement of a sweep and what is to be said of it. */
export interface SweepPoint {
  readonly key: RefinementKey;
  readonly refined?: Crystal;
  /** Why there is no refined crystal. */
  readonly failure?: string;
  /** Å: largest displacement of an atom from the draft. */
  readonly displacement?: number;
  /** At 0.1 Å; absent where none is found. */
  readonly spaceGroup?: SpaceGroup;
  /** No two atoms within 0.5 Å. */
  readonly isValid: boolean;
  /** Å. */
  readonly shortestDistance?: number;
  /** Number of its structure among those of the sweep, from 1; 0 without a crystal. */
  readonly structure: number;
}

/** What is to be said of one refinement, compared with its draft and sorted among those before it. */
export function judgeSweepPoint(
  key: RefinementKey,
  candidate: CandidateRecord,
  finder: SymmetryFinder,
  clusters: StructureClusters,
): SweepPoint {
  const { draft, refined, failure = 'It was not refined.' } = candidate;
  if (!draft || !refined) return { key, failure, isValid: false, structure: 0 };
  const { valid, shortestDistance } = structuralValidity(refined);
  const [{ spaceGroup }] = finder.ladder(refined, [SUMMARY_SYMPREC]);
  return {
    key,
    refined,
    displacement: largestDisplacement(draft, refined),
    ...(spaceGroup && { spaceGroup }),
    isValid: valid,
    shortestDistance,
    structure: clusters.add(refined),
  };
}

/** The sweep as comma-separated values with a header; units are in the names of the columns. */
export function sweepCsv(points: readonly SweepPoint[]): string {
  const header =
    'tau,noise_seed,structure,space_group_number_0.1A,space_group_symbol,displacement_A,shortest_distance_A,valid,failure';
  const lines = points.map(({ key, spaceGroup, displacement, shortestDistance, isValid, failure, structure }) =>
    [
      key.tau,
      key.refinementSeed,
      structure || '',
      spaceGroup?.number ?? '',
      spaceGroup?.symbol ?? '',
      displacement?.toFixed(4) ?? '',
      shortestDistance?.toFixed(4) ?? '',
      isValid ? 'yes' : 'no',
      failure === undefined ? '' : `"${failure.replaceAll('"', '""')}"`,
    ].join(','),
  );
  return `${[header, ...lines].join('\n')}\n`;
}
