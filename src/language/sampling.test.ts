import { describe, expect, it } from 'vitest';
import { applyMask, logProbability, logSumExp } from './logits';
import { uniformRandom } from './random';
import { sampleToken } from './sampling';

const LOGITS = Float32Array.of(1, 3, -2, 3, 0.5);

function frequencies(temperature: number, topP: number, draws = 20_000): number[] {
  const counts = new Array(LOGITS.length).fill(0);
  for (let draw = 0; draw < draws; draw++) counts[sampleToken(LOGITS, { temperature, topP }, uniformRandom(5, draw))]++;
  return counts.map((count) => count / draws);
}

function softmax(logits: readonly number[]): number[] {
  const weights = logits.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function expectClose(found: readonly number[], wanted: readonly number[]): void {
  // Four standard errors of a share of 20,000 draws.
  for (const [token, share] of found.entries()) expect(Math.abs(share - wanted[token])).toBeLessThan(0.015);
}

describe('sampling', () => {
  it('draws from the softmax at the temperature', () => {
    expectClose(frequencies(1, 1), softmax([...LOGITS]));
    expectClose(frequencies(2, 1), softmax([...LOGITS].map((logit) => logit / 2)));
  });

  it('draws only from the nucleus', () => {
    expectClose(frequencies(1, 0.8), [0, 0.5, 0, 0.5, 0]);
    expectClose(frequencies(1, 0.1), [0, 1, 0, 0, 0]);
  });

  it('is greedy as the temperature goes to zero', () => {
    for (const random of [0, 0.5, 0.999]) expect(sampleToken(LOGITS, { temperature: 0, topP: 1 }, random)).toBe(1);
    expect(sampleToken(LOGITS, { temperature: 1e-4, topP: 1 }, 0.9)).toBe(1);
  });

  it('never draws a masked token, and says when none is left', () => {
    const logits = Float32Array.of(Number.NEGATIVE_INFINITY, 0, Number.NEGATIVE_INFINITY);
    for (const random of [0, 1 - 2 ** -32]) expect(sampleToken(logits, { temperature: 1, topP: 1 }, random)).toBe(1);
    expect(() => sampleToken(Float32Array.of(Number.NaN), { temperature: 1, topP: 1 }, 0)).toThrow(/No token/);
    expect(() => sampleToken(LOGITS, { temperature: -1, topP: 1 }, 0)).toThrow(/temperature/);
    expect(() => sampleToken(LOGITS, { temperature: 1, topP: 0 }, 0)).toThrow(/top-p/);
  });
});

describe('logits', () => {
  it('gives log-probabilities without overflow', () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 10);
    expect(logProbability(LOGITS, 0)).toBeCloseTo(Math.log(softmax([...LOGITS])[0]), 6);
  });

  it('masks in place and returns the removed probability mass', () => {
    const logits = Float32Array.from(LOGITS);
    const removed = applyMask(logits, Uint8Array.of(1, 0, 1, 1, 0));
    const probabilities = softmax([...LOGITS]);
    expect(removed).toBeCloseTo(probabilities[1] + probabilities[4], 6);
    expect([...logits]).toEqual([1, Number.NEGATIVE_INFINITY, -2, 3, Number.NEGATIVE_INFINITY]);
    expect(() => applyMask(logits, new Uint8Array(3))).toThrow(/3 entries/);
  });
});

describe('the random numbers', () => {
  it('are uniform, and uncorrelated between neighbouring counters and seeds', () => {
    const draws = 20_000;
    const series = (of: (index: number) => number) => Array.from({ length: draws }, (_, index) => of(index) - 0.5);
    const correlation = (first: readonly number[], second: readonly number[]) =>
      (12 * first.reduce((sum, value, index) => sum + value * second[index], 0)) / draws;
    const base = series((index) => uniformRandom(7, index));
    const bins = new Array(20).fill(0);
    for (const value of base) bins[Math.floor((value + 0.5) * 20)]++;
    const chiSquared = bins.reduce((sum, count) => sum + (count - draws / 20) ** 2 / (draws / 20), 0);
    // The 99.9 % point of χ² with 19 degrees of freedom.
    expect(chiSquared).toBeLessThan(43.8);
    for (const other of [
      series((index) => uniformRandom(7, index + 1)),
      series((index) => uniformRandom(8, index)),
      series((index) => uniformRandom(index, 3)),
    ]) {
      expect(Math.abs(correlation(base, other))).toBeLessThan(4 / Math.sqrt(draws));
    }
  });

  it('stay as they are: stored runs depend on them', () => {
    expect([0, 1, 2].map((counter) => Math.floor(uniformRandom(7, counter) * 2 ** 32))).toMatchInlineSnapshot(`
      [
        1238850014,
        193068616,
        711742436,
      ]
    `);
  });
});
