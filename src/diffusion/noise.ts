/**
 * Noise as a pure function of (seed, candidate, timestep, stage, index): a counter-based generator, so neither τ nor the
 * batch in which a candidate is computed changes a single number of it, and two runs can be compared.
 */

/** Where in the reverse process a noise vector is used. The numbers are part of the stored runs' meaning: append only. */
export const NOISE_STAGES = {
  startCoords: 0,
  startLattice: 1,
  predictorCoords: 2,
  predictorLattice: 3,
  correctorCoords: 4,
} as const;

export type NoiseStage = keyof typeof NOISE_STAGES;

/** Fills `target` with standard normal numbers, component by component. */
export type NoiseSource = (target: Float64Array, candidate: number, timestep: number, stage: NoiseStage) => void;

/** The noise of a run. `seed` is a 32-bit unsigned integer. */
export function createNoise(seed: number): NoiseSource {
  const block = new Uint32Array(4);
  return (target, candidate, timestep, stage) => {
    for (let start = 0; start < target.length; start += 4) {
      philox(block, start >>> 2, timestep, NOISE_STAGES[stage], candidate, seed);
      for (let half = 0; half < 2; half++) {
        // Box–Muller on uniforms in the open interval (0, 1).
        const radius = Math.sqrt(-2 * Math.log((block[2 * half] + 0.5) / 2 ** 32));
        const angle = 2 * Math.PI * ((block[2 * half + 1] + 0.5) / 2 ** 32);
        const index = start + 2 * half;
        if (index < target.length) target[index] = radius * Math.cos(angle);
        if (index + 1 < target.length) target[index + 1] = radius * Math.sin(angle);
      }
    }
  };
}

/**
 * Philox4x32 with 10 rounds (Salmon et al., SC 2011, "Parallel random numbers: as easy as 1, 2, 3"): four random 32-bit
 * words from a 128-bit counter and a 64-bit key, of which the upper half is zero here.
 */
export function philox(
  target: Uint32Array,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key: number,
  upperKey = 0,
): void {
  let c0 = counter0 >>> 0;
  let c1 = counter1 >>> 0;
  let c2 = counter2 >>> 0;
  let c3 = counter3 >>> 0;
  let k0 = key >>> 0;
  let k1 = upperKey >>> 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  target[0] = c0;
  target[1] = c1;
  target[2] = c2;
  target[3] = c3;
}

/** Upper 32 bits of the product of two unsigned 32-bit integers, exact through 16-bit halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}
