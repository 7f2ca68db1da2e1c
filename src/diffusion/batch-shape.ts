import type { DenoiserBatch } from './denoiser-types';

/** B candidates of N atoms, padding included. */
export interface BatchShape {
  readonly batchSize: number;
  readonly width: number;
}

const WIDTH_STEP = 4;

/**
 * The fixed shape that takes a batch on WebGPU, where every shape is compiled on its own: the batch rounded up to a
 * power of two, the atoms to a multiple of four.
 */
export function bucketOf({ batchSize, width }: BatchShape): BatchShape {
  return {
    batchSize: 2 ** Math.ceil(Math.log2(batchSize)),
    width: Math.ceil(width / WIDTH_STEP) * WIDTH_STEP,
  };
}

/**
 * Pads a batch. Added atoms are masked; added candidates repeat the first one, for a candidate without atoms would
 * divide by zero.
 */
export function padToShape(batch: DenoiserBatch, { batchSize, width }: BatchShape): DenoiserBatch {
  if (batchSize === batch.batchSize && width === batch.width) return batch;
  const padded = {
    batchSize,
    width,
    atomicNumbers: new Int32Array(batchSize * width),
    fracCoords: new Float32Array(batchSize * width * 3),
    lattice: new Float32Array(batchSize * 9),
    mask: new Float32Array(batchSize * width),
    timestep: batch.timestep,
  };
  for (let row = 0; row < batchSize; row++) {
    const source = row < batch.batchSize ? row : 0;
    const from = source * batch.width;
    const to = row * width;
    padded.atomicNumbers.set(batch.atomicNumbers.subarray(from, from + batch.width), to);
    padded.mask.set(batch.mask.subarray(from, from + batch.width), to);
    padded.fracCoords.set(batch.fracCoords.subarray(from * 3, (from + batch.width) * 3), to * 3);
    padded.lattice.set(batch.lattice.subarray(source * 9, source * 9 + 9), row * 9);
  }
  return padded;
}
