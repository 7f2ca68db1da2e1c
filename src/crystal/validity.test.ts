import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture } from './fixtures/read-fixture';
import { type Composition, parseFormula } from './formula';
import table from './smact-oxidation-states.json';
import { chargeNeutrality, OXIDATION_STATE_SET, structuralValidity } from './validity';

const oracles = readFixture<{ composition: [string, number][]; valid: boolean }[]>('validity.json');
const elements = table.elements as Record<string, { oxidationStates: number[]; electronegativity: number | null }>;

describe('chargeNeutrality', () => {
  it('uses the set of the original evaluation', () => {
    expect(OXIDATION_STATE_SET).toBe('smact14');
  });

  it('agrees with the Python package', () => {
    expect(oracles.length).toBeGreaterThan(200);
    const wrong = oracles.filter(({ composition, valid }) => chargeNeutrality(composition).valid !== valid);
    expect(wrong).toEqual([]);
    const share = oracles.filter(({ valid }) => valid).length / oracles.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.8);
  });

  it.each([
    ['Cu', true, 'single-element'],
    ['He', true, 'single-element'],
    ['Cu3Au', true, 'metals'],
    ['SrTiO3', true, 'neutral'],
    ['NaCl2', false, 'not-neutral'],
    ['ArH', false, 'no-oxidation-states'],
    ['OgO', false, 'no-oxidation-states'],
    ['Pm2O3', false, 'electronegativity'],
  ])('%s: %s, %s', (formula, valid, reason) => {
    expect(chargeNeutrality(parseFormula(formula))).toMatchObject({ valid, reason });
  });

  it.each([
    ['SrTiO3', { Sr: 2, Ti: 4, O: -2 }],
    ['NaCl', { Na: 1, Cl: -1 }],
    ['LiFePO4', { Li: 1, Fe: 2, P: 5, O: -2 }],
    ['LiCoO2', { Li: 1, Co: 3, O: -2 }],
    ['CsPbI3', { Cs: 1, Pb: 2, I: -1 }],
    ['CaCO3', { Ca: 2, C: 4, O: -2 }],
    ['Al2O3', { Al: 3, O: -2 }],
    ['MnO2', { Mn: 4, O: -2 }],
    ['Cr2O3', { Cr: 3, O: -2 }],
    ['Si3N4', { Si: 4, N: -3 }],
    ['La2CuO4', { La: 3, Cu: 2, O: -2 }],
    ['Na2O2', { Na: 1, O: -1 }],
    ['KNO3', { K: 1, N: 5, O: -2 }],
  ])('of all sets that balance %s names the textbook one', (formula, states) => {
    expect(Object.fromEntries(chargeNeutrality(parseFormula(formula)).oxidationStates ?? [])).toEqual(states);
  });

  it('knows one state per element, so that mixed valence does not pass', () => {
    expect(chargeNeutrality(parseFormula('Fe3O4'))).toEqual({ valid: false, reason: 'not-neutral' });
  });

  it('is what an exhaustive search finds, and its states balance', () => {
    const composition: fc.Arbitrary<Composition> = fc.uniqueArray(
      fc.tuple(
        fc.constantFrom(...Object.keys(elements).filter((symbol) => elements[symbol].oxidationStates.length > 0)),
        fc.integer({ min: 1, max: 12 }),
      ),
      { selector: ([symbol]) => symbol, minLength: 2, maxLength: 4 },
    );
    fc.assert(
      fc.property(composition, (counts) => {
        const result = chargeNeutrality(counts);
        if (result.reason === 'metals') return;
        expect(result.valid).toBe(exhaustive(counts));
        const charge = result.oxidationStates?.reduce((sum, [, state], index) => sum + state * counts[index][1], 0);
        if (result.valid) expect(charge).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('is quick for compositions with very many combinations', () => {
    const symbols = 'Mn Fe Cr Mo W Re Os Ir Ru Tc Pu Pt V Nb N P S Cl C Si'.split(' ');
    const start = performance.now();
    for (let count = 1; count <= 20; count++) chargeNeutrality(symbols.map((symbol, i) => [symbol, count + i]));
    // Trying the combinations one by one would take longer than the universe is old.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('refuses an empty composition', () => {
    expect(() => chargeNeutrality([])).toThrow(RangeError);
  });
});

function exhaustive(composition: Composition): boolean {
  const search = (index: number, charge: number, chosen: [number, number | null][]): boolean => {
    if (index === composition.length) return charge === 0 && passesPauling(chosen);
    const [symbol, count] = composition[index];
    const { oxidationStates, electronegativity } = elements[symbol];
    return oxidationStates.some((state) =>
      search(index + 1, charge + state * count, [...chosen, [state, electronegativity]]),
    );
  };
  return search(0, 0, []);
}

function passesPauling(chosen: [number, number | null][]): boolean {
  return chosen.every(([cation, low]) =>
    chosen.every(([anion, high]) => low !== null && high !== null && !(cation > 0 && anion < 0 && low >= high)),
  );
}

describe('structuralValidity', () => {
  const cell = (edge: number, x: number) => ({
    lattice: Float64Array.of(edge, 0, 0, 0, 4, 0, 0, 0, 4),
    atomicNumbers: Uint8Array.of(6, 6),
    fracCoords: Float64Array.of(0, 0, 0, x, 0, 0),
  });

  it('wants more than 0.5 Å between atoms, images included', () => {
    expect(structuralValidity(cell(4, 0.13))).toMatchObject({ valid: true });
    expect(structuralValidity(cell(4, 0.12))).toMatchObject({ valid: false });
    expect(structuralValidity(cell(4, 0.88)).shortestDistance).toBeCloseTo(0.48, 9);
    expect(structuralValidity(cell(0.4, 0.5))).toMatchObject({ valid: false });
  });

  it('wants a volume', () => {
    expect(structuralValidity(cell(0, 0.5))).toMatchObject({ valid: false, volume: 0 });
  });
});
