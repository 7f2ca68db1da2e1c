import { describe, expect, it } from 'vitest';
import oracle from './fixtures/schedule.json';
import { checkTau, createSchedule, type ScheduleParameters, wrappedNormalScoreScale } from './schedule';

const parameters: ScheduleParameters = {
  timesteps: 1000,
  sigmaMin: 0.005,
  sigmaMax: 0.5,
  cosineOffset: 0.008,
  betaMin: 1e-4,
  betaMax: 0.9999,
};

describe('createSchedule', () => {
  const schedule = createSchedule(parameters);

  it('runs from the clean crystal to pure noise', () => {
    expect(schedule.sigma[0]).toBe(0);
    expect(schedule.sigma[1]).toBeCloseTo(0.005, 12);
    expect(schedule.sigma[1000]).toBeCloseTo(0.5, 12);
    expect(schedule.alphaBar[0]).toBe(1);
    expect(schedule.alphaBar[1000]).toBeLessThan(1e-6);
    for (let t = 1; t <= 1000; t++) {
      expect(schedule.sigma[t]).toBeGreaterThan(schedule.sigma[t - 1]);
      expect(schedule.alphaBar[t]).toBeLessThan(schedule.alphaBar[t - 1]);
      expect(schedule.scoreScale[t]).toBeLessThan(t === 1 ? 201 : schedule.scoreScale[t - 1]);
    }
  });

  it('clips β and recomputes ᾱ from the clipped values', () => {
    expect(schedule.beta[1]).toBe(1e-4);
    expect(schedule.beta[1000]).toBe(0.9999);
    expect(schedule.alphaBar[1]).toBeCloseTo(1 - 1e-4, 15);
  });

  it('rejects a number of timesteps that makes no schedule', () => {
    expect(() => createSchedule({ ...parameters, timesteps: 1.5 })).toThrow(RangeError);
  });
});

describe('the oracle in PyTorch', () => {
  it('has the same numbers', () => {
    const schedule = createSchedule(oracle.parameters);
    oracle.timesteps.forEach((t, i) => {
      for (const key of ['beta', 'alphaBar', 'sigma', 'scoreScale'] as const) {
        expect(Math.abs(schedule[key][t] - oracle[key][i])).toBeLessThan(1e-9 * Math.max(1, oracle[key][i]));
      }
    });
  });
});

describe('wrappedNormalScoreScale', () => {
  it('is 1/σ where wrapping does not matter', () => {
    expect(wrappedNormalScoreScale(0.01)).toBeCloseTo(100, 9);
    expect(wrappedNormalScoreScale(0.005)).toBeCloseTo(200, 8);
  });

  it('follows the first Fourier term where the density is nearly uniform', () => {
    // q ≈ 1 + 2 e^{−2π²σ²} cos 2πx, hence λ ≈ √2 · 2π e^{−2π²σ²}.
    const sigma = 0.6;
    const expected = Math.SQRT2 * 2 * Math.PI * Math.exp(-2 * Math.PI ** 2 * sigma ** 2);
    expect(wrappedNormalScoreScale(sigma) / expected).toBeCloseTo(1, 5);
  });
});

describe('checkTau', () => {
  it.each([-1, 1001, 2.5, Number.NaN])('rejects τ = %s', (tau) => {
    expect(() => checkTau(createSchedule(parameters), tau)).toThrow(/0 to 1000/);
  });
});
