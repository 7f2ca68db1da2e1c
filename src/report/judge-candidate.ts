import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import { formatFormulaSubscript, parseFormula } from '../crystal/formula';
import { perovskitePlaces } from '../crystal/perovskite';
import { type SpaceGroup, spaceGroup, typesetSymbol } from '../crystal/space-groups';
import { type CandidateSummary, SUMMARY_SYMPREC } from '../generation/summary';
import type { Conditions } from '../language/conditions';
import statistics from '../language/data/training-statistics.json';
import { atomCount } from '../language/prompt-text';

/** Å³ per atom between which all but two of a thousand crystals of the training data lie. */
export const USUAL_VOLUMES = {
  lowest: statistics.volumesPerAtom['percentile0.1'],
  highest: statistics.volumesPerAtom['percentile99.9'],
} as const;

export function volumePerAtomOf({ structure, atomCount: atoms }: CandidateSummary): number {
  return structure.volume / atoms;
}

export function hasUsualVolume(summary: CandidateSummary): boolean {
  const volume = volumePerAtomOf(summary);
  return volume >= USUAL_VOLUMES.lowest && volume <= USUAL_VOLUMES.highest;
}

export function hasVeryShortContact({ contact }: CandidateSummary): boolean {
  return contact?.verdict === 'very-short';
}

/** The group at the tolerance that stands for all; undefined where none is found. */
export function groupOf({ spaceGroups }: CandidateSummary): SpaceGroup | undefined {
  return spaceGroups.find(({ symprec }) => symprec === SUMMARY_SYMPREC)?.spaceGroup;
}

/** `Pnma (no. 62)`. */
export function groupInWords(group: SpaceGroup | undefined): string {
  return group ? `${typesetSymbol(group)} (no. ${group.number})` : 'none found';
}

/** Whether a group is what was asked for; undefined where no symmetry was. */
export function symmetryWish({
  spaceGroup: number,
  crystalSystem,
}: Pick<Conditions, 'spaceGroup' | 'crystalSystem'>): ((group: SpaceGroup) => boolean) | undefined {
  if (number !== undefined) return (group) => group.number === number;
  return crystalSystem && ((group) => group.crystalSystem === crystalSystem);
}

/** One thing that the prompt asked for, and what came of it. */
export interface WishOutcome {
  readonly name: string;
  readonly asked: string;
  readonly got: string;
  /** Undefined where it cannot be seen in a crystal. */
  readonly isMet: boolean | undefined;
}

/**
 * What was asked for and what came of it: symmetry at 0.1 Å, structure type, atoms, formula, elements; energies and gaps
 * cannot be seen in a crystal, and are said to be unchecked.
 * @param structureType name of the type asked for, if one was
 */
export function wishOutcomes(
  conditions: Conditions,
  summary: CandidateSummary,
  crystal: Crystal,
  structureType: string | undefined,
): WishOutcome[] {
  const { spaceGroup: number, crystalSystem, composition } = conditions;
  const group = groupOf(summary);
  const outcomes: WishOutcome[] = [];
  if (number !== undefined) {
    const asked = groupInWords(spaceGroup(number));
    const isMet = group?.number === number;
    outcomes.push({
      name: structureType ? 'Structure type, by its space group' : 'Space group',
      asked: structureType ? `${structureType}: ${asked}` : asked,
      got: groupInWords(group),
      isMet,
    });
  } else if (crystalSystem) {
    const got = group?.crystalSystem ?? 'none found';
    outcomes.push({ name: 'Crystal system', asked: crystalSystem, got, isMet: got === crystalSystem });
  }
  if (structureType) outcomes.push(...typeOutcome(structureType, crystal, number !== undefined));
  const atoms = atomCount(conditions);
  if (atoms !== undefined) {
    outcomes.push({
      name: 'Atoms',
      asked: String(atoms),
      got: String(summary.atomCount),
      isMet: atoms === summary.atomCount,
    });
  }
  if (composition) {
    const asked = formatFormulaSubscript(composition);
    const found = new Map(parseFormula(summary.formula));
    const isMet = found.size === composition.length && composition.every(([symbol, n]) => found.get(symbol) === n);
    outcomes.push({ name: 'Formula', asked, got: formatFormulaSubscript(parseFormula(summary.formula)), isMet });
  }
  return [...outcomes, ...elementOutcomes(conditions, summary), ...energyOutcomes(conditions)];
}

/** Perovskites are known by their octahedra, whatever the space group; other types by the space group that they ask for. */
function typeOutcome(structureType: string, crystal: Crystal, isJudgedByGroup: boolean): WishOutcome[] {
  if (/^(hypothetical )?perovskite$/.test(structureType)) {
    const places = perovskitePlaces(crystal);
    const asked = `${structureType}: corner-sharing octahedra`;
    const octahedra = places && `${symbolOf(places.b)}${symbolOf(places.x)}₆`;
    const got = octahedra ? `corner-sharing ${octahedra}` : 'another arrangement';
    return [{ name: 'Structure type', asked: octahedra ? `${structureType}: ${got}` : asked, got, isMet: !!places }];
  }
  return isJudgedByGroup ? [] : [{ name: 'Structure type', asked: structureType, got: '', isMet: undefined }];
}

function energyOutcomes({ formationEnergy, bandGap, energyAboveHull }: Conditions): WishOutcome[] {
  const wishes = [
    ['Formation energy', formationEnergy, 'eV/atom'],
    ['Band gap', bandGap, 'eV'],
    ['Energy above the hull', energyAboveHull, 'eV/atom'],
  ] as const;
  return wishes.flatMap(([name, value, unit]) =>
    value === undefined ? [] : [{ name, asked: `${value}\u202f${unit}`, got: '', isMet: undefined }],
  );
}

/** Wishes for elements that a formula has not settled. */
function elementOutcomes(conditions: Conditions, summary: CandidateSummary): WishOutcome[] {
  const { composition, elements, requiredElements, requiredFromEach, excludedElements, elementCount } = conditions;
  if (composition) return [];
  const found = parseFormula(summary.formula).map(([symbol]) => symbol);
  const got = found.join(', ');
  const has = (symbol: string) => found.includes(symbol);
  const outcomes: WishOutcome[] = [];
  const ask = (name: string, asked: readonly string[], isMet: boolean) =>
    outcomes.push({ name, asked: asked.join(', '), got, isMet });
  if (elements) ask('Elements', elements, elements.length === found.length && elements.every(has));
  if (elementCount !== undefined) {
    const isMet = elementCount === found.length;
    outcomes.push({ name: 'Number of elements', asked: String(elementCount), got: String(found.length), isMet });
  }
  if (requiredElements) ask('Contains', requiredElements, requiredElements.every(has));
  for (const set of requiredFromEach ?? []) ask('Contains one of', set, set.some(has));
  if (excludedElements) ask('Without', excludedElements, !excludedElements.some(has));
  return outcomes;
}

/** What the draft had and the refined crystal lost, a sentence each; empty where refinement did no visible harm. */
export function lostByRefinement(
  draft: CandidateSummary,
  refined: CandidateSummary,
  wish: ((group: SpaceGroup) => boolean) | undefined,
): string[] {
  const [before, after] = [groupOf(draft), groupOf(refined)];
  const lost: string[] = [];
  const losesWish = wish && before && wish(before) && !(after && wish(after));
  const losesSymmetry = (refined.cells?.pointGroupOrder ?? 1) < (draft.cells?.pointGroupOrder ?? 1);
  if (losesWish || losesSymmetry) {
    const asked = losesWish ? ', as asked,' : '';
    lost.push(
      `The draft is ${groupInWords(before)}${asked} at ${SUMMARY_SYMPREC} Å, the refined crystal ${groupInWords(after)}.`,
    );
  }
  if (hasVeryShortContact(refined) && !hasVeryShortContact(draft) && refined.contact) {
    const { symbols, distance } = refined.contact;
    lost.push(`${symbols.join('–')} came very close, ${distance.toFixed(2)} Å.`);
  }
  if (hasUsualVolume(draft) && !hasUsualVolume(refined)) {
    lost.push(`The volume per atom became unusual, ${volumePerAtomOf(refined).toFixed(1)} Å³.`);
  }
  return lost;
}
