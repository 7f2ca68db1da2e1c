import fc from 'fast-check';
import { expect, it } from 'vitest';
import { draftSeed } from './seeds';

it('gives 32-bit seeds that depend on the run, the candidate and the attempt alone', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.nat(1000), fc.nat(7), (seed, candidate, attempt) => {
      const value = draftSeed(seed, candidate, attempt);
      expect(value).toBe(value >>> 0);
      expect(draftSeed(seed, candidate, attempt)).toBe(value);
    }),
  );
});

it('gives every attempt of neighbouring runs a seed of its own', () => {
  const seeds = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    for (let candidate = 0; candidate < 8; candidate++) {
      for (let attempt = 0; attempt < 8; attempt++) seeds.add(draftSeed(seed, candidate, attempt));
    }
  }
  expect(seeds.size).toBe(20 * 8 * 8);
});
