import type { DenoiserBatch } from './denoiser-types';

/**
 * A batch for timing a backend and for comparing two: elements, coordinates and cells differ from atom to atom, and the
 * last candidate has an atom of padding.
 */
export function createProbeBatch(batchSize: number, width: number, timestep: number): DenoiserBatch {
  const mask = new Float32Array(batchSize * width).fill(1);
  if (width > 1) mask[batchSize * width - 1] = 0;
  return {
    batchSize,
    width,
    atomicNumbers: Int32Array.from(mask, (isAtom, atom) => (isAtom ? 1 + ((atom * 7) % 80) : 0)),
    // Multiples of the golden ratio spread evenly over [0, 1).
    fracCoords: Float32Array.from({ length: batchSize * width * 3 }, (_, i) => (i * 0.618034) % 1),
    lattice: Float32Array.from({ length: batchSize * 9 }, (_, i) => ((i % 9) % 4 === 0 ? 4 + (i % 5) * 0.3 : 0.2)),
    mask,
    timestep,
  };
}
