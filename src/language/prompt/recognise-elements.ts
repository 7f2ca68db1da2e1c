import { atomicNumberOf, element } from '../../crystal/elements';
import { type Chip, matchAt, OTHERS_ARE_DRAWN, type Recognised, type Recogniser } from './chip';
import { AMBIGUOUS_SYMBOLS, ELEMENT_CLASSES, type ElementClass, symbolOfName } from './element-words';

interface ListItem {
  readonly symbol: string;
  readonly end: number;
  /** Rather than a name. */
  readonly isSymbol: boolean;
  /** An English word in other surroundings. */
  readonly ambiguous: boolean;
}

interface ElementList {
  readonly symbols: readonly string[];
  readonly end: number;
  /** Joined by "or": any one of them. */
  readonly alternatives: boolean;
}

const OPEN_INTRODUCTION =
  /(?:with|containing|contains?|including|includes?|having|has|featuring|rich in|based on)(?:\s+(?:the|some|both))?(?:\s+elements?:?)?\s+(?!only\b)/iy;
const CLOSED_INTRODUCTION =
  /(?:(?:with|containing|contains?)\s+only|only|made (?:up )?(?:of|from)|composed of|consisting of|(?:chemical )?elements?(?:\s+are|:)?|(?:chemical )?system:?|of)(?:\s+(?:the|both))?(?:\s+elements?:?)?\s+/iy;
const OPEN_SUFFIX = /[- ](?:based|rich|containing|bearing)\b/iy;
const EXCLUSION = /(?:without|excluding|except|free of|no|not containing|but not)(?:\s+(?:any|the))?\s+/iy;
const SEPARATOR = /\s*(?:,|;|&|\+|\/|-|–|\band\b|\bor\b)\s*(?:\b(and|or)\b\s*)?/iy;

/** Lists of elements by name or symbol, with or without a word that introduces them. */
export const recogniseElements: Recogniser = (prompt, at) => {
  const open = matchAt(OPEN_INTRODUCTION, prompt, at);
  const closed = matchAt(CLOSED_INTRODUCTION, prompt, at);
  const introduction = closed ?? open;
  const start = at + (introduction?.[0].length ?? 0);
  const list = readList(prompt, start, introduction !== undefined);
  if (!list) return undefined;
  const suffix = matchAt(OPEN_SUFFIX, prompt, list.end);
  const end = list.end + (suffix?.[0].length ?? 0);
  const othersAllowed = suffix !== undefined || (open !== undefined && !closed);
  return { end, chips: [elementsChip(list, othersAllowed, { start: at, end })] };
};

function elementsChip(list: ElementList, othersAllowed: boolean, span: Chip['span']): Chip {
  const label = list.symbols.join(list.alternatives ? ' or ' : ', ');
  if (list.alternatives) {
    const detail = `At least one of ${label}; other elements may be present. ${OTHERS_ARE_DRAWN}`;
    return { kind: 'elements', label, detail, span, wish: { requiredFromEach: [list.symbols] } };
  }
  return setOthersAllowed(
    { kind: 'elements', label, detail: '', span, wish: { elements: list.symbols } },
    othersAllowed,
  );
}

/** The same chip of elements, asking for exactly these elements or for these among others. Other chips: unchanged. */
export function setOthersAllowed(chip: Chip, othersAllowed: boolean): Chip {
  const symbols = chip.wish.elements ?? chip.wish.requiredElements;
  if (chip.kind !== 'elements' || !symbols) return chip;
  const names = symbols.map((symbol) => element(atomicNumberOf(symbol) ?? 0).name.toLowerCase()).join(', ');
  return othersAllowed
    ? {
        ...chip,
        label: `with ${symbols.join(', ')}`,
        detail: `Contains ${names}; other elements may be present. ${OTHERS_ARE_DRAWN}`,
        wish: { requiredElements: symbols },
      }
    : {
        ...chip,
        label: symbols.join(', '),
        detail: `Exactly ${names}, together with what other chips name; each is present.`,
        wish: { elements: symbols },
      };
}

/** "without lead", "no Pb or Cd", "lead-free". */
export const recogniseExclusion: Recogniser = (prompt, at) => {
  const free = readItem(prompt, at);
  const suffix = free && matchAt(/[- ]free\b/iy, prompt, free.end);
  if (free && suffix) return exclusion([free.symbol], at, free.end + suffix[0].length);
  const introduction = matchAt(EXCLUSION, prompt, at);
  if (!introduction) return undefined;
  const start = at + introduction[0].length;
  const list = readList(prompt, start, true);
  if (list) return exclusion(list.symbols, at, list.end);
  const named = readClass(prompt, start);
  const symbols = named?.elementClass.required ?? named?.elementClass.requiredFrom;
  return named && symbols && exclusion(symbols, at, named.end);
};

function exclusion(symbols: readonly string[], start: number, end: number): Recognised {
  const shown = symbols.length > 6 ? `${symbols.slice(0, 6).join(', ')}, …` : symbols.join(', ');
  const chip: Chip = {
    kind: 'exclusion',
    label: `without ${shown}`,
    detail: `None of these elements may be present: ${symbols.join(', ')}.`,
    span: { start, end },
    wish: { excludedElements: symbols },
  };
  return { end, chips: [chip] };
}

/** "oxide", "transition-metal", "intermetallic". */
export const recogniseElementClass: Recogniser = (prompt, at) => {
  const named = readClass(prompt, at);
  if (!named) return undefined;
  const { elementClass, end } = named;
  const label = prompt.slice(at, end).toLowerCase();
  const { required, requiredFrom, allowed } = elementClass;
  const chip = (detail: string, wish: Chip['wish']): Recognised => ({
    end,
    chips: [{ kind: 'element-class', label, detail, span: { start: at, end }, wish }],
  });
  if (required) return chip(`Contains ${required.join(' and ')}. ${OTHERS_ARE_DRAWN}`, { requiredElements: required });
  if (requiredFrom) {
    return chip(`Contains at least one of ${shortList(requiredFrom)}. ${OTHERS_ARE_DRAWN}`, {
      requiredFromEach: [requiredFrom],
    });
  }
  return chip(`Metals only. ${OTHERS_ARE_DRAWN}`, { allowedElements: allowed });
};

function shortList(symbols: readonly string[]): string {
  return symbols.length > 12
    ? `${symbols.slice(0, 10).join(', ')} and ${symbols.length - 10} more`
    : symbols.join(', ');
}

const CLASS_PATTERNS = ELEMENT_CLASSES.map((elementClass) => ({
  elementClass,
  pattern: new RegExp(`(?:${elementClass.pattern})s?\\b`, 'iy'),
}));

function readClass(prompt: string, at: number): { elementClass: ElementClass; end: number } | undefined {
  for (const { elementClass, pattern } of CLASS_PATTERNS) {
    const match = matchAt(pattern, prompt, at);
    if (match) return { elementClass, end: at + match[0].length };
  }
  return undefined;
}

/** A list of at least one element. An ambiguous symbol needs an introduction or an unambiguous neighbour. */
function readList(prompt: string, at: number, introduced: boolean): ElementList | undefined {
  const items: ListItem[] = [];
  let alternatives = false;
  let position = at;
  for (;;) {
    const item = readItem(prompt, position);
    if (!item) break;
    items.push(item);
    const separator = matchAt(SEPARATOR, prompt, item.end) ?? matchAt(/\s+/y, prompt, item.end);
    if (!separator) break;
    position = item.end + separator[0].length;
    // Without a separator an English word continues a list of symbols ("Ga In As") but not one of names.
    const next = readItem(prompt, position);
    if (!next || (separator[0].trim() === '' && next.ambiguous && !item.isSymbol)) break;
    if (/\bor\b/i.test(separator[0])) alternatives = true;
  }
  if (!introduced && items.every((item) => item.ambiguous) && !isWholePrompt(prompt, at, items)) return undefined;
  // A preposition before the list's first element: "In Li …".
  if (!introduced && items.length > 0 && items[0].ambiguous && /^\s+\S/.test(prompt.slice(items[0].end))) {
    const joined = matchAt(SEPARATOR, prompt, items[0].end);
    if (!joined) return undefined;
  }
  const last = items.at(-1);
  if (!last) return undefined;
  return { symbols: [...new Set(items.map((item) => item.symbol))], end: last.end, alternatives };
}

function isWholePrompt(prompt: string, at: number, items: readonly ListItem[]): boolean {
  const last = items.at(-1);
  return last !== undefined && prompt.slice(0, at).trim() === '' && prompt.slice(last.end).trim() === '';
}

function readItem(prompt: string, at: number): ListItem | undefined {
  if (/[\p{L}\d]/u.test(prompt[at - 1] ?? '')) return undefined;
  // An oxidation state, "iron(III)", is read over: the models know none.
  const written = matchAt(/([A-Za-z]+)(?:\([IV]+\))?(?![\w(])/y, prompt, at);
  if (!written) return undefined;
  const word = written[1];
  const isSymbol = atomicNumberOf(word) !== undefined;
  const symbol = isSymbol ? word : symbolOfName(word);
  if (!symbol) return undefined;
  const end = at + written[0].length;
  // "77 K" is a temperature, "Tc > 77" a quantity.
  if (isSymbol && (/\d\s*$/.test(prompt.slice(0, at)) || /^\s*[<>=≈~≤≥]/.test(prompt.slice(end)))) return undefined;
  return { symbol, end, isSymbol, ambiguous: AMBIGUOUS_SYMBOLS.has(word) };
}
