import { ALTERNATIVES, type TokenAlternative } from '../language/alternatives';
import type { TokenEvent } from '../language/language-model';
import type { DraftAlternatives, DraftRecord } from './run';

/** One token of a draft, and what could have stood in its place. */
export interface DraftToken extends Pick<TokenEvent, 'id' | 'text' | 'endOfText' | 'logProbability'> {
  /** The likeliest first; absent in records of builds that did not keep them. */
  readonly alternatives?: readonly TokenAlternative[];
}

/** What a record keeps of the alternatives at the places of a text. */
export function packAlternatives(tokens: readonly DraftToken[]): DraftAlternatives {
  const kept = tokens.flatMap(({ alternatives = [] }) => alternatives);
  const spelled = [...kept, ...tokens].map(({ id, text }) => [id, text] as const);
  return {
    ids: Int32Array.from(kept, ({ id }) => id),
    logProbabilities: Float32Array.from(kept, ({ logProbability }) => logProbability),
    allowed: Uint8Array.from(kept, ({ isAllowed }) => (isAllowed ? 1 : 0)),
    spellings: Object.fromEntries(spelled),
  };
}

/**
 * The tokens of a recorded draft. Records of older builds do not say how tokens are spelled; their text is cut as the
 * crystal vocabulary cuts it. Undefined where that does not fit the record.
 */
export function tokensOf(draft: DraftRecord): readonly DraftToken[] | undefined {
  const { tokenIds, logProbabilities, alternatives } = draft;
  const texts = alternatives ? tokenIds.map((id) => alternatives.spellings[id]) : cutText(draft);
  if (texts?.length !== tokenIds.length || logProbabilities.length !== tokenIds.length) return undefined;
  return tokenIds.map((id, place) => {
    const endOfText = place === tokenIds.length - 1 && isEnd(draft, texts);
    const token = { id, text: endOfText ? '' : texts[place], endOfText, logProbability: logProbabilities[place] };
    return alternatives ? { ...token, alternatives: unpackPlace(alternatives, place) } : token;
  });
}

function unpackPlace(
  { ids, logProbabilities, allowed, spellings }: DraftAlternatives,
  place: number,
): TokenAlternative[] {
  return Array.from(ids.subarray(place * ALTERNATIVES, (place + 1) * ALTERNATIVES), (id, rank) => {
    const entry = place * ALTERNATIVES + rank;
    const logProbability = logProbabilities[entry];
    return { id, text: spellings[id], logProbability, isAllowed: allowed[entry] === 1 };
  });
}

/** The end of the text is the one token that adds nothing to it. */
function isEnd({ text }: DraftRecord, texts: readonly string[]): boolean {
  return texts.slice(0, -1).join('').length === text.length;
}

/** Digits and signs alone, elements whole, the start of a coordinate with what parts it from the one before. */
const PIECES = /[\n ]0\.|[A-Z][a-z]?|[\s\S]/g;

function cutText({ text, tokenIds }: DraftRecord): readonly string[] | undefined {
  const pieces = text.match(PIECES) ?? [];
  return pieces.length === tokenIds.length - 1 ? [...pieces, ''] : pieces;
}

/** Lengths and angles come first. */
const FIRST_ATOM_LINE = 2;
const LINES_PER_ATOM = 2;

/**
 * How sure the model was of each atom of a draft: the geometric mean of the raw probabilities of its tokens, element and
 * coordinates, 0–1, in the order of the atoms. Not calibrated.
 */
export function atomConfidences(tokens: readonly DraftToken[]): Float64Array {
  const confidences: number[] = [];
  let line = 0;
  let sum = 0;
  let count = 0;
  for (const { text, endOfText, logProbability } of tokens) {
    if (endOfText) break;
    // A token that opens a line with its break belongs to the atom of that line.
    if (line >= FIRST_ATOM_LINE) {
      sum += logProbability;
      count++;
    }
    const breaks = text.split('\n').length - 1;
    line += breaks;
    const isAtomDone = breaks > 0 && line > FIRST_ATOM_LINE && (line - FIRST_ATOM_LINE) % LINES_PER_ATOM === 0;
    if (!isAtomDone) continue;
    confidences.push(Math.exp(sum / count));
    sum = 0;
    count = 0;
  }
  return Float64Array.from(confidences);
}
