import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ELEMENTS, symbolOf } from '../crystal/elements';
import { electronegativityRank, UnsatisfiableConditionsError } from './cell-progress';
import type { Conditions } from './conditions';
import { CrystalGrammar, type GrammarLimits, type GrammarState } from './grammar';
import { MINIMUM_VOLUME_RATIO, volumeRatio } from './lattice-numbers';
import { uniformRandom } from './random';
import type { CrystalVocabulary } from './vocabulary';

const PIECES = ['<bos>', '<eos>', ...'0123456789', '.', ' ', '\n', ' 0.', '\n0.', ...ELEMENTS.map((e) => e.symbol)];
const id = (piece: string) => PIECES.indexOf(piece);
const VOCABULARY: CrystalVocabulary = {
  size: PIECES.length,
  beginOfText: id('<bos>'),
  endOfText: id('<eos>'),
  digits: [...'0123456789'].map(id),
  point: id('.'),
  space: id(' '),
  newline: id('\n'),
  spaceZeroPoint: id(' 0.'),
  newlineZeroPoint: id('\n0.'),
  elements: [-1, ...ELEMENTS.map((e) => id(e.symbol))],
};
const LIMITS: GrammarLimits = {
  maxAtoms: 20,
  elements: ELEMENTS.map((e) => e.atomicNumber).filter((z) => z <= 83 && z !== 18),
  lengths: [2, 44],
};
const SYMBOLS = LIMITS.elements.map(symbolOf);

interface Walk {
  readonly text: string;
  readonly numbers: readonly number[];
  readonly symbols: readonly string[];
  readonly positions: readonly string[];
}

/** Walks at random to the end; fails at a dead end. */
function walk(conditions: Conditions, seed: number, limits = LIMITS): Walk {
  const grammar = new CrystalGrammar(VOCABULARY, conditions, limits);
  let state: GrammarState = grammar.start;
  let text = '';
  for (let step = 0; state.kind !== 'end'; step++) {
    const mask = grammar.allowed(state);
    const tokens = [...mask.keys()].filter((token) => mask[token]);
    if (tokens.length === 0) throw new Error(`dead end after ${JSON.stringify(text)}`);
    // Both extremes occur: walks that end as early as they may, and walks that repeat an element for long.
    const eager = uniformRandom(seed, 2 * step + 1) < 0.3 ? tokens.indexOf(VOCABULARY.endOfText) : -1;
    const token = tokens[eager >= 0 ? eager : Math.floor(uniformRandom(seed, 2 * step) * tokens.length)];
    state = grammar.advance(state, token);
    if (token !== VOCABULARY.endOfText) text += PIECES[token];
  }
  return readBack(text);
}

function readBack(text: string): Walk {
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  expect(lines[0]).toMatch(/^([1-9]\d?\.\d)( [1-9]\d?\.\d){2}$/);
  expect(lines[1]).toMatch(/^([1-9]\d{1,2})( [1-9]\d{1,2}){2}$/);
  expect(lines.length % 2).toBe(0);
  const symbols: string[] = [];
  const positions: string[] = [];
  for (let line = 2; line < lines.length; line += 2) {
    expect(SYMBOLS).toContain(lines[line]);
    expect(lines[line + 1]).toMatch(/^0\.\d\d 0\.\d\d 0\.\d\d$/);
    symbols.push(lines[line]);
    positions.push(lines[line + 1]);
  }
  return { text, numbers: `${lines[0]} ${lines[1]}`.split(' ').map(Number), symbols, positions };
}

function counts(symbols: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const symbol of symbols) found.set(symbol, (found.get(symbol) ?? 0) + 1);
  return found;
}

function expectInvariants({ numbers, symbols, positions }: Walk): void {
  for (const length of numbers.slice(0, 3)) {
    expect(length).toBeGreaterThanOrEqual(LIMITS.lengths[0]);
    expect(length).toBeLessThanOrEqual(LIMITS.lengths[1]);
  }
  expect(volumeRatio(numbers.slice(3))).toBeGreaterThanOrEqual(MINIMUM_VOLUME_RATIO);
  const ranks = symbols.map((symbol) => electronegativityRank(ELEMENTS.findIndex((e) => e.symbol === symbol) + 1));
  expect(ranks).toEqual([...ranks].sort((first, second) => first - second));
  expect(new Set(positions).size).toBe(positions.length);
  expect(symbols.length).toBeGreaterThan(0);
  expect(symbols.length).toBeLessThanOrEqual(LIMITS.maxAtoms);
}

function expectConditions(conditions: Conditions, { symbols }: Walk): void {
  const found = counts(symbols);
  const { composition, stoichiometry } = conditions;
  if (composition) {
    const units = symbols.length / composition.reduce((sum, [, count]) => sum + count, 0);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(composition.map(([s, count]) => [s, count * units])));
    expect(conditions.formulaUnits ?? units).toBe(units);
  } else if (stoichiometry) {
    const units = symbols.length / stoichiometry.reduce((sum, { count }) => sum + count, 0);
    const wanted = stoichiometry.map(({ count }) => count * units);
    expect([...found.values()].sort()).toEqual(wanted.sort());
    expect(conditions.formulaUnits ?? units).toBe(units);
  } else if (conditions.elements) {
    expect(new Set(found.keys())).toEqual(new Set(conditions.elements));
  }
  for (const symbol of conditions.requiredElements ?? []) expect(found.has(symbol)).toBe(true);
  for (const group of conditions.requiredFromEach ?? []) expect(group.some((symbol) => found.has(symbol))).toBe(true);
  for (const symbol of conditions.excludedElements ?? []) expect(found.has(symbol)).toBe(false);
  if (conditions.allowedElements)
    for (const symbol of found.keys()) expect(conditions.allowedElements).toContain(symbol);
  expect(conditions.elementCount ?? found.size).toBe(found.size);
  expect(conditions.atomCount ?? symbols.length).toBe(symbols.length);
  expect(symbols.length).toBeLessThanOrEqual(conditions.maxAtomCount ?? symbols.length);
}

const symbolsUpTo = (maxLength: number, minLength = 1) =>
  fc.uniqueArray(fc.constantFrom(...SYMBOLS), { minLength, maxLength });

const anyConditions: fc.Arbitrary<Conditions> = fc
  .record({
    base: fc.oneof(
      fc.record({}),
      symbolsUpTo(5).chain((symbols) =>
        fc.tuple(...symbols.map(() => fc.integer({ min: 1, max: 6 }))).map((numbers) => ({
          composition: symbols.map((symbol, index) => [symbol, numbers[index]] as const),
        })),
      ),
      symbolsUpTo(6).map((elements) => ({ elements })),
      fc
        .array(
          fc.record({ count: fc.integer({ min: 1, max: 4 }), elements: fc.option(symbolsUpTo(8), { nil: undefined }) }),
          { minLength: 1, maxLength: 4 },
        )
        .map((stoichiometry) => ({ stoichiometry })),
    ),
    requiredElements: fc.option(symbolsUpTo(3), { nil: undefined }),
    requiredFromEach: fc.option(fc.array(symbolsUpTo(5), { maxLength: 2 }), { nil: undefined }),
    excludedElements: fc.option(symbolsUpTo(4), { nil: undefined }),
    allowedElements: fc.option(symbolsUpTo(60, 10), { nil: undefined, freq: 3 }),
    elementCount: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    atomCount: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
    maxAtomCount: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
    formulaUnits: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })
  .chain(({ base, ...rest }) => {
    const wishes = Object.entries(rest).filter(([, value]) => value !== undefined);
    // At most three further wishes, so that most combinations can be satisfied.
    return fc
      .subarray(wishes, { maxLength: Math.min(3, wishes.length) })
      .map((kept): Conditions => ({ ...base, ...Object.fromEntries(kept) }));
  });

describe('the grammar', () => {
  it('has no dead ends, and every walk parses and satisfies the conditions', () => {
    let satisfiable = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyConditions, fc.nat(), (conditions, seed) => {
        let walked: Walk;
        try {
          walked = walk(conditions, seed);
        } catch (error) {
          if (!(error instanceof UnsatisfiableConditionsError)) throw error;
          refused++;
          return;
        }
        satisfiable++;
        expectInvariants(walked);
        expectConditions(conditions, walked);
      }),
      { numRuns: 400 },
    );
    expect(satisfiable).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(10);
  });

  it('refuses nothing that can be satisfied: a crystal that exists defines conditions it can be written under', () => {
    const crystal = symbolsUpTo(5).chain((symbols) =>
      fc
        .tuple(...symbols.map(() => fc.integer({ min: 1, max: 4 })))
        .map((numbers) => symbols.flatMap((symbol, index) => new Array<string>(numbers[index]).fill(symbol))),
    );
    fc.assert(
      fc.property(crystal, fc.nat(), fc.boolean(), fc.boolean(), (atoms, seed, openFormula, exactCount) => {
        const found = [...counts(atoms)];
        const conditions: Conditions = {
          requiredElements: [found[seed % found.length][0]],
          elementCount: found.length,
          requiredFromEach: [[found[0][0], 'O', 'F']],
          ...(exactCount && { atomCount: atoms.length }),
          ...(openFormula && { stoichiometry: found.map(([, count]) => ({ count })) }),
        };
        const grammar = new CrystalGrammar(VOCABULARY, conditions, LIMITS);
        let state = grammar.start;
        const line = (position: number) => {
          const digits = String(position).padStart(2, '0');
          return ['\n0.', '0', '0', ' 0.', '0', '0', ' 0.', digits[0], digits[1], '\n'];
        };
        const rank = (symbol: string) => electronegativityRank(ELEMENTS.findIndex((e) => e.symbol === symbol) + 1);
        const ordered = [...atoms].sort((first, second) => rank(first) - rank(second));
        const pieces = [
          ...'5.0 5.0 5.0\n90 90 90\n',
          ...ordered.flatMap((symbol, index) => [symbol, ...line(index)]),
          '<eos>',
        ];
        for (const piece of pieces) state = grammar.advance(state, id(piece));
        expect(state.kind).toBe('end');
      }),
      { numRuns: 300 },
    );
  });

  it('fixes the number of formula units with the first element', () => {
    const conditions: Conditions = {
      composition: [
        ['Sr', 1],
        ['Ti', 1],
        ['O', 3],
      ],
      atomCount: 10,
    };
    for (let seed = 0; seed < 20; seed++) {
      expect(Object.fromEntries(counts(walk(conditions, seed).symbols))).toEqual({ Sr: 2, Ti: 2, O: 6 });
    }
  });

  it('reaches every admissible number of formula units', () => {
    const sizes = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      sizes.add(
        walk(
          {
            composition: [
              ['Na', 1],
              ['Cl', 1],
            ],
            maxAtomCount: 6,
          },
          seed,
        ).symbols.length,
      );
    }
    expect([...sizes].sort()).toEqual([2, 4, 6]);
  });

  it('puts no two atoms at one position even when nine tenths of a row are taken', () => {
    const grammar = new CrystalGrammar(VOCABULARY, { elements: ['H'], atomCount: 11 }, LIMITS);
    let state = grammar.start;
    const write = (pieces: Iterable<string>) => {
      for (const piece of pieces) state = grammar.advance(state, id(piece));
    };
    write('5.0 5.0 5.0\n90 90 90\n');
    for (let atom = 0; atom < 9; atom++) {
      write(['H', '\n0.', '0', '0', ' 0.', '0', '0', ' 0.', '0', String(atom), '\n']);
    }
    write(['H', '\n0.', '0', '0', ' 0.', '0', '0', ' 0.', '0']);
    expect([...grammar.allowed(state).keys()].filter((token) => grammar.allowed(state)[token])).toEqual([id('9')]);
    write(['9', '\n', 'H', '\n0.', '0', '0', ' 0.', '0', '0', ' 0.']);
    expect(grammar.allowed(state)[id('0')]).toBe(0);
    expect(grammar.allowed(state)[id('1')]).toBe(1);
  });

  it.each([
    [
      {
        composition: [
          ['Xe', 1],
          ['Ar', 1],
        ],
      },
      /not trained on crystals with Ar/,
    ],
    [
      {
        composition: [
          ['Na', 1],
          ['Cl', 1],
        ],
        atomCount: 7,
      },
      /formula units/,
    ],
    [
      {
        composition: [
          ['Y', 3],
          ['Al', 5],
          ['O', 12],
        ],
        formulaUnits: 2,
      },
      /formula units/,
    ],
    [
      {
        composition: [
          ['Ca', 10],
          ['P', 6],
          ['O', 26],
        ],
      },
      /42 atoms/,
    ],
    [{ elements: ['Na', 'Cl'], atomCount: 21 }, /21 atoms/],
    [{ elements: ['Na', 'Cl'], elementCount: 3 }, /not 3 elements/],
    [{ requiredElements: ['Na'], excludedElements: ['Na'] }, /satisfies all conditions/],
    [{ elements: ['Na', 'Cl', 'O'], atomCount: 2 }, /satisfies all conditions/],
    [{ formulaUnits: 2 }, /needs a formula/],
  ] as [Conditions, RegExp][])('refuses %j with its reason', (conditions, reason) => {
    expect(() => new CrystalGrammar(VOCABULARY, conditions, LIMITS)).toThrow(reason);
  });

  it('names the place where a token is not allowed', () => {
    const grammar = new CrystalGrammar(VOCABULARY, {}, LIMITS);
    expect(() => grammar.advance(grammar.start, id('Sr'))).toThrow(/number 1 of the lattice/);
  });
});
