import type { Crystal } from '../crystal/crystal';
import { loadSymmetry } from '../crystal/symmetry';
import type { Provenance } from '../crystal/trajectory';
import type { Locks } from '../diffusion/locked-part';
import type { Refiner } from '../diffusion/refiner';
import { evaluationCount, type SamplerDraft } from '../diffusion/sampler';
import { DEFAULT_SYMMETRY_TOLERANCE, symmetricStart } from './keep-symmetry';
import { inPlace, locksInWords, withEquivalents } from './locks';
import type { KeptSymmetry, RunRequest } from './run';
import type { RunListener } from './run-events';
import { RunTrajectory } from './run-trajectory';
import type { SpeedRecord } from './time-estimate';

/** Candidates refined together: batching saves time for small cells and memory bounds it. */
const BATCH_SIZE = 8;
const PROGRESS_INTERVAL_MS = 100;

export interface DraftToRefine {
  readonly candidate: number;
  readonly crystal: Crystal;
  /** International number, where the prompt of this draft asked for one that the run's request does not name. */
  readonly askedSpaceGroup?: number;
  readonly locks?: Locks;
  /** Noise level of its own. */
  readonly tau?: number;
}

export interface RefinedDraft {
  readonly candidate: number;
  readonly trajectory: RunTrajectory;
  /** Wall time of its batch divided by the batch's size. */
  seconds: number;
  readonly keptSymmetry: KeptSymmetry | undefined;
  refined?: Crystal;
  failure?: string;
}

/** Drafts that are refined together. */
export interface Batch<T extends DraftToRefine = DraftToRefine> {
  /** Noise level from which all of them start. */
  readonly tau: number;
  readonly drafts: readonly T[];
}

/** Cells of like size share a batch, so that little is padding. @param tau of drafts that have none of their own */
export function planBatches<T extends DraftToRefine>(drafts: readonly T[], tau: number): Batch<T>[] {
  const levelOf = (draft: T) => draft.tau ?? tau;
  return [...new Set(drafts.map(levelOf))].flatMap((level) => {
    const sorted = drafts
      .filter((draft) => levelOf(draft) === level)
      .sort((a, b) => a.crystal.atomicNumbers.length - b.crystal.atomicNumbers.length);
    const batches: Batch<T>[] = [];
    for (let i = 0; i < sorted.length; i += BATCH_SIZE) {
      batches.push({ tau: level, drafts: sorted.slice(i, i + BATCH_SIZE) });
    }
    return batches;
  });
}

/** Network evaluations that a refinement from a noise level takes. */
export function evaluationsAt(refiner: Pick<Refiner, 'sampler'>, start: RunRequest['start']): (tau: number) => number {
  return (tau) => evaluationCount({ ...refiner.sampler, tau, start });
}

type RefinementSettings = Pick<
  RunRequest,
  'seed' | 'refinementSeed' | 'tau' | 'start' | 'conditions' | 'keepSymmetry' | 'symmetryTolerance'
>;

/**
 * Step 2 of Algorithm 1 for all drafts of a run, batch by batch. Results are appended to `results` when a batch starts
 * and completed in place, so that frames survive an abort.
 */
export async function refineDrafts(
  refiner: Refiner,
  request: RefinementSettings,
  provenance: Provenance,
  drafts: readonly DraftToRefine[],
  results: RefinedDraft[],
  speed: SpeedRecord,
  emit: RunListener,
  signal: AbortSignal,
  onDone: (result: RefinedDraft) => void,
): Promise<void> {
  const batches = planBatches(drafts, request.tau);
  const evaluations = evaluationsAt(refiner, request.start);
  const total = batches.reduce((sum, { tau }) => sum + tau, 0);
  let done = 0;
  let lastProgress = Number.NEGATIVE_INFINITY;

  for (const [index, { tau, drafts: batch }] of batches.entries()) {
    const starts = await Promise.all(batch.map((draft) => startOf(draft, { ...request, tau })));
    const running = starts.map(({ candidate, crystal, keptSymmetry }, row): RefinedDraft => {
      const { locks } = batch[row];
      const symmetry = keptSymmetry && { symmetry: keptSymmetry.sentence };
      const locked = locks && { locked: locksInWords(locks, crystal.atomicNumbers) };
      const trajectory = new RunTrajectory(crystal.atomicNumbers, { ...provenance, tau, ...symmetry, ...locked });
      return { candidate, trajectory, seconds: 0, keptSymmetry };
    });
    results.push(...running);
    for (const { candidate, trajectory } of running) emit({ kind: 'refinement-started', candidate, trajectory });

    const width = Math.max(...batch.map(({ crystal }) => crystal.atomicNumbers.length));
    const started = performance.now();
    let previous = started;
    const outcomes = await refiner.refine(
      {
        drafts: starts.map(({ keptSymmetry: _, ...draft }) => draft),
        seed: request.refinementSeed ?? request.seed,
        tau,
        start: request.start,
      },
      (frame) => {
        frame.packed.forEach((packed, row) => {
          running[row].trajectory.append(packed, frame.noiseNorms[row]);
        });
        const now = performance.now();
        for (const result of running) result.seconds = (now - started) / 1000 / running.length;
        emit({ kind: 'frame', candidates: running.map(({ candidate }) => candidate), timestep: frame.timestep });
        const steps = tau - frame.timestep;
        // The first step also pays for warming up.
        if (steps > 1)
          speed.observeEvaluation(batch.length, width, ((now - previous) / 1000) * (tau / evaluations(tau)));
        previous = now;
        if (now - lastProgress < PROGRESS_INTERVAL_MS && frame.timestep > 0) return;
        lastProgress = now;
        const share = tau === 0 ? 1 : steps / tau;
        const secondsLeft = batchSeconds(speed, batches.slice(index), evaluations, 1 - share);
        emit({
          kind: 'progress',
          stage: 'refining',
          done: done + steps,
          total,
          ...(secondsLeft !== undefined && { secondsLeft }),
        });
      },
      signal,
    );
    done += tau;
    outcomes.forEach((outcome, row) => {
      const result = running[row];
      if ('crystal' in outcome) {
        result.refined = outcome.crystal;
        result.trajectory.finish(outcome.crystal);
      } else result.failure = outcome.failure.message;
      onDone(result);
    });
  }
}

/** The draft as it enters the reverse process. At τ = 0 it stays what it is. */
async function startOf(
  { candidate, crystal, askedSpaceGroup, locks }: DraftToRefine,
  { tau, keepSymmetry = 'off', symmetryTolerance = DEFAULT_SYMMETRY_TOLERANCE, conditions }: RefinementSettings,
): Promise<SamplerDraft & { readonly keptSymmetry?: KeptSymmetry }> {
  if (keepSymmetry === 'off' || tau === 0) return { candidate, crystal, ...(locks && { locks }) };
  const wish = askedSpaceGroup === undefined ? conditions : { spaceGroup: askedSpaceGroup };
  const { kept, ...start } = symmetricStart(
    crystal,
    keepSymmetry,
    symmetryTolerance,
    wish,
    await loadSymmetry(),
    locks,
  );
  if (!locks) return { candidate, ...start, keptSymmetry: kept };
  const together = withEquivalents(locks, start.crystal, start.operations);
  const more = together.sites.length - locks.sites.length;
  const sites = more === 1 ? '1 more site is locked, for it is' : `${more} more sites are locked, for they are`;
  const sentence = more > 0 ? `${kept.sentence} ${sites} equivalent to a locked one.` : kept.sentence;
  const { operations } = start;
  const home = inPlace(locks, crystal, start.crystal);
  return { candidate, crystal: home, operations, locks: together, keptSymmetry: { ...kept, sentence } };
}

/** Seconds for these batches, of whose first only a share is left; undefined without a measurement. */
export function batchSeconds(
  speed: SpeedRecord,
  batches: readonly Batch[],
  evaluations: (tau: number) => number,
  shareOfFirst = 1,
): number | undefined {
  let seconds = 0;
  for (const [index, { tau, drafts }] of batches.entries()) {
    const width = Math.max(...drafts.map(({ crystal }) => crystal.atomicNumbers.length));
    const evaluation = speed.evaluationSeconds(drafts.length, width);
    if (evaluation === undefined) return undefined;
    seconds += evaluation * evaluations(tau) * (index === 0 ? shareOfFirst : 1);
  }
  return seconds;
}
