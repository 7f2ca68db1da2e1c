import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ELEMENTS } from './elements';
import { readFixture, toCrystal } from './fixtures/read-fixture';
import {
  type Composition,
  compositionOf,
  FormulaError,
  type FormulaProblem,
  formatFormula,
  formatFormulaSubscript,
  formulaUnits,
  orderByElectronegativity,
  parseFormula,
  reduceComposition,
  reducedFormula,
} from './formula';

describe('parseFormula against pymatgen', () => {
  it.each(readFixture<{ formula: string; counts: Record<string, number>; ordered: string }[]>('formulas.json'))(
    '$formula',
    ({ formula, counts, ordered }) => {
      const composition = parseFormula(formula);
      expect(Object.fromEntries(composition)).toEqual(counts);
      expect(formatFormula(orderByElectronegativity(reduceComposition(composition)))).toBe(ordered);
    },
  );
});

describe('parseFormula', () => {
  it('keeps the order of first appearance and merges repeats', () => {
    expect(parseFormula('CH3CH2OH')).toEqual([
      ['C', 2],
      ['H', 6],
      ['O', 1],
    ]);
  });

  it('reads subscripts, hydrate dots and spaces', () => {
    const expected = parseFormula('CuSO9H10');
    for (const text of ['CuSO4·5H2O', 'CuSO₄·5H₂O', 'CuSO4*5H2O', 'Cu S O4 • 5 H2O', ' CuSO4 ⋅ 5(H2O) ']) {
      expect(new Map(parseFormula(text))).toEqual(new Map(expected));
    }
  });

  it.each<[string, FormulaProblem, number]>([
    ['', 'empty', 0],
    ['   ', 'empty', 0],
    ['Ba(Ti,Zr)O3', 'mixed-occupancy', 5],
    ['La0.7Sr0.3MnO3', 'non-integer', 2],
    ['FeO1.', 'non-integer', 3],
    ['La1-xSrxMnO3', 'variable', 3],
    ['SrTiO3-δ', 'variable', 6],
    ['LixCoO2', 'variable', 2],
    ['Xx2O', 'unknown-element', 0],
    ['SrTiO3Q', 'unknown-element', 6],
    ['D2O', 'unknown-element', 0],
    ['SO4-', 'charge', 3],
    ['Fe3+', 'charge', 3],
    ['Ca(OH', 'bracket', 2],
    ['CaOH)2', 'bracket', 4],
    ['Ca(OH]2', 'bracket', 5],
    ['Ca()2', 'bracket', 2],
    ['CaO0', 'zero', 3],
    ['CaO99999', 'too-large', 3],
    ['(Ca9999)9999', 'too-large', 0],
    ['srtio3', 'syntax', 0],
    ['CuSO4·', 'syntax', 6],
    ['5', 'syntax', 1],
    ['Ca_2', 'syntax', 2],
  ])('refuses %j as %s at %d', (text, problem, position) => {
    let caught: unknown;
    try {
      parseFormula(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(FormulaError);
    expect(caught).toMatchObject({ problem, position });
    expect((caught as FormulaError).message).toMatch(/^.+\.$/);
  });

  it('says why mixed occupancy is not supported', () => {
    expect(() => parseFormula('Ba(Ti,Zr)O3')).toThrow('every site of a generated crystal holds one element');
  });

  it('never fails but by a FormulaError', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'CaOHTi()[]{}0123459.,·-x '), maxLength: 20 }), (text) => {
        try {
          return parseFormula(text).every(([, count]) => count >= 1);
        } catch (error) {
          return error instanceof FormulaError;
        }
      }),
    );
  });
});

const composition: fc.Arbitrary<Composition> = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...ELEMENTS.map(({ symbol }) => symbol)), fc.integer({ min: 1, max: 40 })),
  { selector: ([symbol]) => symbol, minLength: 1, maxLength: 6 },
);

describe('formulas', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(composition, (counts) => {
        expect(parseFormula(formatFormula(counts))).toEqual(counts);
        expect(parseFormula(formatFormulaSubscript(counts))).toEqual(counts);
      }),
    );
  });

  it('reduce by the number of formula units', () => {
    fc.assert(
      fc.property(composition, fc.integer({ min: 1, max: 9 }), (counts, factor) => {
        const reduced = reduceComposition(counts);
        const larger = reduced.map(([symbol, count]) => [symbol, count * factor] as const);
        expect(formulaUnits(reduced)).toBe(1);
        expect(formulaUnits(larger)).toBe(factor);
        expect(reduceComposition(larger)).toEqual(reduced);
      }),
    );
  });

  it('of a crystal', () => {
    const crystal = toCrystal({
      lattice: [4, 0, 0, 0, 4, 0, 0, 0, 4],
      atomicNumbers: [8, 22, 8, 22, 8, 8],
      fracCoords: [],
    });
    expect(compositionOf(crystal)).toEqual([
      ['Ti', 2],
      ['O', 4],
    ]);
    expect(reducedFormula(crystal)).toBe('TiO2');
    expect(formatFormulaSubscript(parseFormula('Al12O18'))).toBe('Al₁₂O₁₈');
  });
});
