import { logSumExp } from './logits';

/** A token that the model could have written at a place. */
export interface TokenAlternative {
  readonly id: number;
  /** Its characters ('' for end of text). */
  readonly text: string;
  /** Natural logarithm of its probability from the raw logits. */
  readonly logProbability: number;
  /** Whether the grammar lets it stand here; true without a grammar. */
  readonly isAllowed: boolean;
}

/** So many alternatives are kept for each place of a text. */
export const ALTERNATIVES = 8;

/**
 * What could stand at a place, the likeliest first: half of them the likeliest tokens of all, the others the likeliest that
 * are allowed, or forbidden ones where too few are.
 *
 * @param raw raw logits (V)
 * @param masked the same with −∞ where the grammar forbids a token
 */
export function alternativesAt(
  raw: Float32Array,
  masked: Float32Array,
  spelling: (id: number) => string,
  count = ALTERNATIVES,
): TokenAlternative[] {
  const total = logSumExp(raw);
  const isAllowed = (id: number) => masked[id] > Number.NEGATIVE_INFINITY;
  const kept = new Set(likeliest(raw, Math.ceil(count / 2), () => true));
  for (const wanted of [true, false]) {
    const isOther = (id: number) => isAllowed(id) === wanted && !kept.has(id);
    for (const id of likeliest(raw, count - kept.size, isOther)) kept.add(id);
  }
  return [...kept]
    .sort((first, second) => raw[second] - raw[first] || first - second)
    .map((id) => ({ id, text: spelling(id), logProbability: raw[id] - total, isAllowed: isAllowed(id) }));
}

/** In one pass, for a vocabulary may have many thousands of tokens. */
function likeliest(raw: Float32Array, count: number, isWanted: (id: number) => boolean): number[] {
  const ids: number[] = [];
  for (let id = 0; id < raw.length; id++) {
    if (ids.length === count && (count === 0 || raw[id] <= raw[ids[count - 1]])) continue;
    if (!isWanted(id)) continue;
    let place = ids.length;
    while (place > 0 && raw[ids[place - 1]] < raw[id]) place--;
    ids.splice(place, 0, id);
    ids.length = Math.min(ids.length, count);
  }
  return ids;
}
