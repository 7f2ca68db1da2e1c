import type { Crystal } from './crystal';

/** Where a trajectory comes from, in words and numbers that an exporter can print. */
export interface Provenance {
  readonly prompt: string;
  readonly seed: number;
  /** Of the refinement's noise, where it is not `seed`. */
  readonly refinementSeed?: number;
  /** Noise level at which the refinement started, 0–1000. */
  readonly tau: number;
  readonly start: StartMode;
  readonly languageModel: string;
  readonly denoiser: string;
  /** A sentence on the symmetry that refinement kept; absent where none was to be kept. */
  readonly symmetry?: string;
  /** A sentence on what refinement left as the draft had it; absent where nothing was locked. */
  readonly locked?: string;
  /** What the draft was taken from, where no language model wrote it: `the file rutile.cif (CIF)`. */
  readonly source?: string;
}

/** Where a structure comes from: made by the models, or read from a file as it is. */
export type Origin = Provenance | { readonly source: string };

/** How a draft enters the reverse process: put at τ as it is (Algorithm 1, line 6) or noised up to τ first. */
export type StartMode = 'as-is' | 're-noised';

/**
 * A refinement, frame by frame, recorded or still being computed. Frame 0 is the state at τ; the last one, once
 * `complete`, is the refined crystal. The viewer, the plots and the exporters know only this.
 */
export interface Trajectory {
  readonly frameCount: number;
  readonly complete: boolean;
  readonly provenance: Provenance;
  /** The structure at frame `index` (0 ≤ index < frameCount). Throws RangeError outside. */
  frame(index: number): Crystal;
  /** Diffusion timestep of frame `index`: τ at frame 0, 0 at the last. */
  timestep(index: number): number;
  /** Called when frames are added or the trajectory completes; returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  dispose(): void;
}
