import { wrap } from '../crystal/lattice';
import type { NoiseSource, NoiseStage } from './noise';
import type { SampleState } from './sample-state';
import type { Schedule } from './schedule';

/**
 * Which half of a reverse step moves the coordinates first. `predictor-first` is Algorithm 1 of CrysLLMGen;
 * `corrector-first` is the order of DiffCSP (Jiao et al. 2023), whose corrector step is scaled by (σ_t/σ_1)².
 */
export type StepOrder = 'predictor-first' | 'corrector-first';

/** What the arithmetic of a step needs besides the state. Scores are ∇ log q itself, already multiplied by λ_t. */
export interface StepContext {
  readonly schedule: Schedule;
  readonly noise: NoiseSource;
  /** How many of the last steps, t ≤ this, add no noise; 1 in Algorithm 1. */
  readonly noiseFreeSteps: number;
}

/** X_τ = w(X̂ + σ_τ ε), L_τ = √ᾱ_τ L̂ + √(1 − ᾱ_τ) ε. The noise is that of timestep 0: the same direction for every τ. */
export function addStartNoise(state: SampleState, tau: number, { schedule, noise }: StepContext): void {
  const { fracCoords, lattice, candidate, subspace, locked } = state;
  const coordNoise = new Float64Array(fracCoords.length);
  const latticeNoise = new Float64Array(9);
  noise(coordNoise, candidate, 0, 'startCoords');
  noise(latticeNoise, candidate, 0, 'startLattice');
  subspace?.projectDisplacement(coordNoise);
  const kept = schedule.alphaBar[tau];
  for (let i = 0; i < fracCoords.length; i++) fracCoords[i] = wrap(fracCoords[i] + schedule.sigma[tau] * coordNoise[i]);
  for (let i = 0; i < 9; i++) lattice[i] = Math.sqrt(kept) * lattice[i] + Math.sqrt(1 - kept) * latticeNoise[i];
  subspace?.projectLattice(lattice);
  locked?.followNoise(coordNoise, latticeNoise);
}

/** Line 9, with ᾱ where the paper prints α: the DDPM reverse step of the lattice. */
export function predictLattice(
  state: SampleState,
  predictedNoise: Float64Array,
  t: number,
  context: StepContext,
): void {
  if (state.locked?.lattice) return;
  const { beta, alphaBar } = context.schedule;
  const noiseShare = beta[t] / Math.sqrt(1 - alphaBar[t]);
  const deviation = Math.sqrt((beta[t] * (1 - alphaBar[t - 1])) / (1 - alphaBar[t]));
  const noise = drawNoise(9, state, t, 'predictorLattice', context);
  const { lattice, subspace } = state;
  for (let i = 0; i < 9; i++) {
    lattice[i] = (lattice[i] - noiseShare * predictedNoise[i]) / Math.sqrt(1 - beta[t]) + deviation * noise[i];
  }
  subspace?.projectLattice(lattice);
}

/** Line 10: the reverse step of the coordinates from σ_t to σ_{t−1}. */
export function predictCoords(state: SampleState, score: Float64Array, t: number, context: StepContext): void {
  const { sigma } = context.schedule;
  const variance = sigma[t] ** 2 - sigma[t - 1] ** 2;
  const deviation = (sigma[t - 1] * Math.sqrt(variance)) / sigma[t];
  moveCoords(state, score, variance, deviation, drawNoise(score.length, state, t, 'predictorCoords', context));
}

/** Line 13: a Langevin step of length η = `length` at the noise level of t. */
export function correctCoords(
  state: SampleState,
  score: Float64Array,
  length: number,
  t: number,
  context: StepContext,
): void {
  moveCoords(
    state,
    score,
    length,
    Math.sqrt(2 * length),
    drawNoise(score.length, state, t, 'correctorCoords', context),
  );
}

/** η_t of line 12 (`predictor-first`; 0 at t = 1, for σ_0 = 0), or DiffCSP's step_lr · (σ_t/σ_1)². */
export function correctorStep(order: StepOrder, stepLength: number, t: number, { sigma }: Schedule): number {
  return order === 'predictor-first' ? (stepLength * sigma[t - 1]) / sigma[t] : stepLength * (sigma[t] / sigma[1]) ** 2;
}

function drawNoise(
  length: number,
  state: SampleState,
  t: number,
  stage: NoiseStage,
  { noise, noiseFreeSteps }: StepContext,
): Float64Array {
  const target = new Float64Array(length);
  if (t > noiseFreeSteps) noise(target, state.candidate, t, stage);
  return target;
}

/** x ← w(x + P(length·score + deviation·ε)), P the projection onto the displacements that keep the symmetry. */
function moveCoords(
  { fracCoords, subspace, locked }: SampleState,
  score: Float64Array,
  length: number,
  deviation: number,
  noise: Float64Array,
): void {
  const displacement = score.map((value, i) => length * value + deviation * noise[i]);
  subspace?.projectDisplacement(displacement);
  locked?.keepStill(displacement);
  for (let i = 0; i < fracCoords.length; i++) fracCoords[i] = wrap(fracCoords[i] + displacement[i]);
}
