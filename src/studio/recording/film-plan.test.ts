import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenSize, FRAMES_PER_SECOND, planFilm } from './film-plan';

describe('the plan of a film', () => {
  it('goes from the first frame to the last in the time given, and rests there', () => {
    const frames = fc.tuple(fc.nat(500), fc.nat(1000), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(frames, ([from, length, seconds]) => {
        const plan = planFilm(from, from + length, seconds);
        expect(plan).toHaveLength((seconds + 1) * FRAMES_PER_SECOND);
        expect([plan[0], plan[seconds * FRAMES_PER_SECOND - 1], plan.at(-1)]).toEqual([
          from,
          from + length,
          from + length,
        ]);
        expect(plan).toEqual(plan.toSorted((p, q) => p - q));
      }),
    );
    expect(() => planFilm(3, 2, 1)).toThrow(RangeError);
    expect(() => planFilm(0, 2, 0)).toThrow(RangeError);
  });

  it('has even numbers of pixels', () => {
    expect(evenSize({ width: 1281, height: 719.5 })).toEqual({ width: 1280, height: 718 });
  });
});
