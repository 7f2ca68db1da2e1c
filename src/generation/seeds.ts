import { philox } from '../diffusion/noise';

/** Keeps draft seeds apart from the sampler's noise, whose upper key is 0. */
const DRAFT_KEY = 0x64726674;

/** The language model's seed, 32-bit unsigned, for one attempt at one candidate of a run. */
export function draftSeed(runSeed: number, candidate: number, attempt: number): number {
  const block = new Uint32Array(4);
  philox(block, candidate, attempt, 0, 0, runSeed, DRAFT_KEY);
  return block[0];
}
