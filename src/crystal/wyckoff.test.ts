import { describe, expect, it } from 'vitest';
import { SPACE_GROUPS } from './space-groups';
import { canHold, fewestFormulaUnits } from './wyckoff';
import table from './wyckoff-multiplicities.json';

// International Tables A, Wyckoff letters in brackets; multiplicities divided by the centring's lattice points.
describe('Wyckoff multiplicities', () => {
  it.each([
    ['P1', 1, [], [1]],
    ['P-1: 1a–1h, 2i', 2, [1, 1, 1, 1, 1, 1, 1, 1], [2]],
    ['P2_1/c: 2a–2d, 4e', 14, [2, 2, 2, 2], [4]],
    ['Pnma: 4a, 4b, 4c, 8d', 62, [4, 4], [4, 8]],
    ['R-3m: 3a, 3b, 9d, 9e, 6c, 18f–h, 36i', 166, [1, 1, 3, 3], [2, 6, 12]],
    ['Fm-3m: 4a, 4b, 8c, 24d, 24e, 32f, 48g–i, 96j–k, 192l', 225, [1, 1, 2, 6], [6, 8, 12, 24, 48]],
    ['Fd-3m: 8a, 8b, 16c, 16d, 32e, 48f, 96g–h, 192i', 227, [2, 2, 4, 4], [8, 12, 24, 48]],
  ] as const)('%s', (_name, number, fixed, movable) => {
    expect(table.fixed[number - 1]).toEqual(fixed);
    expect(table.movable[number - 1]).toEqual(movable);
  });

  it('are those of all 230 groups', () => {
    expect(table.fixed).toHaveLength(SPACE_GROUPS.length);
    expect(table.movable).toHaveLength(SPACE_GROUPS.length);
    // Every group has general positions, and no position has more atoms than they.
    for (const [index, movable] of table.movable.entries()) {
      expect(Math.max(...movable, ...table.fixed[index])).toBe(movable.at(-1));
    }
  });
});

describe('canHold', () => {
  it('finds room for crystals that exist', () => {
    expect(canHold(221, [1, 1, 3])).toBe(true); // SrTiO3
    expect(canHold(225, [1, 1])).toBe(true); // NaCl
    expect(canHold(227, [2])).toBe(true); // Si
    expect(canHold(227, [2, 4, 8])).toBe(true); // MgAl2O4
    expect(canHold(62, [4, 4, 12])).toBe(true); // CaTiO3
    expect(canHold(166, [1, 1, 2])).toBe(true); // LiFeO2
  });

  it('takes a position without a free coordinate once', () => {
    expect(canHold(225, [1, 1, 1])).toBe(false);
    expect(canHold(227, [2, 2, 2])).toBe(false);
    expect(canHold(2, [1, 1, 1, 1, 1, 1, 1, 1])).toBe(true);
    expect(canHold(2, [1, 1, 1, 1, 1, 1, 1, 1, 1])).toBe(false);
    expect(canHold(2, [9])).toBe(true);
  });
});

it('knows the fewest formula units', () => {
  expect(fewestFormulaUnits(62, [1, 1, 1, 4])).toBe(4); // LiFePO4: 28 atoms
  expect(fewestFormulaUnits(225, [1, 1])).toBe(1);
  expect(fewestFormulaUnits(227, [1])).toBe(2);
  expect(fewestFormulaUnits(230, [1])).toBe(8);
});
