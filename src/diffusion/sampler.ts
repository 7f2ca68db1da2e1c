import type { Crystal } from '../crystal/crystal';
import { wrap } from '../crystal/lattice';
import type { SymmetryOperation } from '../crystal/symmetry-operation';
import type { StartMode } from '../crystal/trajectory';
import { throwIfAborted } from '../runtime/errors';
import type { Denoiser } from './denoiser-types';
import { invariantSubspace } from './invariant-subspace';
import { LockedPart, type Locks } from './locked-part';
import type { NoiseSource } from './noise';
import { RefinementError } from './refinement-error';
import {
  addStartNoise,
  correctCoords,
  correctorStep,
  predictCoords,
  predictLattice,
  type StepContext,
  type StepOrder,
} from './reverse-step';
import { allFinite, checkDraft, checkRefined, packBatch, rootMeanSquare, type SampleState } from './sample-state';
import { checkTau, type Schedule } from './schedule';

export interface SamplerDraft {
  readonly crystal: Crystal;
  /** Index of the candidate within its run: it selects the noise, whatever batch the candidate is computed in. */
  readonly candidate: number;
  /**
   * Symmetry to keep: a group of operations of this cell, which the crystal obeys exactly (see `symmetrise`). Every
   * change, noise included, is projected onto what they allow. Absent, or the identity alone: anything goes.
   */
  readonly operations?: readonly SymmetryOperation[];
  /** What stays as it is. With `operations`, sites must be locked together with those that they carry them onto. */
  readonly locks?: Locks;
}

export interface SamplerSettings {
  /** Noise level at which the reverse process starts, 0 ≤ τ ≤ T; 0 returns the draft. */
  readonly tau: number;
  readonly start: StartMode;
  readonly order: StepOrder;
  /** Langevin step length of the corrector, in squared fractional coordinates; 0 leaves the corrector out. */
  readonly stepLength: number;
  /** How many of the last steps, t ≤ this, add no noise; 1 in Algorithm 1. */
  readonly noiseFreeSteps: number;
}

/** The batch after a reverse step. The states are the sampler's own: copy what must outlive the next step. */
export interface SamplerFrame {
  /** τ for the start, 0 for the refined crystals. */
  readonly timestep: number;
  readonly states: readonly SampleState[];
}

/**
 * Step 2 of Algorithm 1: refines a batch of drafts from noise level τ, yielding the start and every step after it (τ + 1
 * frames). State is kept in float64; the network sees float32. A candidate that fails keeps its last finite state and
 * carries the reason in `failure`; the others go on.
 *
 * @param signal aborts between two network evaluations, with StudioError `aborted`.
 * @throws RangeError for τ outside 0 … T.
 */
export async function* refineBatch(
  drafts: readonly SamplerDraft[],
  settings: SamplerSettings,
  schedule: Schedule,
  denoiser: Denoiser,
  noise: NoiseSource,
  signal?: AbortSignal,
): AsyncGenerator<SamplerFrame, void> {
  const { tau, start, order, stepLength, noiseFreeSteps } = settings;
  checkTau(schedule, tau);
  const context: StepContext = { schedule, noise, noiseFreeSteps };
  const states = drafts.map(startState);
  const running = () => states.filter((state) => state.failure === undefined);
  // Line 6.
  if (tau > 0) {
    for (const state of running()) {
      state.fracCoords.forEach((x, i) => {
        state.fracCoords[i] = wrap(x);
      });
      if (start === 're-noised') addStartNoise(state, tau, context);
    }
  }
  yield { timestep: tau, states };

  for (let t = tau; t >= 1; t--) {
    const length = correctorStep(order, stepLength, t, schedule);
    const predict: StateChange = (state, score, latticeNoise) => {
      predictLattice(state, latticeNoise, t, context);
      predictCoords(state, score, t, context);
      state.locked?.hold(state, t - 1, schedule);
    };
    const correct: StateChange = (state, score) => correctCoords(state, score, length, t, context);
    const changes = order === 'predictor-first' ? [predict, correct] : [correct, predict];
    for (const state of running()) delete state.noiseNorms;
    for (const change of changes) {
      if (change === correct && length === 0) continue;
      // Line 11 passes t although the state is at t − 1/2.
      await evaluate(running(), t, schedule, denoiser, change, signal);
    }
    if (t === 1) for (const state of running()) state.failure = checkRefined(state);
    yield { timestep: t - 1, states };
  }
}

/** Network evaluations that a refinement takes per batch. */
export function evaluationCount({ tau, order, stepLength }: SamplerSettings): number {
  if (tau === 0 || stepLength === 0) return tau;
  return order === 'predictor-first' ? 2 * tau - 1 : 2 * tau;
}

/** What a step does to a state, given the score ∇ log q (3N) and the predicted lattice noise (9). */
type StateChange = (state: SampleState, score: Float64Array, latticeNoise: Float64Array) => void;

function startState({ crystal, candidate, operations = [], locks }: SamplerDraft): SampleState {
  const failure = checkDraft(crystal);
  return {
    candidate,
    atomicNumbers: crystal.atomicNumbers,
    lattice: Float64Array.from(crystal.lattice),
    fracCoords: Float64Array.from(crystal.fracCoords),
    subspace: operations.length > 1 && !failure ? invariantSubspace(crystal, operations) : undefined,
    locked: locks && !failure ? new LockedPart(crystal, locks) : undefined,
    failure,
  };
}

async function evaluate(
  states: readonly SampleState[],
  timestep: number,
  schedule: Schedule,
  denoiser: Denoiser,
  change: StateChange,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (states.length === 0) return;
  throwIfAborted(signal);
  const batch = packBatch(states, timestep);
  const output = await denoiser.predict(batch);
  throwIfAborted(signal);
  const scale = schedule.scoreScale[timestep];
  states.forEach((state, row) => {
    const offset = row * batch.width * 3;
    const scaled = output.coordScore.subarray(offset, offset + state.fracCoords.length);
    const score = Float64Array.from(scaled, (value) => value * scale);
    const latticeNoise = Float64Array.from(output.latticeNoise.subarray(9 * row, 9 * row + 9));
    // A step's first evaluation looks at the frame before it.
    state.noiseNorms ??= { coords: rootMeanSquare(scaled), lattice: rootMeanSquare(latticeNoise) };
    if (allFinite(score) && allFinite(latticeNoise)) change(state, score, latticeNoise);
    else {
      state.failure = new RefinementError(
        'not-finite',
        `The denoiser returned a value that is not a number at t = ${timestep}; candidate ${state.candidate + 1} stopped there. Try another seed or a lower noise level.`,
      );
    }
  });
}
