import { describe, expect, it } from 'vitest';
import { linePath, ticks } from './plot-scale';

describe('ticks', () => {
  it('are round numbers within the range', () => {
    expect(ticks(5, 90, 8)).toEqual([20, 40, 60, 80]);
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(-0.3, 0.3, 3)).toEqual([-0.2, 0, 0.2]);
    expect(ticks(2, 2, 4)).toEqual([2]);
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
