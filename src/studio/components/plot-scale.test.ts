import { describe, expect, it } from 'vitest';
import { linePath, roomyRange, ticks } from './plot-scale';

describe('ticks', () => {
  it('are round numbers within the range', () => {
    expect(ticks(5, 90, 8)).toEqual([20, 40, 60, 80]);
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(-0.3, 0.3, 3)).toEqual([-0.2, 0, 0.2]);
    expect(ticks(2, 2, 4)).toEqual([2]);
  });
});

describe('roomyRange', () => {
  it('leaves a little room, none below 0 for what is never negative', () => {
    expect(roomyRange([1, 3], 2)).toEqual([0.9, 3.1]);
    expect(roomyRange([0, 2], 2)).toEqual([0, 2.1]);
    expect(roomyRange([-1, 1], 2)).toEqual([-1.1, 1.1]);
  });

  it('gives a constant an axis that can be read, rounding errors or not', () => {
    const zero = roomyRange([0, 1e-15, 3e-16], 2);
    expect(zero[0]).toBe(0);
    expect(zero[1]).toBeCloseTo(0.05, 12);
    expect(ticks(...zero, 3).length).toBeGreaterThan(1);
    const [lowest, highest] = roomyRange([90, 90], 1);
    expect([lowest, highest]).toEqual([89.5, 90.5]);
    expect(roomyRange([Number.NaN], 1)).toEqual([0, 1]);
  });
});

describe('linePath', () => {
  const same = (value: number) => value;

  it('keeps the lowest and the highest of the points that share a pixel', () => {
    expect(linePath([1, 1.1, 1.2, 2], [5, 9, 2, 4], same, same, [0, 10])).toBe('M1 2.0L1 9.0L2 4.0');
  });

  it('leaves out what lies outside', () => {
    expect(linePath([0, 1, 2, 3], [1, 2, 3, 4], same, same, [1, 2])).toBe('M1 2.0L2 3.0');
    expect(linePath([], [], same, same, [0, 1])).toBe('');
  });
});
