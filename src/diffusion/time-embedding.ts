/**
 * Sinusoidal embedding of the timestep, [sin(t·f_k), cos(t·f_k)] with f_k = 10000^(−k / (timeDim/2 − 1)), once per
 * candidate: batchSize·timeDim numbers. Computed here because WebGPU's sine is inaccurate for large arguments.
 */
export function timeEmbedding(timestep: number, timeDim: number, batchSize: number): Float32Array {
  const half = timeDim / 2;
  const embedding = new Float32Array(batchSize * timeDim);
  for (let k = 0; k < half; k++) {
    const angle = timestep * 10000 ** (-k / (half - 1));
    embedding[k] = Math.sin(angle);
    embedding[half + k] = Math.cos(angle);
  }
  for (let b = 1; b < batchSize; b++) embedding.copyWithin(b * timeDim, 0, timeDim);
  return embedding;
}
