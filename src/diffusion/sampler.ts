import type { Crystal } from '../crystal/crystal';
import type { StartMode } from '../crystal/trajectory';
import type { Denoiser } from './denoiser-types';
import type { NoiseSource } from './noise';
import { RefinementError } from './refinement-error';
import { allFinite, checkDraft, checkRefined, packBatch, type SampleState } from './sample-state';
import { checkTau, type Schedule } from './schedule';

/**
 * Which half of a reverse step moves the coordinates first. `predictor-first` is Algorithm 1 of CrysLLMGen;
 * `corrector-first` is the order of DiffCSP (Jiao et al. 2023), whose corrector step is scaled by (σ_t/σ_1)².
 */
export type StepOrder = 'predictor-first' | 'corrector-first';

export interface SamplerDraft {
  readonly crystal: Crystal;
  /** Index of the candidate within its run: it selects the noise, whatever batch the candidate is computed in. */
  readonly candidate: number;
}

export interface SamplerSettings {
  /** Noise level at which the reverse process starts, 0 ≤ τ ≤ T; 0 returns the draft. */
  readonly tau: number;
  readonly start: StartMode;
  readonly order: StepOrder;
  /** Langevin step length of the corrector, in squared fractional coordinates. */
  readonly stepLength: number;
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
 * @param signal aborts between two network evaluations, with the signal's reason.
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
  const { tau, order, stepLength } = settings;
  checkTau(schedule, tau);
  const states: SampleState[] = drafts.map(({ crystal, candidate }) => ({
    candidate,
    atomicNumbers: crystal.atomicNumbers,
    lattice: Float64Array.from(crystal.lattice),
    fracCoords: Float64Array.from(crystal.fracCoords),
    failure: checkDraft(crystal),
  }));
  const isRunning = (state: SampleState) => state.failure === undefined;

  const evaluate = async (
    timestep: number,
    apply: (state: SampleState, score: Float64Array, latticeNoise: Float64Array) => void,
  ) => {
    const running = states.filter(isRunning);
    if (running.length === 0) return;
    signal?.throwIfAborted();
    const batch = packBatch(running, timestep);
    const { coordScore, latticeNoise } = await denoiser.predict(batch);
    signal?.throwIfAborted();
    const scale = schedule.scoreScale[timestep]!;
    running.forEach((state, row) => {
      const offset = row * batch.width * 3;
      const score = Float64Array.from(coordScore.subarray(offset, offset + state.fracCoords.length), (s) => s * scale);
      const epsilon = Float64Array.from(latticeNoise.subarray(9 * row, 9 * row + 9));
      if (allFinite(score) && allFinite(epsilon)) apply(state, score, epsilon);
      else {
        state.failure = new RefinementError(
          'not-finite',
          `The denoiser returned a value that is not a number at t = ${timestep}; the refinement of candidate ${state.candidate + 1} stopped there.`,
        );
      }
    });
  };

  const wrapStart = (state: SampleState) => {
    for (let i = 0; i < state.fracCoords.length; i++) state.fracCoords[i] = wrap(state.fracCoords[i]!);
  };
  if (tau > 0) {
    for (const state of states.filter(isRunning)) {
      if (settings.start === 're-noised') addStartNoise(state, tau, schedule, noise);
      wrapStart(state);
    }
  }
  yield { timestep: tau, states };

  for (let t = tau; t >= 1; t--) {
    const predict = (state: SampleState, score: Float64Array, latticeNoise: Float64Array) => {
      predictLattice(state, latticeNoise, t, schedule, noise);
      predictCoords(state, score, t, schedule, noise);
    };
    const correctionLength = correctorStep(order, stepLength, t, schedule);
    const correct = (state: SampleState, score: Float64Array) =>
      correctCoords(state, score, correctionLength, t, noise);
    if (order === 'corrector-first') await evaluate(t, correct);
    await evaluate(t, predict);
    // η_1 = 0 in Algorithm 1 because σ_0 = 0: the evaluation would change nothing.
    if (order === 'predictor-first' && correctionLength > 0) await evaluate(t, correct);
    if (t === 1) for (const state of states.filter(isRunning)) state.failure = checkRefined(state);
    yield { timestep: t - 1, states };
  }
}

/** Network evaluations that a refinement from τ takes per batch. */
export function evaluationCount(tau: number, order: StepOrder): number {
  if (tau === 0) return 0;
  return order === 'predictor-first' ? 2 * tau - 1 : 2 * tau;
}

/** w(x) = x − ⌊x⌋, kept below 1 where rounding would reach it. */
export function wrap(x: number): number {
  const fraction = x - Math.floor(x);
  return fraction < 1 ? fraction : 0;
}

/** X_τ = w(X̂ + σ_τ ε), L_τ = √ᾱ_τ L̂ + √(1 − ᾱ_τ) ε. The noise is that of timestep 0: the same direction for every τ. */
function addStartNoise(state: SampleState, tau: number, schedule: Schedule, noise: NoiseSource): void {
  const { fracCoords, lattice, candidate } = state;
  const epsilonX = new Float64Array(fracCoords.length);
  const epsilonL = new Float64Array(9);
  noise(epsilonX, candidate, 0, 'startCoords');
  noise(epsilonL, candidate, 0, 'startLattice');
  const sigma = schedule.sigma[tau]!;
  const alphaBar = schedule.alphaBar[tau]!;
  for (let i = 0; i < fracCoords.length; i++) fracCoords[i] = fracCoords[i]! + sigma * epsilonX[i]!;
  for (let i = 0; i < 9; i++) lattice[i] = Math.sqrt(alphaBar) * lattice[i]! + Math.sqrt(1 - alphaBar) * epsilonL[i]!;
}

/** Line 9, with ᾱ where the paper prints α: the DDPM reverse step of the lattice. No noise at t = 1. */
function predictLattice(
  state: SampleState,
  latticeNoise: Float64Array,
  t: number,
  schedule: Schedule,
  noise: NoiseSource,
): void {
  const beta = schedule.beta[t]!;
  const alphaBar = schedule.alphaBar[t]!;
  const previousAlphaBar = schedule.alphaBar[t - 1]!;
  const epsilon = new Float64Array(9);
  if (t > 1) noise(epsilon, state.candidate, t, 'predictorLattice');
  const noiseShare = beta / Math.sqrt(1 - alphaBar);
  const deviation = Math.sqrt((beta * (1 - previousAlphaBar)) / (1 - alphaBar));
  const { lattice } = state;
  for (let i = 0; i < 9; i++) {
    lattice[i] = (lattice[i]! - noiseShare * latticeNoise[i]!) / Math.sqrt(1 - beta) + deviation * epsilon[i]!;
  }
}

/** Line 10: the reverse step of the coordinates from σ_t to σ_{t−1}. No noise at t = 1. */
function predictCoords(
  state: SampleState,
  score: Float64Array,
  t: number,
  schedule: Schedule,
  noise: NoiseSource,
): void {
  const sigma = schedule.sigma[t]!;
  const previousSigma = schedule.sigma[t - 1]!;
  const variance = sigma ** 2 - previousSigma ** 2;
  const deviation = (previousSigma * Math.sqrt(variance)) / sigma;
  moveCoords(state, score, variance, deviation, t, noise, 'predictorCoords');
}

/** Line 13: a Langevin step at the noise level of t. No noise at t = 1. */
function correctCoords(state: SampleState, score: Float64Array, length: number, t: number, noise: NoiseSource): void {
  moveCoords(state, score, length, Math.sqrt(2 * length), t, noise, 'correctorCoords');
}

/** Line 12 (`predictor-first`), or DiffCSP's step_lr · (σ_t/σ_1)². */
function correctorStep(order: StepOrder, stepLength: number, t: number, schedule: Schedule): number {
  const sigma = schedule.sigma[t]!;
  return order === 'predictor-first'
    ? (stepLength * schedule.sigma[t - 1]!) / sigma
    : stepLength * (sigma / schedule.sigma[1]!) ** 2;
}

/** x ← w(x + length·score + deviation·ε). */
function moveCoords(
  state: SampleState,
  score: Float64Array,
  length: number,
  deviation: number,
  t: number,
  noise: NoiseSource,
  stage: 'predictorCoords' | 'correctorCoords',
): void {
  const { fracCoords } = state;
  const epsilon = new Float64Array(fracCoords.length);
  if (t > 1) noise(epsilon, state.candidate, t, stage);
  for (let i = 0; i < fracCoords.length; i++) {
    fracCoords[i] = wrap(fracCoords[i]! + length * score[i]! + deviation * epsilon[i]!);
  }
}
