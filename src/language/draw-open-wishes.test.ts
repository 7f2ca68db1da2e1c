import { describe, expect, it } from 'vitest';
import { spaceGroup } from '../crystal/space-groups';
import { planCell } from './cell-plan';
import type { Conditions } from './conditions';
import statistics from './data/training-statistics.json';
import { drawOpenWishes } from './draw-open-wishes';
import { understandPrompt } from './prompt';

const LIMITS = { maxAtoms: 20, elements: statistics.atomicNumbers };
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);
const draw = (prompt: string, seed: number) => {
  const { conditions, problems } = understandPrompt(prompt, LIMITS);
  expect(problems).toEqual([]);
  return drawOpenWishes(conditions, seed, LIMITS);
};
const symbolsOf = ({ composition, elements }: Conditions) => composition?.map(([symbol]) => symbol) ?? elements ?? [];

describe('what is drawn by the seed', () => {
  it('is a space group of the crystal system, the frequent ones often', () => {
    const groups = SEEDS.map((seed) => draw('cubic', seed).spaceGroup as number);
    expect(new Set(groups.map((number) => spaceGroup(number).crystalSystem))).toEqual(new Set(['cubic']));
    const { 225: frequent, ...others } = statistics.spaceGroups.cubic;
    const share = frequent / (frequent + Object.values(others).reduce((sum, count) => sum + count, 0));
    const drawn = groups.filter((number) => number === 225).length / SEEDS.length;
    // Four standard errors.
    expect(Math.abs(drawn - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / SEEDS.length));
  });

  it('are elements that satisfy what was asked for, so that the model can be told', () => {
    for (const seed of SEEDS) {
      const nitride = symbolsOf(draw('a ternary nitride', seed));
      expect(nitride).toHaveLength(3);
      expect(nitride).toContain('N');
      const halide = symbolsOf(draw('sodium halide', seed));
      expect(halide[0]).toBe('Na');
      expect(halide.some((symbol) => ['F', 'Cl', 'Br', 'I'].includes(symbol))).toBe(true);
      expect(symbolsOf(draw('lead-free oxide', seed))).not.toContain('Pb');
    }
    expect(new Set(SEEDS.map((seed) => symbolsOf(draw('a ternary nitride', seed)).join(''))).size).toBeGreaterThan(40);
  });

  it('is a whole formula where elements and pattern leave only one', () => {
    for (const seed of SEEDS) {
      const drawn = draw('a cubic perovskite oxide with strontium', seed);
      expect(drawn).toMatchObject({ spaceGroup: 221, atomCount: 5 });
      expect(drawn.composition?.map(([, count]) => count).sort()).toEqual([1, 1, 3]);
      expect(drawn.composition?.find(([symbol]) => symbol === 'O')?.[1]).toBe(3);
      expect(symbolsOf(drawn)).toContain('Sr');
    }
  });

  it('can always be written, and is not drawn twice', () => {
    for (const prompt of [
      'spinel',
      'lead-free halide perovskite',
      'intermetallic with Ni',
      'binary',
      'diamond',
      'Heusler',
    ]) {
      for (const seed of SEEDS.slice(0, 10)) {
        const drawn = draw(prompt, seed);
        planCell(drawn, LIMITS);
        expect(symbolsOf(drawn).length).toBeGreaterThan(0);
        expect(drawOpenWishes(drawn, seed + 1, LIMITS)).toEqual(drawn);
      }
    }
  });

  it('leaves alone what is settled, what is wholly open, and what the training data do not have', () => {
    for (const conditions of [
      {},
      { atomCount: 5 },
      { excludedElements: ['Pb'] },
      {
        composition: [
          ['Na', 1],
          ['Cl', 1],
        ] as const,
      },
      { elements: ['Na', 'Cl'] },
      { requiredElements: ['He', 'Xe', 'U'] },
    ]) {
      expect(drawOpenWishes(conditions, 3, LIMITS)).toEqual(conditions);
    }
  });
});
