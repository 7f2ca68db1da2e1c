import type { LogitProcessor, MLCEngine } from '@mlc-ai/web-llm';
import { StudioError, throwIfAborted } from '../runtime/errors';
import { InferenceQueue } from '../runtime/inference-queue';
import type { LanguageModelEntry } from '../runtime/manifest';
import { decoderModel } from './decoder-model';
import { type DecoderModel, decodeText, type LogitsStream } from './decoding';
import type { EngineReport, GenerateRequest, ProbedLanguageModel, ProbeResult, TokenEvent } from './language-model';
import { probeStream } from './probe';
import { Tokenizer } from './tokenizer';
import { watchForLoss } from './webgpu-loss';
import { MODEL_URL, type NamedFiles, serveFromMemory } from './webllm-files';

export interface WebLlmOptions {
  readonly entry: Pick<LanguageModelEntry, 'contextLength' | 'maxAtoms' | 'trainedElements'>;
  /** All that WebLLM loads, tokenizer.json included. */
  readonly files: NamedFiles;
  /** Which of them is the model library. */
  readonly library: string;
  /** Why this engine runs, a sentence. */
  readonly reason: string;
}

const MODEL = 'llama';

/** Takes the raw logits out of WebLLM before its own sampler sees them. */
class LogitsTap implements LogitProcessor {
  latest = new Float32Array(0);

  processLogits(logits: Float32Array): Float32Array {
    this.latest = Float32Array.from(logits);
    return logits;
  }

  processSampledToken(): void {}

  resetState(): void {}
}

interface LoadedEngine {
  readonly engine: MLCEngine;
  readonly tap: LogitsTap;
  readonly lost: Promise<never>;
  readonly decoder: DecoderModel;
}

/**
 * The LLaMA on WebLLM, in the thread that calls it, which must be a worker of its own. WebLLM computes the logits; prompt,
 * grammar, sampling and probabilities are those of every engine. There is one key–value cache, so texts wait for each other.
 */
export class WebLlmLanguageModel implements ProbedLanguageModel {
  private readonly options: WebLlmOptions;
  private readonly turns = new InferenceQueue();
  private loading: Promise<LoadedEngine> | undefined;
  private report: EngineReport | undefined;

  constructor(options: WebLlmOptions) {
    this.options = options;
  }

  get engine(): EngineReport | undefined {
    return this.report;
  }

  async load(_onProgress?: unknown, signal?: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    this.loading ??= this.open().catch((error) => {
      this.loading = undefined;
      throw StudioError.from(error, 'backend-unavailable');
    });
    await this.loading;
    this.report = { runtime: 'webllm', backend: 'webgpu', threads: 1, reason: this.options.reason };
  }

  async *generate(request: GenerateRequest, signal?: AbortSignal): AsyncGenerator<TokenEvent, void, undefined> {
    const loaded = await this.loaded();
    const end = await this.turn(signal);
    try {
      yield* decodeText(loaded.decoder, await emptyStream(loaded), request, signal);
    } finally {
      end();
    }
  }

  async probe(tokens: readonly number[], signal?: AbortSignal): Promise<ProbeResult> {
    const loaded = await this.loaded();
    const end = await this.turn(signal);
    try {
      return await probeStream(await emptyStream(loaded), tokens);
    } finally {
      end();
    }
  }

  async dispose(): Promise<void> {
    const loaded = await this.loading?.catch(() => undefined);
    this.loading = undefined;
    this.report = undefined;
    await loaded?.engine.unload();
  }

  private async loaded(): Promise<LoadedEngine> {
    if (!this.loading) throw new StudioError('internal', 'The language model is used before it is loaded.');
    return this.loading;
  }

  /** Waits until no other text is being written; what it resolves to gives the turn back. */
  private turn(signal?: AbortSignal): Promise<() => void> {
    return new Promise((begin, refuse) => {
      const text = () => new Promise<void>((end) => begin(end));
      this.turns.enqueue(text, signal).catch(refuse);
    });
  }

  private async open(): Promise<LoadedEngine> {
    const { entry, files, library } = this.options;
    const tokenizer = new Tokenizer(JSON.parse(new TextDecoder().decode(files['tokenizer.json'])));
    serveFromMemory(files);
    const lost = watchForLoss();
    const tap = new LogitsTap();
    const { MLCEngine } = await import('@mlc-ai/web-llm');
    const engine = new MLCEngine({
      appConfig: { model_list: [{ model: MODEL_URL, model_id: MODEL, model_lib: MODEL_URL + library }] },
      logitProcessorRegistry: new Map([[MODEL, tap]]),
      logLevel: 'SILENT',
    });
    await Promise.race([engine.reload(MODEL), lost]);
    return { engine, tap, lost, decoder: decoderModel(entry, tokenizer) };
  }
}

/** Empties the cache and reads into it. */
async function emptyStream({ engine, tap, lost }: LoadedEngine): Promise<LogitsStream> {
  await Promise.race([engine.resetChat(), lost]);
  return {
    async read(tokens, signal) {
      throwIfAborted(signal);
      try {
        await Promise.race([engine.forwardTokensAndSample([...tokens], tokens.length > 1), lost]);
      } catch (thrown) {
        // What a lost device breaks first is told in other words than the loss itself, which follows.
        const follows = new Promise<void>((resolve) => setTimeout(resolve, LOSS_FOLLOWS_MS));
        await Promise.race([lost, follows]);
        throw StudioError.from(thrown, 'inference-failed');
      }
      return tap.latest;
    },
  };
}

const LOSS_FOLLOWS_MS = 100;
