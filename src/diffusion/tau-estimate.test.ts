import { expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { createNoise } from './noise';
import { addStartNoise } from './reverse-step';
import { estimateTau } from './tau-estimate';
import { createExactDenoiser } from './testing/exact-denoiser';
import { publishedSchedule as schedule } from './testing/published-schedule';

/** Forty atoms, so that the noise of one crystal is that of its level. */
const crystal: Crystal = {
  lattice: Float64Array.of(12, 0, 0, 0, 12, 0, 0, 0, 12),
  atomicNumbers: new Uint8Array(40).fill(14),
  fracCoords: Float64Array.from({ length: 120 }, (_, i) => ((i * 0.61803398875) % 1) + 0),
};
const denoiser = createExactDenoiser([crystal], schedule);

it.each([50, 100, 200, 300])('finds the level to which a crystal was noised, τ = %i', async (tau) => {
  const state = { candidate: 0, ...crystal, fracCoords: Float64Array.from(crystal.fracCoords) };
  state.lattice = Float64Array.from(crystal.lattice);
  addStartNoise(state, tau, { schedule, noise: createNoise(tau), noiseFreeSteps: 1 });
  const estimate = await estimateTau({ ...state, lattice: crystal.lattice }, 0.98, schedule, denoiser);
  expect(Math.abs(estimate - tau)).toBeLessThan(0.15 * tau + 10);
});

it('finds none in a crystal of the data', async () => {
  expect(await estimateTau(crystal, 0.98, schedule, denoiser)).toBe(0);
});

it('stops when aborted', async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(estimateTau(crystal, 0.98, schedule, denoiser, controller.signal)).rejects.toMatchObject({
    code: 'aborted',
  });
});
