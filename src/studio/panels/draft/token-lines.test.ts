import { describe, expect, it } from 'vitest';
import { isSameLine, linesOf, placeAfterKey } from './token-lines';

const token = (text: string) => ({ id: 0, text, endOfText: text === '', logProbability: -1 });
const tokens = ['4', '.', '1', '\n', '90', '\n', 'Na', '\n0.', '2', '5', '\n', ''].map(token);

describe('the lines of a draft', () => {
  it('hold each token once, a coordinate with the break that opens its line, the end alone', () => {
    const lines = linesOf(tokens);
    expect(lines.map((line) => line.map(({ text }) => text).join('|'))).toEqual(['4|.|1|', '90|', 'Na', '0.|2|5|', '']);
    expect(lines.flat().map(({ place }) => place)).toEqual([...tokens.keys()]);
    expect(linesOf([])).toEqual([]);
  });

  it('that are complete stay the same while the draft grows', () => {
    const before = linesOf(tokens.slice(0, 8));
    const after = linesOf(tokens);
    expect(before.map((line, index) => isSameLine(line, after[index]))).toEqual([true, true, true, false]);
  });

  it('are walked by the arrow keys', () => {
    const lines = linesOf(tokens);
    const go = (place: number, key: string) => placeAfterKey(lines, place, key);
    expect([go(0, 'ArrowLeft'), go(0, 'ArrowRight'), go(3, 'ArrowRight')]).toEqual([0, 1, 4]);
    expect([go(11, 'ArrowRight'), go(2, 'ArrowDown'), go(8, 'ArrowUp'), go(6, 'ArrowUp')]).toEqual([11, 5, 6, 4]);
    expect([go(8, 'Home'), go(8, 'End'), go(0, 'ArrowUp'), go(11, 'ArrowDown')]).toEqual([7, 10, 0, 11]);
    expect(go(0, 'a')).toBeUndefined();
  });
});
