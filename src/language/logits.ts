/** Natural logarithm of Σ exp(logits), computed without overflow; −∞ for an empty or fully masked vector. */
export function logSumExp(logits: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < logits.length; index++) largest = Math.max(largest, logits[index]);
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  let sum = 0;
  for (let index = 0; index < logits.length; index++) sum += Math.exp(logits[index] - largest);
  return largest + Math.log(sum);
}

/** Natural logarithm of a token's probability under the raw logits. */
export function logProbability(logits: ArrayLike<number>, token: number): number {
  return logits[token] - logSumExp(logits);
}

/**
 * Sets the logits of forbidden tokens to −∞, in place.
 *
 * @param logits raw logits (V)
 * @param mask (V) 1 where a token is allowed, 0 where it is not
 * @returns the share of the probability mass that was removed, 0–1
 */
export function applyMask(logits: Float32Array, mask: Uint8Array): number {
  if (mask.length !== logits.length) {
    throw new RangeError(`The mask has ${mask.length} entries, the logits ${logits.length}.`);
  }
  const total = logSumExp(logits);
  let removed = 0;
  for (let token = 0; token < logits.length; token++) {
    if (mask[token]) continue;
    removed += Math.exp(logits[token] - total);
    logits[token] = Number.NEGATIVE_INFINITY;
  }
  return Math.min(1, removed);
}
