import { atomicNumberOf } from '../crystal/elements';
import { planCell } from './cell-plan';
import { type CellLimits, UnsatisfiableConditionsError } from './cell-progress';
import type { Conditions, StoichiometrySlot } from './conditions';
import { uniformRandom } from './random';
import { type ChemicalSystem, trainingSystems } from './training-systems';

/** Far from the counters of a text's tokens, which start at 0. */
const ELEMENTS_COUNTER = 0x6000_0000;
const MOST_DRAWS = 100;

/**
 * Conditions with elements of their own: where they are open ("a ternary nitride"), a combination of elements that
 * satisfies the conditions is drawn from the training data, as often as it occurs there, so that the model can be told
 * of it. The grammar alone would let the model begin as it likes and then force the missing element upon it.
 * A function of the conditions and the seed alone. Conditions that leave nothing open, or that no combination of the
 * training data satisfies, are returned as they are.
 */
export function drawElements(conditions: Conditions, seed: number, limits: CellLimits): Conditions {
  if (conditions.composition) return conditions;
  if (conditions.elements) return withFormula(conditions, conditions.elements);
  const { requiredElements, requiredFromEach, allowedElements, excludedElements, elementCount, ...rest } = conditions;
  const isOpen = requiredElements || requiredFromEach || allowedElements || elementCount || conditions.stoichiometry;
  if (!isOpen) return conditions;
  const candidates = trainingSystems().filter(({ symbols }) => satisfies(symbols, conditions, limits));
  let total = candidates.reduce((sum, { count }) => sum + count, 0);
  for (let draw = 0; draw < MOST_DRAWS && candidates.length > 0; draw++) {
    const index = weightedIndex(candidates, uniformRandom(seed, ELEMENTS_COUNTER + draw) * total);
    const drawn = { ...rest, elements: candidates[index].symbols };
    if (isSatisfiable(drawn, limits)) return withFormula(drawn, drawn.elements);
    total -= candidates[index].count;
    candidates.splice(index, 1);
  }
  return conditions;
}

function satisfies(symbols: readonly string[], conditions: Conditions, limits: CellLimits): boolean {
  const { requiredElements, requiredFromEach, allowedElements, excludedElements, elementCount } = conditions;
  return (
    symbols.length === (elementCount ?? conditions.stoichiometry?.length ?? symbols.length) &&
    (requiredElements ?? []).every((symbol) => symbols.includes(symbol)) &&
    (requiredFromEach ?? []).every((group) => group.some((symbol) => symbols.includes(symbol))) &&
    symbols.every(
      (symbol) =>
        (allowedElements?.includes(symbol) ?? true) &&
        !excludedElements?.includes(symbol) &&
        limits.elements.includes(atomicNumberOf(symbol) ?? 0),
    )
  );
}

function weightedIndex(candidates: readonly ChemicalSystem[], draw: number): number {
  let remaining = draw;
  const index = candidates.findIndex(({ count }) => {
    remaining -= count;
    return remaining < 0;
  });
  return index < 0 ? candidates.length - 1 : index;
}

function isSatisfiable(conditions: Conditions, limits: CellLimits): boolean {
  try {
    planCell(conditions, limits);
    return true;
  } catch (error) {
    if (error instanceof UnsatisfiableConditionsError) return false;
    throw error;
  }
}

/** A formula in place of elements and pattern where they leave only one: Sr, Ti, O in a perovskite is SrTiO₃. */
function withFormula(conditions: Conditions, elements: readonly string[]): Conditions {
  const { stoichiometry, elements: _elements, ...rest } = conditions;
  if (!stoichiometry) return conditions;
  const formulas = new Map<string, Conditions['composition']>();
  for (const counts of assignments(elements, stoichiometry)) {
    const composition = elements.map((symbol, index) => [symbol, counts[index]] as const);
    formulas.set(JSON.stringify(composition), composition);
  }
  const [composition] = formulas.values();
  return formulas.size === 1 && composition ? { ...rest, composition } : conditions;
}

/** The counts that the elements can have when each fills one slot of the pattern. */
function assignments(elements: readonly string[], slots: readonly StoichiometrySlot[]): number[][] {
  if (elements.length === 0) return slots.length === 0 ? [[]] : [];
  const [first, ...others] = elements;
  return slots.flatMap((slot, index) =>
    slot.elements?.includes(first) === false
      ? []
      : assignments(others, slots.toSpliced(index, 1)).map((counts) => [slot.count, ...counts]),
  );
}
