import { describe, expect, it } from 'vitest';
import { CRYSTAL_SYSTEMS, SPACE_GROUPS, spaceGroup, spaceGroupNumberOf, typesetSymbol } from './space-groups';

describe('space groups', () => {
  it('are 230, each found by its own symbol', () => {
    expect(SPACE_GROUPS.length).toBe(230);
    for (const { number, symbol, spacedSymbol } of SPACE_GROUPS) {
      expect(spaceGroupNumberOf(symbol)).toBe(number);
      expect(spaceGroupNumberOf(spacedSymbol)).toBe(number);
      expect(spaceGroupNumberOf(typesetSymbol(spaceGroup(number)))).toBe(number);
    }
  });

  it.each([
    ['Fm-3m', 225],
    ['Fm3m', 225],
    ['F m -3 m', 225],
    ['Fm\u22123m', 225],
    ['Fm3\u0305m', 225],
    ['fm-3m', 225],
    ['P63/mmc', 194],
    ['P6_3/mmc', 194],
    ['P6₃/mmc', 194],
    ['P 63/m m c', 194],
    ['R-3m', 166],
    ['R-3m:H', 166],
    ['R -3 c', 167],
    ['Pbnm', 62],
    ['Pnma', 62],
    ['P 1 21/c 1', 14],
    ['P21/n', 14],
    ['P2_1/c', 14],
    ['C12/c1', 15],
    ['Fd-3m', 227],
    ['Fd3m', 227],
    ['F d -3 m :2', 227],
    ['Pm3m', 221],
    ['Pm3n', 223],
    ['Pa3', 205],
    ['Cmce', 64],
    ['Cmca', 64],
    ['I4/mmm', 139],
    ['P-1', 2],
    ['P1', 1],
  ])('reads %s as %d', (symbol, number) => {
    expect(spaceGroupNumberOf(symbol)).toBe(number);
  });

  it.each(['', 'Fm4m', 'perovskite', '225', 'B2'])('does not take %j for a group', (symbol) => {
    expect(spaceGroupNumberOf(symbol)).toBeUndefined();
  });

  it('have crystal systems in blocks', () => {
    const firstOf = CRYSTAL_SYSTEMS.map(
      (system) => SPACE_GROUPS.find((group) => group.crystalSystem === system)?.number,
    );
    expect(firstOf).toEqual([1, 3, 16, 75, 143, 168, 195]);
  });

  it('are typeset with overlines and subscripts', () => {
    const printed = (number: number) => typesetSymbol(spaceGroup(number));
    expect([225, 194, 93, 90, 149, 212, 14].map(printed)).toEqual([
      'Fm3\u0305m',
      'P6₃/mmc',
      'P4₂22',
      'P42₁2',
      'P312',
      'P4₃32',
      'P2₁/c',
    ]);
  });

  it('refuses other numbers', () => {
    for (const wrong of [0, 231, 1.5]) expect(() => spaceGroup(wrong)).toThrow(`space group ${wrong}`);
  });
});
