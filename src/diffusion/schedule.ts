/** What decides a noise schedule; the denoiser's manifest entry carries these numbers. */
export interface ScheduleParameters {
  /** T, the number of diffusion timesteps. */
  readonly timesteps: number;
  /** Standard deviation of the coordinate noise at t = 1, in fractional coordinates. */
  readonly sigmaMin: number;
  /** The same at t = T. */
  readonly sigmaMax: number;
  /** Offset s of the cosine rule. */
  readonly cosineOffset: number;
  readonly betaMin: number;
  readonly betaMax: number;
}

/**
 * Noise schedules of the lattice (DDPM) and of the fractional coordinates (wrapped normal). Every array has T + 1
 * entries and is indexed by the timestep t; entry 0 is the clean crystal.
 */
export interface Schedule {
  readonly timesteps: number;
  /** β_t; β_0 = 0. */
  readonly beta: Float64Array;
  /** ᾱ_t = ∏ (1 − β_k) over the clipped β; ᾱ_0 = 1. */
  readonly alphaBar: Float64Array;
  /** σ_t in fractional coordinates; σ_0 = 0. */
  readonly sigma: Float64Array;
  /** λ_t = √E[(∂ log q)²] per scalar component of a wrapped normal of width σ_t; λ_0 is NaN, for q is a delta there. */
  readonly scoreScale: Float64Array;
}

/** The schedules of the paper (section 4.4): cosine β, σ even in the logarithm. */
export function createSchedule(parameters: ScheduleParameters): Schedule {
  const { timesteps, sigmaMin, sigmaMax, cosineOffset, betaMin, betaMax } = parameters;
  if (!Number.isInteger(timesteps) || timesteps < 2) {
    throw new RangeError(`A schedule needs an integer number of timesteps ≥ 2, not ${timesteps}.`);
  }
  const beta = new Float64Array(timesteps + 1);
  const alphaBar = new Float64Array(timesteps + 1);
  const sigma = new Float64Array(timesteps + 1);
  const scoreScale = new Float64Array(timesteps + 1);
  const unclippedAlphaBar = (t: number) =>
    Math.cos(((t / timesteps + cosineOffset) / (1 + cosineOffset)) * (Math.PI / 2)) ** 2;
  alphaBar[0] = 1;
  scoreScale[0] = Number.NaN;
  for (let t = 1; t <= timesteps; t++) {
    const raw = 1 - unclippedAlphaBar(t) / unclippedAlphaBar(t - 1);
    beta[t] = Math.min(Math.max(raw, betaMin), betaMax);
    alphaBar[t] = alphaBar[t - 1] * (1 - beta[t]);
    sigma[t] = sigmaMin * (sigmaMax / sigmaMin) ** ((t - 1) / (timesteps - 1));
    scoreScale[t] = wrappedNormalScoreScale(sigma[t]);
  }
  return { timesteps, beta, alphaBar, sigma, scoreScale };
}

const QUADRATURE_INTERVALS = 256;
/** Beyond this many standard deviations a normal density is below 1e-21 of its peak. */
const CUTOFF_SIGMAS = 10;

/**
 * λ(σ) = √E[(∂ₓ log q(x))²] for the wrapped normal q(x) = Σ_k N(x + k; 0, σ²), by the trapezoidal rule, which converges
 * exponentially for a smooth periodic integrand. For small σ it tends to 1/σ, for large σ to 0.
 */
export function wrappedNormalScoreScale(sigma: number): number {
  const upper = Math.min(0.5, CUTOFF_SIGMAS * sigma);
  const images = Math.ceil(0.5 + CUTOFF_SIGMAS * sigma);
  const step = upper / QUADRATURE_INTERVALS;
  let mass = 0;
  let fisher = 0;
  for (let n = 0; n <= QUADRATURE_INTERVALS; n++) {
    const x = n * step;
    let density = 0;
    let derivative = 0;
    for (let k = -images; k <= images; k++) {
      const z = (x + k) / sigma;
      const weight = Math.exp(-0.5 * z * z);
      density += weight;
      derivative -= weight * z;
    }
    if (density === 0) continue;
    const end = n === 0 || n === QUADRATURE_INTERVALS ? 0.5 : 1;
    mass += end * density;
    fisher += (end * derivative * derivative) / density;
  }
  return Math.sqrt(fisher / mass) / sigma;
}

/** Throws RangeError unless τ is an integer from 0 to T. */
export function checkTau(schedule: Schedule, tau: number): void {
  if (!Number.isInteger(tau) || tau < 0 || tau > schedule.timesteps) {
    throw new RangeError(`The noise level τ must be an integer from 0 to ${schedule.timesteps}, not ${tau}.`);
  }
}
