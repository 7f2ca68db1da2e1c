/** A padded batch for the denoiser. B candidates, N atoms in the widest. */
export interface DenoiserBatch {
  readonly batchSize: number;
  /** N: atoms per candidate including padding. */
  readonly width: number;
  /** B·N; 0 on padding. */
  readonly atomicNumbers: Int32Array;
  /** B·N·3, fractional; anything on padding. */
  readonly fracCoords: Float32Array;
  /** B·9, row-major, rows a, b, c, in the network's lattice unit (Å). */
  readonly lattice: Float32Array;
  /** B·N, 1 for atoms, 0 for padding. */
  readonly mask: Float32Array;
  /** Diffusion timestep, the same for the whole batch, 1–1000. */
  readonly timestep: number;
}

export interface DenoiserOutput {
  /** B·N·3: the score ∇ log q divided by λ_t, as the network is trained. */
  readonly coordScore: Float32Array;
  /** B·9: the predicted lattice noise ε_L. */
  readonly latticeNoise: Float32Array;
}

/** Predicts score and noise. The sampler never knows which backend runs it. */
export interface Denoiser {
  predict(batch: DenoiserBatch): Promise<DenoiserOutput>;
  dispose(): Promise<void>;
}
