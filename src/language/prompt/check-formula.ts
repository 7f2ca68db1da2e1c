import { formatFormulaSubscript } from '../../crystal/formula';
import type { Conditions } from '../conditions';
import type { Chip, Problem } from './chip';

/** What other chips ask for and the formula does not have. Empty without a formula. */
export function checkFormula(conditions: Conditions, chips: readonly Chip[]): Problem[] {
  const { composition } = conditions;
  if (!composition) return [];
  const formula = formatFormulaSubscript(composition);
  const present = new Set(composition.map(([symbol]) => symbol));
  const problems: Problem[] = [];
  for (const chip of chips) {
    const { wish, span, label } = chip;
    const refuse = (reason: string) => problems.push({ message: `${formula} ${reason}.`, span, severity: 'error' });
    const missing = [...(wish.elements ?? []), ...(wish.requiredElements ?? [])].filter(
      (symbol) => !present.has(symbol),
    );
    if (missing.length > 0) refuse(`has no ${missing.join(', ')}, but “${label}” is asked for`);
    if (wish.requiredFromEach?.some((group) => !group.some((symbol) => present.has(symbol)))) {
      refuse(`has none of the elements of “${label}”`);
    }
    const foreign = wish.allowedElements && [...present].filter((symbol) => !wish.allowedElements?.includes(symbol));
    if (foreign?.length) refuse(`contains ${foreign.join(', ')}, which “${label}” leaves out`);
    const excluded = wish.excludedElements?.filter((symbol) => present.has(symbol));
    if (excluded?.length) refuse(`contains ${excluded.join(', ')}, but “${label}” is asked for`);
    if (wish.elementCount !== undefined && wish.elementCount !== present.size) {
      refuse(`has ${present.size} different elements, not ${wish.elementCount}`);
    }
    if (wish.stoichiometry && !fits(composition, wish.stoichiometry)) {
      refuse(`does not fit the formula of “${label}”`);
    }
  }
  return [...problems, ...checkCounts(conditions, formula, chips)];
}

function checkCounts(
  { composition = [], atomCount, formulaUnits }: Conditions,
  formula: string,
  chips: readonly Chip[],
): Problem[] {
  const unitAtoms = sum(composition.map(([, count]) => count));
  const refuse = (message: string, key: keyof Conditions): Problem[] => {
    const span = chips.find(({ wish }) => wish[key] !== undefined)?.span;
    return [{ message, ...(span && { span }), severity: 'error' }];
  };
  if (atomCount === undefined) return [];
  if (formulaUnits !== undefined && formulaUnits * unitAtoms !== atomCount) {
    return refuse(
      `${formulaUnits} formula units of ${formula} are ${formulaUnits * unitAtoms} atoms, not ${atomCount}.`,
      'atomCount',
    );
  }
  if (atomCount % unitAtoms !== 0) {
    const below = Math.floor(atomCount / unitAtoms) * unitAtoms;
    const choices = [below, below + unitAtoms].filter((count) => count > 0).join(' or ');
    return refuse(
      `${atomCount} atoms are no multiple of the ${unitAtoms} in ${formula}; ask for ${choices}.`,
      'atomCount',
    );
  }
  return [];
}

/**
 * Whether a formula can be one of the pattern. Several elements may share a slot in an ordered way, as Fe and Mo do in
 * the perovskite Sr₂FeMoO₆.
 */
function fits(
  composition: NonNullable<Conditions['composition']>,
  slots: NonNullable<Conditions['stoichiometry']>,
): boolean {
  const multiple = sum(composition.map(([, count]) => count)) / sum(slots.map(({ count }) => count));
  const places = slots.map(({ count, elements }) => ({ free: count * multiple, elements }));
  const place = (index: number): boolean => {
    if (index === composition.length) return places.every(({ free }) => free === 0);
    const [symbol, count] = composition[index];
    return places.some((slot) => {
      if (slot.free < count || slot.elements?.includes(symbol) === false) return false;
      slot.free -= count;
      const placed = place(index + 1);
      slot.free += count;
      return placed;
    });
  };
  return Number.isInteger(multiple) && place(0);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
