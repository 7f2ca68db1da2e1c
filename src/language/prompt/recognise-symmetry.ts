import { atomicNumberOf } from '../../crystal/elements';
import {
  CRYSTAL_SYSTEMS,
  type CrystalSystem,
  spaceGroup,
  spaceGroupNumberOf,
  typesetSymbol,
} from '../../crystal/space-groups';
import { matchAt, type Recognised, type Recogniser } from './chip';

const KEYWORD = '(?:space[\\s-]*group|SG|symmetry group|symmetry)';
const LINK = '(?:\\s*(?:number|symbol|no\\.?|nr\\.?|is|of|:|=|#|\\())*\\s*';
const NUMBER_WITH_KEYWORD = new RegExp(`${KEYWORD}${LINK}(\\d+)\\b(?![./-])\\)?`, 'iy');
const NUMBER_BEFORE_KEYWORD = /(\d{1,3})(?:th|st|nd|rd)?\s+space[\s-]*group\b/iy;
const NUMBER_ALONE = /(?:#|No\.\s?|no\.\s?|№\s?)(\d+)\b/y;
const KEYWORD_ALONE = new RegExp(`${KEYWORD}${LINK}`, 'iy');
/** A symbol in one word, or with spaces between its directions. */
const SYMBOL =
  /[PABCFIRH](?:[\s_]?(?:[-−]?[1-6](?:\u0304|\u0305)?(?:_?[1-5]|[₁-₅])?|[a-emn])(?:\/[a-emn])?){1,4}(?![\w₀-₉-]|\u0304|\u0305)/iy;

/** "space group 225", "SG Fm-3m", "#62", "P6_3/mmc". */
export const recogniseSpaceGroup: Recogniser = (prompt, at) => {
  const numbered =
    matchAt(NUMBER_WITH_KEYWORD, prompt, at) ??
    matchAt(NUMBER_BEFORE_KEYWORD, prompt, at) ??
    matchAt(NUMBER_ALONE, prompt, at);
  if (numbered) return numberedGroup(Number(numbered[1]), at, at + numbered[0].length);
  const keyword = matchAt(KEYWORD_ALONE, prompt, at);
  const start = at + (keyword?.[0].length ?? 0);
  const symbol = readSymbol(prompt, start, keyword !== undefined);
  if (symbol) {
    const closing = keyword?.[0].includes('(') && prompt[symbol.end] === ')' ? 1 : 0;
    return numberedGroup(symbol.number, at, symbol.end + closing);
  }
  return undefined;
};

function numberedGroup(number: number, start: number, end: number): Recognised {
  const span = { start, end };
  if (number < 1 || number > 230) {
    const message = `There is no space group ${number}; the numbers run from 1 to 230.`;
    return { end, chips: [], problems: [{ message, span, severity: 'error' }] };
  }
  const group = spaceGroup(number);
  const label = `No. ${number} (${typesetSymbol(group)})`;
  const detail = `Space group ${label}, ${group.crystalSystem}. The model is asked for it; the result is checked, not forced.`;
  return { end, chips: [{ kind: 'space-group', label, detail, span, wish: { spaceGroup: number } }] };
}

function readSymbol(prompt: string, at: number, afterKeyword: boolean): { number: number; end: number } | undefined {
  const longest = matchAt(SYMBOL, prompt, at)?.[0];
  if (!longest || (!afterKeyword && !/^[A-Z]/.test(longest))) return undefined;
  // A symbol in parts may be followed by words that look like more parts: try the longest first.
  for (let text = longest; text.length > 1; text = text.slice(0, text.search(/\s\S*$/)).trimEnd()) {
    const number = spaceGroupNumberOf(text);
    if (number && (afterKeyword || isUnmistakable(text))) return { number, end: at + text.length };
    if (!/\s/.test(text)) break;
  }
  return undefined;
}

/** Whether a symbol without "space group" before it can only be one: not `Cm`, the element, nor `P 2 …`. */
function isUnmistakable(text: string): boolean {
  if (atomicNumberOf(text)) return false;
  return !/\s/.test(text) || /[/-]/.test(text) || text.split(/\s+/).length > 2;
}

const SYSTEM = new RegExp(
  `(${CRYSTAL_SYSTEMS.join('|')}|rhombohedral)\\b(?:[\\s-]+(?:system|lattice|symmetry|cell))?`,
  'iy',
);

/** "cubic", "rhombohedral". */
export const recogniseCrystalSystem: Recogniser = (prompt, at) => {
  const match = matchAt(SYSTEM, prompt, at);
  if (!match) return undefined;
  const word = match[1].toLowerCase();
  const crystalSystem = (word === 'rhombohedral' ? 'trigonal' : word) as CrystalSystem;
  const span = { start: at, end: at + match[0].length };
  const detail =
    `No exact space group: for each candidate one of the ${crystalSystem} groups is drawn by the seed, as often as it ` +
    'occurs in the training data. The model is asked for it; the result is checked, not forced.';
  return { end: span.end, chips: [{ kind: 'crystal-system', label: word, detail, span, wish: { crystalSystem } }] };
};
