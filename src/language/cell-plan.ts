import {
  type CellLimits,
  type CellProgress,
  electronegativityRank,
  type RankSet,
  rankOfSymbol,
  rankSet,
  UnsatisfiableConditionsError,
} from './cell-progress';
import type { Conditions, StoichiometrySlot } from './conditions';
import { CountedElements } from './counted-elements';
import { OpenFormula } from './open-formula';

const MAX_GROUPS = 12;
/** Slots and groups share the bits of one number. */
const MAX_SLOTS = 12;

/**
 * The empty cell that the conditions allow to be filled.
 * Throws UnsatisfiableConditionsError when no cell within the limits satisfies them.
 */
export function planCell(conditions: Conditions, limits: CellLimits): CellProgress {
  const trained = allowedElements(conditions, limits);
  const isExact = conditions.elements && !conditions.composition;
  const allowed = isExact ? both(trained, symbolSet(conditions.elements ?? [])) : trained;
  const groups = requiredGroups(conditions);
  if (groups.length > MAX_GROUPS) {
    throw new UnsatisfiableConditionsError(`At most ${MAX_GROUPS} elements can be required at once.`);
  }
  const slots = formulaSlots(conditions);
  const maxAtoms = Math.min(limits.maxAtoms, conditions.maxAtomCount ?? limits.maxAtoms);
  if (conditions.atomCount !== undefined && !(conditions.atomCount >= 1 && conditions.atomCount <= maxAtoms)) {
    throw new UnsatisfiableConditionsError(
      `${conditions.atomCount} atoms are asked for; 1 to ${maxAtoms} are possible.`,
    );
  }
  const start = slots
    ? startFormula(conditions, slots, allowed, groups, maxAtoms)
    : startElements(conditions, allowed, groups, maxAtoms);
  if (start) return start;
  throw new UnsatisfiableConditionsError(
    `No cell of at most ${maxAtoms} atoms satisfies all conditions on elements and counts together.`,
  );
}

function startFormula(
  conditions: Conditions,
  slots: readonly StoichiometrySlot[],
  allowed: RankSet,
  groups: readonly RankSet[],
  maxAtoms: number,
): CellProgress | undefined {
  if (slots.length > MAX_SLOTS) {
    throw new UnsatisfiableConditionsError(`A formula can have at most ${MAX_SLOTS} elements, not ${slots.length}.`);
  }
  const distinct = conditions.elementCount ?? (conditions.composition ? undefined : conditions.elements?.length);
  if (distinct !== undefined && distinct !== slots.length) {
    throw new UnsatisfiableConditionsError(`The formula has ${slots.length} elements, but ${distinct} are asked for.`);
  }
  const unitAtoms = slots.reduce((sum, { count }) => sum + count, 0);
  if (unitAtoms > maxAtoms) {
    throw new UnsatisfiableConditionsError(
      `One formula unit has ${unitAtoms} atoms; cells of at most ${maxAtoms} are possible.`,
    );
  }
  const admissible: number[] = [];
  for (let units = 1; units * unitAtoms <= maxAtoms; units++) {
    if ((conditions.formulaUnits ?? units) !== units) continue;
    if ((conditions.atomCount ?? units * unitAtoms) === units * unitAtoms) admissible.push(units);
  }
  if (admissible.length === 0) {
    throw new UnsatisfiableConditionsError(
      `No number of formula units with ${unitAtoms} atoms each gives the cell that is asked for.`,
    );
  }
  return OpenFormula.start({
    slots: slots.map(({ count, elements }) => ({
      count,
      allowed: elements ? both(allowed, symbolSet(elements)) : allowed,
    })),
    groups,
    formulaUnits: admissible,
  });
}

function startElements(
  conditions: Conditions,
  allowed: RankSet,
  groups: readonly RankSet[],
  maxAtoms: number,
): CellProgress | undefined {
  const { atomCount, elements, elementCount, formulaUnits } = conditions;
  if (formulaUnits !== undefined) {
    throw new UnsatisfiableConditionsError('A number of formula units needs a formula.');
  }
  if (!elements) return CountedElements.start({ allowed, groups, elementCount, atomCount, maxAtoms });
  if (elementCount !== undefined && elementCount !== elements.length) {
    throw new UnsatisfiableConditionsError(`${elements.join(', ')} are not ${elementCount} elements.`);
  }
  return CountedElements.start({ allowed, groups, elementCount: elements.length, atomCount, maxAtoms });
}

function formulaSlots(conditions: Conditions): readonly StoichiometrySlot[] | undefined {
  return conditions.composition?.map(([symbol, count]) => ({ count, elements: [symbol] })) ?? conditions.stoichiometry;
}

function allowedElements(conditions: Conditions, limits: CellLimits): RankSet {
  const allowed = rankSet(limits.elements.map(electronegativityRank));
  const named = conditions.composition?.map(([symbol]) => symbol) ?? conditions.elements ?? [];
  for (const symbol of [...named, ...(conditions.requiredElements ?? [])]) {
    if (!allowed[rankOfSymbol(symbol)]) {
      throw new UnsatisfiableConditionsError(`The models were not trained on crystals with ${symbol}.`);
    }
  }
  for (const symbol of conditions.excludedElements ?? []) allowed[rankOfSymbol(symbol)] = 0;
  const excluded = named.find((symbol) => !allowed[rankOfSymbol(symbol)]);
  if (excluded) throw new UnsatisfiableConditionsError(`${excluded} is both asked for and excluded.`);
  return conditions.allowedElements ? both(allowed, symbolSet(conditions.allowedElements)) : allowed;
}

function requiredGroups(conditions: Conditions): RankSet[] {
  const singles = [...new Set(conditions.requiredElements)].map((symbol) => [symbol]);
  return [...singles, ...(conditions.requiredFromEach ?? [])].map(symbolSet);
}

function symbolSet(symbols: readonly string[]): RankSet {
  return rankSet(symbols.map(rankOfSymbol));
}

function both(first: RankSet, second: RankSet): RankSet {
  return first.map((member, rank) => member & second[rank]);
}
