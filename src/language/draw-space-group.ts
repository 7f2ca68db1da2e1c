import type { Conditions } from './conditions';
import statistics from './data/training-statistics.json';
import { uniformRandom } from './random';

/** Far from the counters of a text's tokens, which start at 0. */
const SPACE_GROUP_COUNTER = 0x5000_0000;

/**
 * Conditions with a space group of their own: where only a crystal system is asked for, one of its groups is drawn, as
 * often as it occurs in the training data. A function of the conditions and the seed alone; other conditions are
 * returned as they are.
 */
export function drawSpaceGroup(conditions: Conditions, seed: number): Conditions {
  const { crystalSystem, ...rest } = conditions;
  if (!crystalSystem || rest.spaceGroup !== undefined) return conditions;
  const counts: readonly (readonly [string, number])[] = Object.entries(statistics.spaceGroups[crystalSystem]);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  let remaining = uniformRandom(seed, SPACE_GROUP_COUNTER) * total;
  const drawn = counts.find(([, count]) => {
    remaining -= count;
    return remaining < 0;
  });
  return { ...rest, spaceGroup: Number((drawn ?? counts[counts.length - 1])[0]) };
}
