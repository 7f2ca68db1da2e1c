import type { Crystal } from './crystal';
import { atomicNumberOf, compareByElectronegativity, symbolOf } from './elements';

/** Elements with their counts: `[['Sr', 1], ['Ti', 1], ['O', 3]]`; each element once, counts positive integers. */
export type Composition = readonly (readonly [symbol: string, count: number])[];

export type FormulaProblem =
  | 'empty'
  | 'unknown-element'
  | 'mixed-occupancy'
  | 'non-integer'
  | 'variable'
  | 'charge'
  | 'bracket'
  | 'zero'
  | 'too-large'
  | 'syntax';

/** A formula that cannot be read. `message` is a sentence for the user, `position` counts characters from 0. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';

  readonly problem: FormulaProblem;
  readonly position: number;

  constructor(problem: FormulaProblem, position: number, reason: string) {
    super(reason);
    this.problem = problem;
    this.position = position;
  }
}

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
const LARGEST_COUNT = 10_000;
const DEEPEST_NESTING = 20;

/**
 * Reads a chemical formula with brackets, ASCII or subscript digits and hydrate parts: `Ca3(PO4)2`, `CuSO₄·5H₂O`.
 * The counts are as written, not reduced; elements stand in the order of their first appearance.
 * Throws FormulaError for anything else, mixed occupancy, non-integer counts and charges included.
 */
export function parseFormula(formula: string): Composition {
  const text = [...formula].map(plainCharacter).join('');
  const scanner = { text, position: 0 };
  skipSpace(scanner);
  if (scanner.position === text.length) throw new FormulaError('empty', 0, 'The formula is empty.');
  const counts = new Map<string, number>();
  do {
    skipSpace(scanner);
    const factor = readCount(scanner);
    const part = readGroup(scanner, 0);
    if (part.size === 0) throw unexpected(scanner);
    addTo(counts, part, factor);
    skipSpace(scanner);
  } while (take(scanner, '·'));
  if (scanner.position < text.length) throw unexpected(scanner);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total > LARGEST_COUNT) {
    throw new FormulaError('too-large', 0, `The formula has ${total} atoms; at most ${LARGEST_COUNT} can be read.`);
  }
  return [...counts];
}

interface Scanner {
  readonly text: string;
  position: number;
}

function readGroup(scanner: Scanner, depth: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (;;) {
    skipSpace(scanner);
    const start = scanner.position;
    const character = scanner.text[start];
    if (character !== undefined && character in CLOSING) {
      if (depth >= DEEPEST_NESTING) throw new FormulaError('bracket', start, 'The brackets are nested too deeply.');
      scanner.position++;
      const inner = readGroup(scanner, depth + 1);
      if (!take(scanner, CLOSING[character])) {
        if (scanner.position < scanner.text.length) throw unexpected(scanner);
        throw new FormulaError(
          'bracket',
          start,
          `The bracket "${character}" at position ${start + 1} is never closed.`,
        );
      }
      if (inner.size === 0) {
        throw new FormulaError('bracket', start, `The brackets at position ${start + 1} are empty.`);
      }
      addTo(counts, inner, readCount(scanner));
    } else if (character !== undefined && /[A-Z]/.test(character)) {
      addTo(counts, new Map([[readSymbol(scanner), 1]]), readCount(scanner));
    } else {
      return counts;
    }
  }
}

function readSymbol(scanner: Scanner): string {
  const start = scanner.position;
  for (const length of [2, 1]) {
    const symbol = scanner.text.slice(start, start + length);
    if (symbol.length === length && atomicNumberOf(symbol)) {
      scanner.position += length;
      return symbol;
    }
  }
  const written = /^[A-Z][a-z]*/.exec(scanner.text.slice(start))?.[0] ?? scanner.text[start];
  throw new FormulaError(
    'unknown-element',
    start,
    `"${written}" at position ${start + 1} is not an element${written === 'D' || written === 'T' ? '; write H' : ''}.`,
  );
}

/** The count at the scanner, 1 when there is none. */
function readCount(scanner: Scanner): number {
  skipSpace(scanner);
  const start = scanner.position;
  const digits = /^\d*(\.\d*)?/.exec(scanner.text.slice(start))?.[0] ?? '';
  if (digits === '') return 1;
  if (digits.includes('.')) {
    throw new FormulaError(
      'non-integer',
      start,
      `"${digits}" at position ${start + 1} is not a whole number: partial occupancy is not supported. ` +
        'A hydrate is written with "·".',
    );
  }
  scanner.position += digits.length;
  const count = Number(digits);
  if (count === 0) throw new FormulaError('zero', start, `The count at position ${start + 1} is zero.`);
  if (count > LARGEST_COUNT) {
    throw new FormulaError('too-large', start, `The count ${digits} at position ${start + 1} is too large.`);
  }
  return count;
}

function unexpected(scanner: Scanner): FormulaError {
  const { text, position } = scanner;
  const at = `at position ${position + 1}`;
  const character = text[position];
  if (character === undefined)
    return new FormulaError('syntax', position, 'The formula ends where an element is expected.');
  if (character === ',' || character === '/') {
    return new FormulaError(
      'mixed-occupancy',
      position,
      `"${character}" ${at} means that elements share a site: mixed occupancy is not supported, because every site ` +
        'of a generated crystal holds one element. Write an ordered formula such as Ba2TiZrO6.',
    );
  }
  if (/[)\]}]/.test(character)) {
    return new FormulaError('bracket', position, `The bracket "${character}" ${at} does not match an opening one.`);
  }
  if (/[+−-]/.test(character)) {
    return /^[+−-]\s*[xyδ]/.test(text.slice(position))
      ? new FormulaError('variable', position, `"${character}" ${at}: variable composition is not supported.`)
      : new FormulaError('charge', position, `"${character}" ${at}: charges are not supported; crystals are neutral.`);
  }
  if (/[xyzδ]/.test(character)) {
    return new FormulaError(
      'variable',
      position,
      `"${character}" ${at} is a variable: give a whole number, for partial occupancy is not supported.`,
    );
  }
  if (/[a-z]/.test(character)) {
    return new FormulaError(
      'syntax',
      position,
      `"${character}" ${at}: an element symbol starts with a capital letter.`,
    );
  }
  return new FormulaError('syntax', position, `"${character}" ${at} is not part of a formula.`);
}

/** Subscript digits as digits, and the characters people use for a hydrate's dot as `·`. One for one. */
function plainCharacter(character: string): string {
  if (/[₀-₉]/.test(character)) return String(character.charCodeAt(0) - 0x2080);
  return /[•∙⋅*]/.test(character) ? '·' : character;
}

function skipSpace(scanner: Scanner): void {
  while (/\s/.test(scanner.text[scanner.position] ?? '')) scanner.position++;
}

function take(scanner: Scanner, character: string): boolean {
  if (scanner.text[scanner.position] !== character) return false;
  scanner.position++;
  return true;
}

function addTo(counts: Map<string, number>, more: ReadonlyMap<string, number>, factor: number): void {
  for (const [symbol, count] of more) counts.set(symbol, (counts.get(symbol) ?? 0) + count * factor);
}

/** Composition of a crystal's cell, elements by electronegativity ascending. */
export function compositionOf(crystal: Crystal): Composition {
  const counts = new Map<number, number>();
  for (const atomicNumber of crystal.atomicNumbers) counts.set(atomicNumber, (counts.get(atomicNumber) ?? 0) + 1);
  return [...counts]
    .sort(([first], [second]) => compareByElectronegativity(first, second))
    .map(([atomicNumber, count]) => [symbolOf(atomicNumber), count]);
}

/** The same composition with its elements by electronegativity ascending (see elements.ts). */
export function orderByElectronegativity(composition: Composition): Composition {
  const numberOf = (symbol: string) => {
    const atomicNumber = atomicNumberOf(symbol);
    if (!atomicNumber) throw new RangeError(`"${symbol}" is not an element symbol.`);
    return atomicNumber;
  };
  return [...composition].sort(([first], [second]) => compareByElectronegativity(numberOf(first), numberOf(second)));
}

/** Largest common divisor of the counts: the number of formula units Z of a cell with this composition. */
export function formulaUnits(composition: Composition): number {
  return composition.reduce((divisor, [, count]) => greatestCommonDivisor(divisor, count), 0);
}

/** Counts divided by their largest common divisor, elements in the same order. */
export function reduceComposition(composition: Composition): Composition {
  const divisor = formulaUnits(composition);
  return composition.map(([symbol, count]) => [symbol, count / divisor]);
}

/** `SrTiO3`. */
export function formatFormula(composition: Composition): string {
  return composition.map(([symbol, count]) => (count === 1 ? symbol : `${symbol}${count}`)).join('');
}

/** `SrTiO₃`. */
export function formatFormulaSubscript(composition: Composition): string {
  return formatFormula(composition).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
}

/** Reduced formula of a crystal, elements by electronegativity ascending: `SrTiO3`. */
export function reducedFormula(crystal: Crystal): string {
  return formatFormula(reduceComposition(compositionOf(crystal)));
}

function greatestCommonDivisor(first: number, second: number): number {
  return second === 0 ? first : greatestCommonDivisor(second, first % second);
}
