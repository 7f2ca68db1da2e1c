export interface SamplingOptions {
  /** Divides the logits; below GREEDY_TEMPERATURE the most probable token is taken. */
  readonly temperature: number;
  /** Nucleus mass, 0 < topP ≤ 1: only the most probable tokens that together reach it are drawn from. */
  readonly topP: number;
}

/** Temperatures below this one mean greedy choice. */
export const GREEDY_TEMPERATURE = 1e-3;

/**
 * Draws one token: softmax at the temperature, then the nucleus (Holtzman et al. 2020), then the inverse of the
 * cumulative distribution. Ties are broken by token id, so the same logits and number give the same token everywhere.
 *
 * @param logits (V) masked tokens are −∞
 * @param random uniform in [0, 1)
 * @throws RangeError when no token is left, or the options are out of range
 */
export function sampleToken(logits: Float32Array, options: SamplingOptions, random: number): number {
  const { temperature, topP } = options;
  if (!(temperature >= 0)) throw new RangeError(`The temperature must be ≥ 0, not ${temperature}.`);
  if (!(topP > 0 && topP <= 1)) throw new RangeError(`top-p must be in (0, 1], not ${topP}.`);
  const candidates: number[] = [];
  for (let token = 0; token < logits.length; token++) {
    if (logits[token] > Number.NEGATIVE_INFINITY) candidates.push(token);
  }
  if (candidates.length === 0) throw new RangeError('No token can be drawn: all are masked or not numbers.');
  candidates.sort((first, second) => logits[second] - logits[first] || first - second);
  if (temperature < GREEDY_TEMPERATURE) return candidates[0];

  const largest = logits[candidates[0]];
  const weights = candidates.map((token) => Math.exp((logits[token] - largest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let kept = 0;
  let mass = 0;
  while (kept < weights.length && mass < topP * total) mass += weights[kept++];

  let remaining = random * mass;
  for (let index = 0; index < kept; index++) {
    remaining -= weights[index];
    if (remaining < 0) return candidates[index];
  }
  return candidates[kept - 1];
}
