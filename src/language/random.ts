const GOLDEN_RATIO = 0x9e3779b9;

/**
 * Counter-based random numbers: the n-th number of a seed is a pure function of both, so text can be continued at any
 * position without replaying what came before.
 *
 * Weyl sequence through the 32-bit finalizer of MurmurHash3 (the construction of SplitMix, Steele et al. 2014, in 32
 * bits); the seed is hashed first, so neighbouring seeds do not run through the same sequence.
 *
 * @param seed 32-bit unsigned integer
 * @param counter integer ≥ 0
 * @returns uniform in [0, 1), a multiple of 2⁻³²
 */
export function uniformRandom(seed: number, counter: number): number {
  const start = mix(seed ^ GOLDEN_RATIO);
  return mix((start + Math.imul(counter + 1, GOLDEN_RATIO)) | 0) / 2 ** 32;
}

function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
