import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { wrap } from '../crystal/lattice';
import type { Denoiser } from './denoiser-types';
import { createNoise, type NoiseSource } from './noise';
import type { SampleState } from './sample-state';
import { evaluationCount, refineBatch, type SamplerDraft, type SamplerSettings } from './sampler';
import { createExactDenoiser } from './testing/exact-denoiser';
import { publishedSchedule as schedule } from './testing/published-schedule';

const perovskite: Crystal = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};
const rockSalt: Crystal = {
  lattice: Float64Array.of(0, 2.81, 2.81, 2.81, 0, 2.81, 2.81, 2.81, 0),
  atomicNumbers: Uint8Array.of(11, 17),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5),
};
const exact = createExactDenoiser([perovskite, rockSalt], schedule);
const defaults: SamplerSettings = {
  tau: 40,
  start: 'as-is',
  order: 'predictor-first',
  stepLength: 1e-5,
  noiseFreeSteps: 1,
};

interface RefineOptions {
  readonly settings?: Partial<SamplerSettings>;
  readonly noise?: NoiseSource;
  readonly denoiser?: Denoiser;
  readonly signal?: AbortSignal;
}

async function refine(drafts: readonly SamplerDraft[], options: RefineOptions = {}) {
  const { settings, noise = createNoise(1), denoiser = exact, signal } = options;
  const timesteps: number[] = [];
  let last: readonly SampleState[] = [];
  for await (const frame of refineBatch(drafts, { ...defaults, ...settings }, schedule, denoiser, noise, signal)) {
    timesteps.push(frame.timestep);
    last = frame.states;
  }
  return { timesteps, states: last };
}

function perturbed(crystal: Crystal, amount: number): Crystal {
  const noise = new Float64Array(crystal.fracCoords.length);
  createNoise(99)(noise, 0, 0, 'startCoords');
  return {
    ...crystal,
    lattice: crystal.lattice.map((value) => value * (1 + amount)),
    fracCoords: crystal.fracCoords.map((value, i) => wrap(value + amount * noise[i])),
  };
}

function largestDifference(a: Float64Array, b: Float64Array, periodic: boolean): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i] - (periodic ? Math.round(value - b[i]) : 0))));
}

describe('refineBatch', () => {
  it.each([
    ['predictor-first', 'as-is', 100],
    ['corrector-first', 'as-is', 100],
    ['predictor-first', 're-noised', 300],
    ['corrector-first', 're-noised', 300],
    ['predictor-first', 're-noised', 1000],
  ] as const)('with the exact score ends in the crystal of the data (%s, %s, τ = %i)', async (order, start, tau) => {
    const { states, timesteps } = await refine([{ crystal: perturbed(perovskite, 0.02), candidate: 0 }], {
      settings: { order, start, tau },
    });
    expect(timesteps).toEqual(Array.from({ length: tau + 1 }, (_, i) => tau - i));
    expect(states[0].failure).toBeUndefined();
    expect(largestDifference(states[0].fracCoords, perovskite.fracCoords, true)).toBeLessThan(1e-6);
    expect(largestDifference(states[0].lattice, perovskite.lattice, false)).toBeLessThan(1e-5);
  });

  it('without noise follows the ordinary differences of Algorithm 1 for one step', async () => {
    const silent: NoiseSource = (target) => target.fill(0);
    const draft = perturbed(rockSalt, 0.01);
    let states: readonly SampleState[] = [];
    for await (const frame of refineBatch([{ crystal: draft, candidate: 0 }], defaults, schedule, exact, silent)) {
      states = frame.states;
      if (frame.timestep === 39) break;
    }
    const variance = schedule.sigma[40] ** 2 - schedule.sigma[39] ** 2;
    const eta = (1e-5 * schedule.sigma[39]) / schedule.sigma[40];
    const displacement = draft.fracCoords[0];
    // Near the target the wrapped score is −x/σ_t², at t for the corrector too.
    const predicted = displacement * (1 - variance / schedule.sigma[40] ** 2);
    const corrected = predicted * (1 - eta / schedule.sigma[40] ** 2);
    expect(states[0].fracCoords[0]).toBeCloseTo(wrap(corrected), 8);
  });

  it('τ = 0 returns the draft', async () => {
    const draft = perturbed(perovskite, 0.02);
    const { states, timesteps } = await refine([{ crystal: draft, candidate: 0 }], { settings: { tau: 0 } });
    expect(timesteps).toEqual([0]);
    expect(states[0].fracCoords).toEqual(draft.fracCoords);
    expect(states[0].lattice).toEqual(draft.lattice);
  });

  it('a candidate in a batch equals the same candidate alone', async () => {
    const drafts = [perturbed(perovskite, 0.05), perturbed(rockSalt, 0.05), perturbed(perovskite, 0.1)].map(
      (crystal, candidate) => ({ crystal, candidate }),
    );
    const together = await refine(drafts);
    for (const draft of drafts) {
      const alone = await refine([draft]);
      expect(alone.states[0].fracCoords).toEqual(together.states[draft.candidate].fracCoords);
      expect(alone.states[0].lattice).toEqual(together.states[draft.candidate].lattice);
    }
  });

  it('whole cells added to a coordinate change nothing', async () => {
    const draft = perturbed(perovskite, 0.05);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 15, maxLength: 15 }), async (cells) => {
        const shifted = { ...draft, fracCoords: draft.fracCoords.map((value, i) => value + cells[i]) };
        const a = await refine([{ crystal: draft, candidate: 0 }], { settings: { tau: 5 } });
        const b = await refine([{ crystal: shifted, candidate: 0 }], { settings: { tau: 5 } });
        expect(largestDifference(a.states[0].fracCoords, b.states[0].fracCoords, true)).toBeLessThan(1e-6);
      }),
      { numRuns: 20 },
    );
  });

  it('asks for the same noise at every timestep, whatever τ', async () => {
    const asked = async (tau: number) => {
      const calls = new Map<string, number>();
      const noise = createNoise(5);
      await refine([{ crystal: rockSalt, candidate: 3 }], {
        settings: { tau, start: 're-noised' },
        noise: (target, candidate, timestep, stage) => {
          noise(target, candidate, timestep, stage);
          calls.set(`${candidate} ${timestep} ${stage}`, target[0]);
        },
      });
      return calls;
    };
    const short = await asked(10);
    const long = await asked(30);
    expect(short.size).toBe(2 + 9 * 3);
    for (const [key, value] of short) expect(long.get(key)).toBe(value);
  });

  it.each(['predictor-first', 'corrector-first'] as const)(
    'evaluates as often as evaluationCount says (%s)',
    async (order) => {
      let count = 0;
      const denoiser: Denoiser = {
        ...exact,
        predict: (batch) => {
          count++;
          return exact.predict(batch);
        },
      };
      await refine([{ crystal: rockSalt, candidate: 0 }], { settings: { order, tau: 17 }, denoiser });
      expect(count).toBe(evaluationCount({ ...defaults, order, tau: 17 }));
    },
  );

  it('stops between two evaluations when aborted', async () => {
    const controller = new AbortController();
    let count = 0;
    const denoiser: Denoiser = {
      ...exact,
      predict: (batch) => {
        if (++count === 4) controller.abort();
        return exact.predict(batch);
      },
    };
    const run = refine([{ crystal: rockSalt, candidate: 0 }], { denoiser, signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    expect(count).toBe(4);
  });

  it('a candidate whose numbers break down stops with the reason; the others go on', async () => {
    const denoiser: Denoiser = {
      ...exact,
      predict: async (batch) => {
        const output = await exact.predict(batch);
        if (batch.timestep === 20 && batch.batchSize === 2) output.latticeNoise[0] = Number.NaN;
        return output;
      },
    };
    const drafts = [perovskite, rockSalt].map((crystal, candidate) => ({ crystal, candidate }));
    const { states } = await refine(drafts, { denoiser });
    expect(states[0].failure).toMatchObject({ code: 'not-finite', message: expect.stringContaining('t = 20') });
    expect(states[0].fracCoords.every(Number.isFinite)).toBe(true);
    expect(states[1].failure).toBeUndefined();
  });

  it('names a cell that collapsed', async () => {
    const flat = { ...rockSalt, lattice: Float64Array.of(3, 0, 0, 0, 3, 0, 3, 3, 0.01) };
    const collapse = createExactDenoiser([flat], schedule);
    const { states } = await refine([{ crystal: flat, candidate: 0 }], { denoiser: collapse });
    expect(states[0].failure).toMatchObject({ code: 'degenerate-lattice', message: expect.stringContaining('3.00') });
  });

  it('names a cell that grew beyond that of any crystal, and keeps the others', async () => {
    const denoiser: Denoiser = {
      ...exact,
      async predict(batch) {
        const output = await exact.predict(batch);
        if (batch.batchSize === 2) output.latticeNoise.fill(0, 0, 9);
        return output;
      },
    };
    const drafts = [perovskite, rockSalt].map((crystal, candidate) => ({ crystal, candidate }));
    const { states } = await refine(drafts, { denoiser, settings: { tau: 1000 } });
    expect(states[0].failure).toMatchObject({
      code: 'degenerate-lattice',
      message: expect.stringContaining('bloated'),
    });
    expect(states[1].failure).toBeUndefined();
  });

  it('names a draft that is no crystal', async () => {
    const broken = { ...rockSalt, fracCoords: Float64Array.of(0, 0, 0, Number.NaN, 0, 0) };
    const { states } = await refine([{ crystal: broken, candidate: 0 }]);
    expect(states[0].failure).toMatchObject({ code: 'invalid-draft' });
  });

  it.each([-1, 1001, 0.5])('rejects τ = %s', async (tau) => {
    await expect(refine([{ crystal: rockSalt, candidate: 0 }], { settings: { tau } })).rejects.toThrow(RangeError);
  });
});

describe('the noise that the network finds', () => {
  it('is about 1 in a structure noised up to τ, and is that of the first evaluation of each step', async () => {
    const norms: number[] = [];
    let evaluations = 0;
    const counted: Denoiser = { ...exact, predict: (batch) => exact.predict(batch).finally(() => evaluations++) };
    const settings = { ...defaults, start: 're-noised', tau: 60 } as const;
    const drafts = Array.from({ length: 24 }, (_, candidate) => ({ crystal: perovskite, candidate }));
    for await (const { states, timestep } of refineBatch(drafts, settings, schedule, counted, createNoise(5))) {
      if (timestep === 60) expect(states.every(({ noiseNorms }) => noiseNorms === undefined)).toBe(true);
      if (timestep === 59) norms.push(...states.map(({ noiseNorms }) => noiseNorms?.coords ?? Number.NaN));
    }
    expect(evaluations).toBe(119);
    const mean = Math.sqrt(norms.reduce((sum, norm) => sum + norm ** 2, 0) / norms.length);
    expect(mean).toBeGreaterThan(0.85);
    expect(mean).toBeLessThan(1.15);
  });
});
