import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atomConfidences, packAlternatives, tokensOf } from './draft-tokens';
import type { Engine } from './engine';
import type { DraftRecord } from './run';
import { createTinyEngine, TINY_REQUEST } from './testing/tiny-engine';

let engine: Engine;
let draft: DraftRecord;

beforeAll(async () => {
  engine = await createTinyEngine();
  const run = await engine.start({ ...TINY_REQUEST, tau: 0, count: 1 });
  draft = run.candidates[0].drafts.at(-1) as DraftRecord;
});
afterAll(() => engine.dispose());

function withoutAlternatives({ alternatives: _, ...older }: DraftRecord): DraftRecord {
  return older;
}

describe('the tokens of a recorded draft', () => {
  it('spell its text, end it, and come with what could have stood in their place', () => {
    const tokens = tokensOf(draft) ?? [];
    expect(tokens.map(({ text }) => text).join('')).toBe(draft.text);
    expect(tokens.filter(({ endOfText }) => endOfText)).toEqual([tokens.at(-1)]);
    for (const { id, logProbability, alternatives = [] } of tokens) {
      expect(alternatives).toHaveLength(8);
      const own = alternatives.find((alternative) => alternative.id === id);
      if (own) expect(own.logProbability).toBeCloseTo(logProbability, 4);
      expect(own?.isAllowed ?? true).toBe(true);
    }
    expect(packAlternatives(tokens)).toEqual(draft.alternatives);
  });

  it('are cut out of the text where an older build recorded no spellings', () => {
    const older = tokensOf(withoutAlternatives(draft)) ?? [];
    expect(older).toEqual((tokensOf(draft) ?? []).map(({ alternatives: _, ...token }) => token));
    expect(tokensOf({ ...withoutAlternatives(draft), tokenIds: [1, 2], logProbabilities: [-1, -1] })).toBeUndefined();
  });
});

describe('the confidence of atoms', () => {
  it('is the geometric mean over the tokens from the element to the end of its coordinates', () => {
    const token = (text: string, probability: number) => ({
      id: 0,
      text,
      endOfText: false,
      logProbability: Math.log(probability),
    });
    const lattice = ['4', '.', '0', '\n', '90', '\n'].map((text) => token(text, 0.01));
    const first = [token('Na', 0.5), token('\n0.', 1), token('12', 0.125), token('\n', 1)];
    const second = [token('Cl', 1), token('\n0.', 1), token('50', 1), token('\n', 0.0625)];
    const end = { ...token('', 0.001), endOfText: true };
    const found = atomConfidences([...lattice, ...first, ...second, end]);
    expect([...found]).toEqual([expect.closeTo(0.5, 10), expect.closeTo(0.5, 10)]);
  });

  it('has a value for each atom of a real draft, and none for one that is not complete', () => {
    const tokens = tokensOf(draft) ?? [];
    const found = atomConfidences(tokens);
    expect(found).toHaveLength(5);
    for (const share of found) expect(share > 0 && share <= 1).toBe(true);
    expect(atomConfidences(tokens.slice(0, -3))).toEqual(found.slice(0, 4));
  });
});
