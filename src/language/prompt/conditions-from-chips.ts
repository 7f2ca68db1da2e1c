import { atomicNumberOf } from '../../crystal/elements';
import { formatFormulaSubscript } from '../../crystal/formula';
import { spaceGroup, typesetSymbol } from '../../crystal/space-groups';
import { planCell } from '../cell-plan';
import { type CellLimits, UnsatisfiableConditionsError } from '../cell-progress';
import type { Conditions } from '../conditions';
import { checkFormula } from './check-formula';
import { checkSpaceGroup } from './check-space-group';
import type { Chip, IdealCell, Problem, Span } from './chip';

export interface ResolvedChips {
  readonly conditions: Conditions;
  readonly problems: readonly Problem[];
}

/** Wishes of which there can be only one, in words. */
const SINGLE_WISHES = {
  composition: 'formulas',
  stoichiometry: 'structure types',
  atomCount: 'numbers of atoms',
  formulaUnits: 'numbers of formula units',
  elementCount: 'numbers of elements',
  spaceGroup: 'space groups',
  crystalSystem: 'crystal systems',
  formationEnergy: 'formation energies',
  bandGap: 'band gaps',
  energyAboveHull: 'energies above the hull',
  hypotheticalPerovskite: 'hypothetical perovskites',
} as const satisfies Partial<Record<keyof Conditions, string>>;

type SingleWish = keyof typeof SINGLE_WISHES;

/**
 * What the chips ask for together, and what speaks against it: contradictions, elements and sizes that the models were
 * not trained on. Pure: call it again after the user has changed the chips.
 */
export function conditionsFromChips(chips: readonly Chip[], limits: CellLimits): ResolvedChips {
  const problems: Problem[] = [...contradictions(chips), ...untrainedElements(chips, limits)];
  const conditions = withIdealCell(
    settleSymmetry(settleElements(merged(chips)), chips, problems),
    chips,
    limits,
    problems,
  );
  problems.push(...checkFormula(conditions, chips));
  const consistent = problems.some(({ severity }) => severity === 'error')
    ? []
    : [...unsatisfiable(conditions, limits), ...checkSpaceGroup(conditions, chips, limits)];
  return {
    conditions: withoutIdle(withoutImplied(conditions), chips, problems),
    problems: [...problems, ...consistent],
  };
}

function contradictions(chips: readonly Chip[]): Problem[] {
  const problems: Problem[] = [];
  for (const [key, words] of Object.entries(SINGLE_WISHES) as [SingleWish, string][]) {
    const wishing = chips.filter(({ wish }) => wish[key] !== undefined);
    const other = wishing.find(({ wish }) => JSON.stringify(wish[key]) !== JSON.stringify(wishing[0].wish[key]));
    if (!other) continue;
    const message = `Two ${words} at once: ${wishing[0].label} and ${other.label}. Remove one.`;
    problems.push({ message, span: other.span, severity: 'error' });
  }
  return problems;
}

function untrainedElements(chips: readonly Chip[], limits: CellLimits): Problem[] {
  const problems: Problem[] = [];
  for (const { wish, span } of chips) {
    const named = [
      ...(wish.composition?.map(([symbol]) => symbol) ?? []),
      ...(wish.elements ?? []),
      ...(wish.requiredElements ?? []),
    ];
    const unknown = named.filter((symbol) => !limits.elements.includes(atomicNumberOf(symbol) ?? 0));
    if (unknown.length === 0) continue;
    const message = `The models were not trained on crystals with ${unknown.join(', ')}.`;
    problems.push({ message, span, severity: 'error' });
  }
  return problems;
}

/** All wishes in one record: the first of what there can be one of, lists joined. */
function merged(chips: readonly Chip[]): Conditions {
  const lists = { elements: [], requiredElements: [], excludedElements: [] } as Record<string, string[]>;
  const requiredFromEach: (readonly string[])[] = [];
  const single: Record<string, unknown> = {};
  for (const { wish } of chips) {
    for (const key of Object.keys(lists) as (keyof typeof lists & keyof Conditions)[]) {
      lists[key].push(...((wish[key] as readonly string[] | undefined) ?? []));
    }
    requiredFromEach.push(...(wish.requiredFromEach ?? []));
    for (const key of [...Object.keys(SINGLE_WISHES), 'allowedElements'] as (keyof Conditions)[]) {
      single[key] ??= wish[key];
    }
  }
  const limits = chips.flatMap(({ wish }) => wish.maxAtomCount ?? []);
  return defined({
    ...single,
    elements: distinct(lists.elements),
    requiredElements: distinct(lists.requiredElements),
    excludedElements: distinct(lists.excludedElements),
    requiredFromEach: requiredFromEach.length > 0 ? requiredFromEach : undefined,
    maxAtomCount: limits.length > 0 ? Math.min(...limits) : undefined,
  });
}

/**
 * Elements named without "with" are all there are, but a class of compounds beside them adds its own: "lithium oxide"
 * is Li and O. When a pattern or a count leaves more places than names, the rest stays open.
 */
function settleElements(conditions: Conditions): Conditions {
  const { composition, stoichiometry, elementCount, requiredFromEach } = conditions;
  if (!conditions.elements || composition) return conditions;
  const { requiredElements: required, ...rest } = conditions;
  const elements = distinct([...conditions.elements, ...(required ?? [])]) ?? [];
  const places = elementCount ?? stoichiometry?.length;
  if (places !== undefined && places > elements.length) return openElements(rest, elements);
  if (requiredFromEach?.length) {
    const allowedElements = rest.allowedElements ?? distinct([...elements, ...requiredFromEach.flat()]);
    return { ...openElements(rest, elements), allowedElements };
  }
  if (elements.length === 1 && (places ?? 1) === 1) return asComposition(rest, elements[0]);
  return { ...rest, elements };
}

function openElements(conditions: Conditions, elements: readonly string[]): Conditions {
  const { elements: _exact, ...rest } = conditions;
  return { ...rest, requiredElements: elements };
}

/** A crystal of one element has a formula, which the model knows better than a list. */
function asComposition(conditions: Conditions, symbol: string): Conditions {
  const { elements: _exact, ...rest } = conditions;
  return { ...rest, composition: [[symbol, 1]] };
}

function settleSymmetry(conditions: Conditions, chips: readonly Chip[], problems: Problem[]): Conditions {
  const { crystalSystem, spaceGroup: number } = conditions;
  if (!crystalSystem || number === undefined) return conditions;
  const group = spaceGroup(number);
  if (group.crystalSystem !== crystalSystem) {
    const message = `Space group No. ${number} (${typesetSymbol(group)}) is ${group.crystalSystem}, not ${crystalSystem}.`;
    problems.push({ message, span: spanOf(chips, 'crystalSystem'), severity: 'error' });
  }
  const { crystalSystem: _settled, ...rest } = conditions;
  return rest;
}

/** What a structure type says about the cell, unless the user says otherwise. */
function withIdealCell(
  conditions: Conditions,
  chips: readonly Chip[],
  limits: CellLimits,
  problems: Problem[],
): Conditions {
  const chip = chips.find(({ kind }) => kind === 'structure-type');
  const { crystalSystem } = conditions;
  const inSystem = crystalSystem && chip?.idealCellInSystem?.[crystalSystem];
  const ideal: IdealCell | undefined = chip?.idealCell ?? inSystem;
  if (!chip || !ideal) return conditions;
  // Another space group was asked for, or elements share a site: then the ideal cell is not what is wanted.
  if ((conditions.spaceGroup ?? ideal.spaceGroup) !== ideal.spaceGroup) return conditions;
  const slots = chip.wish.stoichiometry?.length;
  if (ideal.atoms <= limits.maxAtoms && (conditions.composition?.length ?? slots) !== slots) return conditions;
  const { crystalSystem: _settled, ...rest } = conditions;
  const symmetric = { ...(chip.idealCell ? conditions : rest), spaceGroup: ideal.spaceGroup };
  const { atomCount, maxAtomCount, formulaUnits } = conditions;
  if (atomCount !== undefined || maxAtomCount !== undefined || formulaUnits !== undefined) return symmetric;
  if (ideal.atoms > limits.maxAtoms) {
    const message = `${chip.label} has ${ideal.atoms} atoms in its primitive cell; the models write at most ${limits.maxAtoms}.`;
    problems.push({ message, span: chip.span, severity: 'error' });
    return symmetric;
  }
  return { ...symmetric, atomCount: ideal.atoms };
}

function unsatisfiable(conditions: Conditions, limits: CellLimits): Problem[] {
  try {
    planCell(withoutIdleUnits(conditions), limits);
    return [];
  } catch (error) {
    if (!(error instanceof UnsatisfiableConditionsError)) throw error;
    const formula = conditions.composition && formatFormulaSubscript(conditions.composition);
    return [{ message: formula ? `${formula}: ${error.message}` : error.message, severity: 'error' }];
  }
}

/** What a formula says already is not repeated beside it; that it agrees has been checked. */
function withoutImplied(conditions: Conditions): Conditions {
  if (!conditions.composition) return conditions;
  const { stoichiometry, elements, requiredElements, requiredFromEach, elementCount, ...rest } = conditions;
  const { allowedElements, excludedElements, ...kept } = rest;
  return kept;
}

/** Drops Z where there is no formula to count, and says so. */
function withoutIdle(conditions: Conditions, chips: readonly Chip[], problems: Problem[]): Conditions {
  const settled = withoutIdleUnits(conditions);
  if (settled !== conditions) {
    const message = `Z = ${conditions.formulaUnits} needs a formula or a structure type beside it.`;
    problems.push({ message, span: spanOf(chips, 'formulaUnits'), severity: 'warning' });
  }
  return settled;
}

function withoutIdleUnits(conditions: Conditions): Conditions {
  const { formulaUnits, ...rest } = conditions;
  return formulaUnits === undefined || conditions.composition || conditions.stoichiometry ? conditions : rest;
}

function spanOf(chips: readonly Chip[], key: keyof Conditions): Span | undefined {
  return chips.find(({ wish }) => wish[key] !== undefined)?.span;
}

function distinct(symbols: readonly string[]): readonly string[] | undefined {
  return symbols.length > 0 ? [...new Set(symbols)] : undefined;
}

function defined(conditions: Conditions): Conditions {
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
}
