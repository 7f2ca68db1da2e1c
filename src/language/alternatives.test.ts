import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternativesAt } from './alternatives';
import { applyMask, logProbability } from './logits';

const spelling = (id: number) => `<${id}>`;

describe('alternatives at a place', () => {
  it('are the likeliest tokens, and the likeliest that the grammar allows', () => {
    const raw = Float32Array.of(5, 4, 3, 2, 1, 0, -1, -2);
    const masked = Float32Array.from(raw);
    applyMask(masked, Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 1));
    const found = alternativesAt(raw, masked, spelling, 4);
    expect(found.map(({ id }) => id)).toEqual([0, 1, 5, 7]);
    expect(found.map(({ isAllowed }) => isAllowed)).toEqual([false, true, true, true]);
    expect(found.map(({ text }) => text)).toEqual(['<0>', '<1>', '<5>', '<7>']);
  });

  it('fall back on forbidden tokens where few are allowed', () => {
    const raw = Float32Array.of(1, 2, 3, 4, 5, 6);
    const masked = Float32Array.from(raw);
    applyMask(masked, Uint8Array.of(1, 0, 0, 0, 0, 0));
    expect(alternativesAt(raw, masked, spelling, 4).map(({ id }) => id)).toEqual([5, 4, 3, 0]);
  });

  it('have raw probabilities, come the likeliest first, and hold what sampling would take', () => {
    const logits = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(logits, fc.integer({ min: 1, max: 2 ** 12 - 1 }), (values, bits) => {
        const raw = Float32Array.from(values);
        const masked = Float32Array.from(raw);
        const allowed = Uint8Array.from(raw, (_, id) => (bits >> (id % 12)) & 1);
        applyMask(masked, allowed);
        const found = alternativesAt(raw, masked, spelling);
        expect(found).toHaveLength(8);
        expect(new Set(found.map(({ id }) => id)).size).toBe(8);
        for (const { id, logProbability: found1 } of found) expect(found1).toBeCloseTo(logProbability(raw, id), 5);
        for (let k = 1; k < 8; k++) expect(found[k].logProbability).toBeLessThanOrEqual(found[k - 1].logProbability);
        const best = masked.indexOf(Math.max(...masked));
        expect(found.map(({ id }) => masked[id])).toContain(masked[best]);
        for (const { id, isAllowed } of found) expect(isAllowed).toBe(allowed[id] === 1);
      }),
    );
  });
});
