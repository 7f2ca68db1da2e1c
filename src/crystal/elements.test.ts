import { describe, expect, it } from 'vitest';
import {
  atomicNumberOf,
  compareByElectronegativity,
  ELECTRONEGATIVITY_ORDER,
  ELEMENTS,
  element,
  symbolOf,
} from './elements';

describe('elements', () => {
  it('are 118 with distinct symbols', () => {
    expect(ELEMENTS.length).toBe(118);
    expect(new Set(ELEMENTS.map(({ symbol }) => symbol)).size).toBe(118);
    for (const { atomicNumber, symbol } of ELEMENTS) expect(atomicNumberOf(symbol)).toBe(atomicNumber);
  });

  it('know their data', () => {
    expect(element(22)).toEqual({
      atomicNumber: 22,
      symbol: 'Ti',
      name: 'Titanium',
      mass: 47.867,
      electronegativity: 1.54,
      covalentRadius: 1.6,
      kind: 'metal',
    });
    expect(element(2).electronegativity).toBeNull();
    expect(element(118).covalentRadius).toBeNull();
  });

  it('refuse other numbers and spellings', () => {
    for (const wrong of [0, 119, 1.5, Number.NaN]) expect(() => element(wrong)).toThrow(`atomic number ${wrong}`);
    for (const wrong of ['ti', 'TI', 'D', '']) expect(atomicNumberOf(wrong)).toBeUndefined();
  });
});

describe('order by electronegativity', () => {
  it('sorts cations before anions', () => {
    const order = (symbols: string) =>
      symbols
        .split(' ')
        .map((symbol) => atomicNumberOf(symbol) as number)
        .sort(compareByElectronegativity)
        .map(symbolOf)
        .join(' ');
    expect(order('O Ti Sr')).toBe('Sr Ti O');
    expect(order('O P Fe Li')).toBe('Li Fe P O');
  });

  it('puts ties by atomic number, elements without a value last', () => {
    expect(compareByElectronegativity(26, 26)).toBe(0);
    const [nickel, silver] = [28, 47];
    expect(compareByElectronegativity(nickel, silver)).toBeLessThan(0);
    const [lead, ruthenium, rhodium] = [82, 44, 46];
    expect(compareByElectronegativity(ruthenium, rhodium)).toBeLessThan(0);
    expect(compareByElectronegativity(lead, 2)).toBeLessThan(0);
    expect(ELECTRONEGATIVITY_ORDER[0]).toBe(87);
    expect(ELECTRONEGATIVITY_ORDER.slice(-3)).toEqual([116, 117, 118]);
    expect(new Set(ELECTRONEGATIVITY_ORDER).size).toBe(118);
  });
});
