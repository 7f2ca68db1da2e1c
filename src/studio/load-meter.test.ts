import { describe, expect, it } from 'vitest';
import { LoadMeter } from './load-meter';

describe('LoadMeter', () => {
  it('adds up files that load at the same time', () => {
    const meter = new LoadMeter([100, 300]);
    meter.advance(0, 100);
    meter.advance(1, 50);
    expect(meter.reading(0)).toEqual({ loadedBytes: 150, totalBytes: 400 });
  });

  it('gives the time left from the mean speed, not before it has settled', () => {
    const meter = new LoadMeter([1000]);
    meter.reading(0);
    meter.advance(0, 250);
    expect(meter.reading(100).secondsLeft).toBeUndefined();
    expect(meter.reading(1000).secondsLeft).toBeCloseTo(3);
    meter.advance(0, 1000);
    expect(meter.reading(2000).secondsLeft).toBe(0);
  });

  it('knows nothing of speed before the first byte', () => {
    const meter = new LoadMeter([10]);
    meter.reading(0);
    expect(meter.reading(5000).secondsLeft).toBeUndefined();
  });
});
