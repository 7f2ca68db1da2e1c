/** public/models/manifest.json: what is embedded, where it lies and what it hashes to. */
export interface ModelManifest {
  readonly version: 1;
  readonly language: readonly LanguageModelEntry[];
  readonly denoiser: readonly DenoiserEntry[];
}

export interface ModelFile {
  /** File name inside the entry's `path`. */
  readonly name: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

interface ModelEntry {
  readonly id: string;
  /** Folder relative to the manifest, holding the first 12 hex digits of the main file's hash, so it may be cached for ever. */
  readonly path: string;
  readonly files: readonly ModelFile[];
  /** SPDX identifier. */
  readonly licence: string;
  /** Model card, relative to the manifest. */
  readonly card: string;
  readonly parameters: number;
  /** Atomic numbers seen in training. */
  readonly trainedElements: readonly number[];
  readonly maxAtoms: number;
}

/** The same weights compiled for WebLLM. */
export interface WebLlmFiles {
  /** Folder relative to the manifest, named by the hash of weights and libraries. */
  readonly path: string;
  /** How weights are stored and what is computed in: `q4f32_1` is 4 bits, float32. */
  readonly quantization: 'q0f32' | 'q4f32_1' | 'q4f16_1';
  /** Library with kernels for GPUs, and one with plain kernels for adapters without hardware. */
  readonly libraries: { readonly gpu: string; readonly plain: string };
  /** All that WebLLM loads. */
  readonly files: readonly ModelFile[];
}

export interface LanguageModelEntry extends ModelEntry {
  /** File names of the ONNX graph and of tokenizer.json. */
  readonly onnx: string;
  readonly tokenizer: string;
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly webllm?: WebLlmFiles;
}

export interface DenoiserEntry extends ModelEntry {
  /** File names of the full and the smaller variant. */
  readonly onnx: { readonly fp32: string; readonly small: string };
  readonly timeDim: number;
  readonly timesteps: number;
  readonly sigmaMin: number;
  readonly sigmaMax: number;
  /** β schedule: cosine with this offset s, clipped to [betaMin, betaMax]. */
  readonly cosineOffset: number;
  readonly betaMin: number;
  readonly betaMax: number;
  /** Corrector step length, the default chosen by measurement. */
  readonly stepLength: number;
  readonly order: 'predictor-first' | 'corrector-first';
  /** How many of the last steps, t ≤ this, add no noise; 1 when absent, as in Algorithm 1. */
  readonly noiseFreeSteps?: number;
  /** Median root mean square of the scaled score that it predicts for crystals noised to the timestep asked for. */
  readonly noiseNorm?: number;
  readonly defaultTau: number;
  readonly defaultStart: 'as-is' | 're-noised';
}
