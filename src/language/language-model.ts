import type { RuntimeBackend } from '../runtime/onnx-session';
import type { TokenAlternative } from './alternatives';
import type { Conditions } from './conditions';

export interface GenerateRequest {
  /** What the crystal must be; turned into prompt tokens and, with `useGrammar`, into the mask on the logits. */
  readonly conditions: Conditions;
  /** Tokens of the crystal text that are already decided; generation goes on after them. */
  readonly prefix?: readonly number[];
  /** Place of the first token to be given out; 0 gives the prefix's too. After the prefix when absent. */
  readonly giveFrom?: number;
  /** Mask the logits so that the text always parses and obeys composition, elements and atom count. */
  readonly useGrammar: boolean;
  /** Softmax temperature, ≥ 0; 0 always takes the most probable token. */
  readonly temperature: number;
  /** Nucleus mass, 0 < topP ≤ 1. */
  readonly topP: number;
  /** 32-bit unsigned seed; on wasm the same request gives the same tokens. */
  readonly seed: number;
}

export interface TokenEvent {
  readonly id: number;
  /** The characters this token adds to the crystal text ('' for end of text). */
  readonly text: string;
  /** The model ended the text. A text whose last event does not say so was cut off by its greatest length. */
  readonly endOfText: boolean;
  /** Natural logarithm of the token's probability from the raw logits: before mask, temperature and top-p. */
  readonly logProbability: number;
  /** Share of the raw probability mass that the grammar's mask removed, 0–1 (0 without a grammar). */
  readonly maskedMass: number;
  /** What could have stood here, the likeliest first (see alternatives.ts). */
  readonly alternatives: readonly TokenAlternative[];
}

/** Bytes done and in all; `stage` is a plain sentence fragment such as "loading weights". */
export interface LoadProgress {
  readonly stage: string;
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

export type LanguageRuntime = 'onnxruntime' | 'webllm';

/** Where a model runs, and why there. */
export interface EngineReport {
  readonly runtime: LanguageRuntime;
  readonly backend: RuntimeBackend;
  readonly threads: number;
  /** A sentence for the user. */
  readonly reason: string;
}

/** A model that writes crystal text. Engines differ in where they run, never in what they promise. */
export interface LanguageModel {
  /** Where it runs; undefined before `load` is done. */
  readonly engine: EngineReport | undefined;
  /** Loads the weights, once; further calls wait for the first. Throws StudioError. */
  load(onProgress?: (progress: LoadProgress) => void, signal?: AbortSignal): Promise<void>;
  /** Writes one text. Throws StudioError: `aborted` when the signal fires, at the next token at the latest. */
  generate(request: GenerateRequest, signal?: AbortSignal): AsyncIterable<TokenEvent>;
  dispose(): Promise<void>;
}

/** Logits (V) after a short text, and what a token takes once everything is warm. */
export interface ProbeResult {
  readonly logits: Float32Array;
  readonly millisecondsPerToken: number;
}

/** A language model that can be compared with another. */
export interface ProbedLanguageModel extends LanguageModel {
  /** Reads a text of ids into an empty cache and times a few steps after it. Throws StudioError. */
  probe(tokens: readonly number[], signal?: AbortSignal): Promise<ProbeResult>;
}
