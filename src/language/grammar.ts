import { planCell } from './cell-plan';
import type { CellLimits, CellProgress } from './cell-progress';
import type { Conditions } from './conditions';
import { angleTexts, type LatticeLimits, lengthTexts, type NumberTexts } from './lattice-numbers';
import type { CrystalVocabulary } from './vocabulary';

export type GrammarLimits = CellLimits & LatticeLimits;

interface LatticeState {
  readonly kind: 'lattice';
  /** The numbers finished so far: a, b, c, α, β, γ. */
  readonly numbers: readonly number[];
  /** Characters of the number that is being written. */
  readonly written: string;
}

interface AtomsState {
  /** `element`: an element or the end comes next; `coordinates`: inside an atom's coordinates. */
  readonly kind: 'element' | 'coordinates';
  readonly cell: CellProgress;
  /** Finished positions as six digits, x y z in hundredths. */
  readonly positions: readonly string[];
  /** Digits of the position that is being written. */
  readonly position: string;
  /** Place in COORDINATE_LINE. */
  readonly step: number;
}

/** A place in the crystal text, and what has been decided before it. Immutable. */
export type GrammarState = LatticeState | AtomsState | { readonly kind: 'end' };

const COORDINATE_LINE = [
  'newlineZeroPoint',
  'digit',
  'digit',
  'spaceZeroPoint',
  'digit',
  'digit',
  'spaceZeroPoint',
  'digit',
  'digit',
  'newline',
] as const;

/** Tokens of one atom: the element and its coordinates. */
export const TOKENS_PER_ATOM = 1 + COORDINATE_LINE.length;

const POSITION_DIGITS = 6;

/**
 * The automaton of crystal texts that parse and obey the conditions: a lattice that exists, elements in groups by
 * electronegativity, counts as asked for, no two atoms at one written position. From every state that can be reached
 * the end can be reached.
 */
export class CrystalGrammar {
  readonly start: GrammarState = { kind: 'lattice', numbers: [], written: '' };
  private readonly vocabulary: CrystalVocabulary;
  private readonly emptyCell: CellProgress;
  private readonly lengths: NumberTexts;
  private readonly characterOf: ReadonlyMap<number, string>;
  private readonly tokenOf: ReadonlyMap<string, number>;

  /** Throws UnsatisfiableConditionsError when no text can satisfy the conditions. */
  constructor(vocabulary: CrystalVocabulary, conditions: Conditions, limits: GrammarLimits) {
    this.vocabulary = vocabulary;
    this.emptyCell = planCell(conditions, limits);
    this.lengths = lengthTexts(limits);
    const characters: [number, string][] = vocabulary.digits.map((token, digit) => [token, String(digit)]);
    characters.push([vocabulary.point, '.']);
    this.characterOf = new Map(characters);
    this.tokenOf = new Map(characters.map(([token, character]) => [character, token]));
  }

  /** Per token id, 1 where the token may come next. Nothing may follow the end. */
  allowed(state: GrammarState): Uint8Array {
    const mask = new Uint8Array(this.vocabulary.size);
    for (const token of this.allowedTokens(state)) mask[token] = 1;
    return mask;
  }

  /** The state after a token. Throws RangeError when the token is not allowed. */
  advance(state: GrammarState, token: number): GrammarState {
    if (!this.allowedTokens(state).includes(token)) {
      throw new RangeError(`Token ${token} is not allowed here (${placeOf(state)}).`);
    }
    if (state.kind === 'lattice') return this.advanceLattice(state, token);
    if (state.kind === 'end' || token === this.vocabulary.endOfText) return { kind: 'end' };
    return state.kind === 'element' ? this.beginAtom(state, token) : this.advanceCoordinates(state, token);
  }

  private allowedTokens(state: GrammarState): number[] {
    if (state.kind === 'end') return [];
    if (state.kind === 'lattice') return this.latticeTokens(state);
    if (state.kind === 'coordinates') return this.coordinateTokens(state);
    const tokens = state.cell.mayEnd ? [this.vocabulary.endOfText] : [];
    for (const [atomicNumber, token] of this.vocabulary.elements.entries()) {
      if (atomicNumber > 0 && state.cell.allows(atomicNumber)) tokens.push(token);
    }
    return tokens;
  }

  private latticeTokens(state: LatticeState): number[] {
    const texts = state.numbers.length < 3 ? this.lengths : angleTexts(state.numbers.slice(3));
    const tokens = [...texts.next(state.written)].map((character) => this.tokenOf.get(character) as number);
    if (texts.has(state.written)) tokens.push(this.separatorAfter(state.numbers.length));
    return tokens;
  }

  /** What stands between number `index` of the lattice and the next. */
  private separatorAfter(index: number): number {
    return index % 3 === 2 ? this.vocabulary.newline : this.vocabulary.space;
  }

  private advanceLattice(state: LatticeState, token: number): GrammarState {
    const character = this.characterOf.get(token);
    if (character !== undefined) return { ...state, written: state.written + character };
    const numbers = [...state.numbers, Number(state.written)];
    if (numbers.length < 6) return { kind: 'lattice', numbers, written: '' };
    return { kind: 'element', cell: this.emptyCell, positions: [], position: '', step: 0 };
  }

  private beginAtom(state: AtomsState, token: number): AtomsState {
    const atomicNumber = this.vocabulary.elements.indexOf(token);
    return { ...state, kind: 'coordinates', cell: state.cell.add(atomicNumber), position: '', step: 0 };
  }

  private coordinateTokens(state: AtomsState): number[] {
    const expected = COORDINATE_LINE[state.step];
    if (expected !== 'digit') return [this.vocabulary[expected]];
    return this.vocabulary.digits.filter((_, digit) => hasRoom(`${state.position}${digit}`, state.positions));
  }

  private advanceCoordinates(state: AtomsState, token: number): AtomsState {
    const position = state.position + (this.characterOf.get(token) ?? '');
    if (state.step + 1 < COORDINATE_LINE.length) return { ...state, position, step: state.step + 1 };
    return { kind: 'element', cell: state.cell, positions: [...state.positions, position], position: '', step: 0 };
  }
}

/** Whether some position that begins with these digits is not taken yet. */
function hasRoom(beginning: string, taken: readonly string[]): boolean {
  const below = taken.filter((position) => position.startsWith(beginning)).length;
  return below < 10 ** (POSITION_DIGITS - beginning.length);
}

function placeOf(state: GrammarState): string {
  if (state.kind === 'lattice') return `number ${state.numbers.length + 1} of the lattice, after "${state.written}"`;
  if (state.kind === 'end') return 'the text has ended';
  return state.kind === 'element'
    ? 'an element or the end is expected'
    : `digits of a position after "${state.position}"`;
}
