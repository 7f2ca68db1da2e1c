import type { Crystal } from '../../crystal/crystal';
import type { Denoiser, DenoiserBatch } from '../denoiser-types';
import type { Schedule } from '../schedule';

/**
 * The exact score and lattice noise when the data are one known crystal: what a perfectly trained network would return
 * for it. Lets the sampler be tested against the mathematics instead of against weights.
 */
export function createExactDenoiser(targets: readonly Crystal[], schedule: Schedule): Denoiser {
  return {
    predict(batch: DenoiserBatch) {
      const { timestep, width } = batch;
      const coordScore = new Float32Array(batch.fracCoords.length);
      const latticeNoise = new Float32Array(batch.lattice.length);
      const alphaBar = schedule.alphaBar[timestep];
      for (let row = 0; row < batch.batchSize; row++) {
        const atoms = batch.mask.subarray(row * width, (row + 1) * width).reduce((sum, m) => sum + m, 0);
        const target = targets.find((crystal) => crystal.atomicNumbers.length === atoms)!;
        for (let i = 0; i < 3 * atoms; i++) {
          const x = batch.fracCoords[row * width * 3 + i] - target.fracCoords[i];
          coordScore[row * width * 3 + i] = wrappedScore(x, schedule.sigma[timestep]) / schedule.scoreScale[timestep];
        }
        for (let i = 0; i < 9; i++) {
          latticeNoise[9 * row + i] =
            (batch.lattice[9 * row + i] - Math.sqrt(alphaBar) * target.lattice[i]) / Math.sqrt(1 - alphaBar);
        }
      }
      return Promise.resolve({ coordScore, latticeNoise });
    },
    dispose: () => Promise.resolve(),
  };
}

/** ∂ log q of the wrapped normal at displacement `x`. */
function wrappedScore(x: number, sigma: number): number {
  const nearest = x - Math.round(x);
  let density = 0;
  let derivative = 0;
  for (let k = -10; k <= 10; k++) {
    const z = nearest + k;
    const weight = Math.exp((nearest ** 2 - z ** 2) / (2 * sigma ** 2));
    density += weight;
    derivative -= (weight * z) / sigma ** 2;
  }
  return derivative / density;
}
