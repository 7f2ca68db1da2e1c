import { formatFormulaSubscript, parseFormula } from '../crystal/formula';
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
  readonly isMet: boolean;
}

/**
 * What was asked for and can be seen in a crystal: symmetry at 0.1 Å, atoms, formula, elements. Energies and gaps cannot.
 * @param structureType name of the type that asked for the space group, if one did
 */
export function wishOutcomes(
  conditions: Conditions,
  summary: CandidateSummary,
  structureType: string | undefined,
): WishOutcome[] {
  const { spaceGroup: number, crystalSystem, composition } = conditions;
  const group = groupOf(summary);
  const outcomes: WishOutcome[] = [];
  if (number !== undefined) {
    const asked = groupInWords(spaceGroup(number));
    const isMet = group?.number === number;
    outcomes.push({
      name: structureType ? 'Structure type' : 'Space group',
      asked: structureType ? `${structureType}: ${asked}` : asked,
      got: groupInWords(group),
      isMet,
    });
  } else if (crystalSystem) {
    const got = group?.crystalSystem ?? 'none found';
    outcomes.push({ name: 'Crystal system', asked: crystalSystem, got, isMet: got === crystalSystem });
  }
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
  return [...outcomes, ...elementOutcomes(conditions, summary)];
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
