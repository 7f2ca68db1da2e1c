import { expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { wrappedDistance } from '../crystal/lattice';
import type { StartMode } from '../crystal/trajectory';
import { LockedPart, type Locks } from './locked-part';
import { createNoise } from './noise';
import { refineBatch } from './sampler';
import { createExactDenoiser } from './testing/exact-denoiser';
import { publishedSchedule as schedule } from './testing/published-schedule';

const perovskite: Crystal = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};
/** A strained cell, its third oxygen about 0.5 Å from its place. */
const damaged: Crystal = {
  ...perovskite,
  lattice: perovskite.lattice.map((value) => 1.02 * value),
  fracCoords: perovskite.fracCoords.with(12, 0.09).with(13, 0.59),
};

/** Every frame of a refinement by the exact score of the perovskite: lattice, then coordinates. */
async function frames(locks: Locks | undefined, start: StartMode, tau = 300) {
  const settings = { tau, start, order: 'predictor-first', stepLength: 1e-5, noiseFreeSteps: 1 } as const;
  const draft = { crystal: damaged, candidate: 0, ...(locks && { locks }) };
  const denoiser = createExactDenoiser([perovskite], schedule);
  const seen: { t: number; lattice: Float64Array; fracCoords: Float64Array }[] = [];
  for await (const { timestep, states } of refineBatch([draft], settings, schedule, denoiser, createNoise(7))) {
    const [{ lattice, fracCoords }] = states;
    seen.push({ t: timestep, lattice: Float64Array.from(lattice), fracCoords: Float64Array.from(fracCoords) });
  }
  return seen;
}

const starts: readonly StartMode[] = ['as-is', 're-noised'];

it.each(starts)(
  'locked sites and lattice end where the draft has them, and the rest finds its place (%s)',
  async (start) => {
    const end = (await frames({ lattice: true, sites: [0, 1, 2, 3] }, start)).at(-1);
    expect(end?.lattice).toEqual(damaged.lattice);
    expect(end?.fracCoords.subarray(0, 12)).toEqual(damaged.fracCoords.subarray(0, 12));
    const left = wrappedDistance(damaged.lattice, end?.fracCoords ?? [], 4, perovskite.fracCoords, 4);
    expect(left).toBeLessThan(1e-4);
  },
);

it('a locked lattice leaves all atoms free, locked sites leave the lattice free', async () => {
  const lattice = (await frames({ lattice: true, sites: [] }, 'as-is')).at(-1);
  expect(lattice?.lattice).toEqual(damaged.lattice);
  const sites = (await frames({ lattice: false, sites: [4] }, 'as-is')).at(-1);
  expect(sites?.lattice[0]).toBeCloseTo(perovskite.lattice[0], 4);
  expect(sites?.fracCoords.subarray(12)).toEqual(damaged.fracCoords.subarray(12));
});

it('on the way locked parts lie at the noise level of each step where the start was noised', async () => {
  const seen = await frames({ lattice: true, sites: [4] }, 're-noised');
  const offsets = seen.map(({ fracCoords }) => {
    const difference = fracCoords[12] - damaged.fracCoords[12];
    return difference - Math.round(difference);
  });
  const direction = offsets[0] / schedule.sigma[300];
  seen.forEach(({ t }, i) => {
    expect(offsets[i]).toBeCloseTo(schedule.sigma[t] * direction, 10);
  });
  const [start] = seen;
  expect(start.lattice).not.toEqual(damaged.lattice);
});

it('nothing locked changes nothing', async () => {
  const free = await frames(undefined, 're-noised', 40);
  expect(await frames({ lattice: false, sites: [] }, 're-noised', 40)).toEqual(free);
});

it('names a site that is not there', () => {
  expect(() => new LockedPart(perovskite, { lattice: false, sites: [5] })).toThrow('Site 5');
});
