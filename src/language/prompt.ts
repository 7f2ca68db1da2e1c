import type { CellLimits } from './cell-progress';
import type { Conditions } from './conditions';
import { type Chip, matchAt, type Problem, type Recogniser, type Span } from './prompt/chip';
import { conditionsFromChips } from './prompt/conditions-from-chips';
import { AMBIGUOUS_SYMBOLS } from './prompt/element-words';
import { recogniseAtomCount, recogniseElementCount, recogniseFormulaUnits } from './prompt/recognise-counts';
import { recogniseElementClass, recogniseElements, recogniseExclusion } from './prompt/recognise-elements';
import { recogniseFormula } from './prompt/recognise-formula';
import { recogniseLowercaseFormula } from './prompt/recognise-lowercase-formula';
import { recogniseProperty, recognisePropertyWord } from './prompt/recognise-properties';
import {
  diamondByItsElement,
  recogniseHypotheticalPerovskite,
  recogniseStructureType,
} from './prompt/recognise-structure';
import { recogniseCrystalSystem, recogniseSpaceGroup } from './prompt/recognise-symmetry';

export type { Chip, ChipKind, Problem, Span } from './prompt/chip';
export { conditionsFromChips } from './prompt/conditions-from-chips';
export { setOthersAllowed } from './prompt/recognise-elements';

export interface UnderstoodPrompt {
  readonly conditions: Conditions;
  /** In the order of the prompt. */
  readonly chips: readonly Chip[];
  /** Words that no chip covers and that may have meant something. */
  readonly notUnderstood: readonly { readonly text: string; readonly span: Span }[];
  /** Errors first. */
  readonly problems: readonly Problem[];
}

/** Longer and more special readings first: "double perovskite" before "perovskite", "no oxygen" before "oxygen". */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseProperty,
  recognisePropertyWord,
  recogniseSpaceGroup,
  recogniseAtomCount,
  recogniseFormulaUnits,
  recogniseElementCount,
  recogniseExclusion,
  recogniseHypotheticalPerovskite,
  recogniseStructureType,
  recogniseCrystalSystem,
  recogniseElementClass,
  recogniseFormula,
  recogniseElements,
  recogniseLowercaseFormula,
];

/** Words that ask for nothing by themselves. */
const FILLERS = new Set(
  (
    'a an the of with and or in on at by to for from as is are be that which this these some any one i we me my it its ' +
    'please generate create make give show find design draw build write produce propose suggest predict want need would ' +
    'like could can you let crystal crystals crystalline material materials compound compounds structure structures ' +
    'structured phase phases solid solids bulk inorganic unit cell primitive chemical composition formula element ' +
    'elements containing contains has have having per type based made having using symmetry system lattice candidate ' +
    'candidates sample new random'
  ).split(' '),
);

/** Characters; no description of one crystal needs more, and every one costs reading at each key. */
export const LONGEST_PROMPT = 500;

const NEGATION = /(?:not|non)(?:\s+|-)(?:(?:a|an)\s+)?[\p{L}\d-]+/iuy;

/**
 * Reads a free-text prompt. Nothing is guessed silently: what was understood is in the chips, what was not is named, and
 * what cannot be done is a problem.
 *
 * @param limits what the models at hand were trained on
 */
export function understandPrompt(prompt: string, limits: CellLimits): UnderstoodPrompt {
  if (prompt.length > LONGEST_PROMPT) return unread(prompt);
  const found: Chip[] = [];
  const problems: Problem[] = [];
  const unknown: Span[] = [];
  let at = 0;
  while (at < prompt.length) {
    const negation = wordStartsAt(prompt, at) ? matchAt(NEGATION, prompt, at) : undefined;
    const recognised = negation ? undefined : recognise(prompt, at);
    if (recognised) {
      found.push(...recognised.chips);
      problems.push(...(recognised.problems ?? []));
      at = recognised.end;
    } else {
      const end = at + (negation?.[0].length ?? wordLength(prompt, at));
      const span = { start: at, end };
      if (negation || !isFiller(prompt, span)) unknown.push(span);
      at = end;
    }
  }
  const chips = diamondByItsElement(found);
  if (chips.length === 0 && (unknown.length > 0 || problems.length > 0)) problems.push(nothingUnderstood(prompt));
  const resolved = conditionsFromChips(chips, limits);
  const open = problems.filter(({ settledBy }) => !settledBy || resolved.conditions[settledBy] === undefined);
  const all = [...open, ...resolved.problems];
  return {
    conditions: resolved.conditions,
    chips,
    notUnderstood: joined(unknown, prompt).map((span) => ({ text: prompt.slice(span.start, span.end), span })),
    problems: [
      ...all.filter(({ severity }) => severity === 'error'),
      ...all.filter(({ severity }) => severity !== 'error'),
    ],
  };
}

function unread(prompt: string): UnderstoodPrompt {
  const message = `The prompt has ${prompt.length} characters; at most ${LONGEST_PROMPT} are read. Shorten it.`;
  const span = { start: LONGEST_PROMPT, end: prompt.length };
  return { conditions: {}, chips: [], notUnderstood: [], problems: [{ message, span, severity: 'error' }] };
}

/** Otherwise a run would begin at once, with a crystal that has nothing to do with the words. */
function nothingUnderstood(prompt: string): Problem {
  const words = prompt.trim();
  const shown = words.length > 40 ? `${words.slice(0, 40)}…` : words;
  const message = `Nothing in “${shown}” can be asked of the models. Reword it, or clear the prompt to draw any crystal.`;
  return { message, span: { start: 0, end: prompt.length }, severity: 'error' };
}

function recognise(prompt: string, at: number): ReturnType<Recogniser> {
  if (!wordStartsAt(prompt, at)) return undefined;
  for (const recogniser of RECOGNISERS) {
    const recognised = recogniser(prompt, at);
    if (recognised) return recognised;
  }
  return undefined;
}

function wordStartsAt(prompt: string, at: number): boolean {
  return /\S/.test(prompt[at]) && !/[\p{L}\d_]/u.test(prompt[at - 1] ?? ' ');
}

/** Length of the word, number or single other character that begins here; white space counts as one. */
function wordLength(prompt: string, at: number): number {
  return matchAt(/\s+|[\p{L}\d_][\p{L}\p{M}\d_'’.+-]*[\p{L}\p{M}\d_+]|./suy, prompt, at)?.[0].length ?? 1;
}

function isFiller(prompt: string, { start, end }: Span): boolean {
  const word = prompt.slice(start, end);
  if (!/[\p{L}\d]/u.test(word)) return true;
  // In the middle of a sentence "In" and "As" may have been meant as elements; "I" is a word anywhere.
  const opensSentence = /(?:^|[.!?:]\s*)$/.test(prompt.slice(0, start).trim());
  if (AMBIGUOUS_SYMBOLS.has(word) && word !== 'I' && !opensSentence) return false;
  return FILLERS.has(word.toLowerCase());
}

/** Neighbouring words as one stretch. */
function joined(spans: readonly Span[], prompt: string): Span[] {
  const stretches: Span[] = [];
  for (const span of spans) {
    const last = stretches.at(-1);
    if (last && prompt.slice(last.end, span.start).trim() === '') {
      stretches[stretches.length - 1] = { start: last.start, end: span.end };
    } else {
      stretches.push(span);
    }
  }
  return stretches;
}
