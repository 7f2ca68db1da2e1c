import type { CellLimits } from './cell-progress';
import type { Conditions } from './conditions';
import { drawElements } from './draw-elements';
import { drawSpaceGroup } from './draw-space-group';

/**
 * What the model is told for conditions that it was not trained to read: a space group for a crystal system, elements for
 * a class of compounds. Drawn by the seed; applying it again changes nothing.
 */
export function drawOpenWishes(conditions: Conditions, seed: number, limits: CellLimits): Conditions {
  return drawElements(drawSpaceGroup(conditions, seed), seed, limits);
}
