import { StudioError, throwIfAborted } from '../runtime/errors';
import type { LanguageModelEntry } from '../runtime/manifest';
import type { RuntimeBackend } from '../runtime/onnx-session';
import { decoderModel } from './decoder-model';
import { type DecoderModel, decodeText } from './decoding';
import type {
  EngineReport,
  GenerateRequest,
  LoadProgress,
  ProbedLanguageModel,
  ProbeResult,
  TokenEvent,
} from './language-model';
import { OnnxLogitsStream } from './onnx-logits';
import { type OpenedSession, openSession } from './open-session';
import { probeStream } from './probe';
import { promptTokens } from './prompt-text';
import { Tokenizer } from './tokenizer';

/** The contents of a model's files. */
export interface LanguageModelFiles {
  /** The ONNX graph. */
  readonly graph: Uint8Array;
  /** Parsed tokenizer.json. */
  readonly tokenizer: unknown;
}

export interface OnnxLanguageModelOptions {
  readonly entry: Pick<
    LanguageModelEntry,
    'layers' | 'kvHeads' | 'headDim' | 'contextLength' | 'maxAtoms' | 'trainedElements'
  >;
  /** Reads the files; called once, at `load`. */
  readFiles(onProgress: (progress: LoadProgress) => void, signal?: AbortSignal): Promise<LanguageModelFiles>;
  /** `auto`: WebAssembly, or WebGPU where that is right and faster. */
  readonly backend: RuntimeBackend | 'auto';
  /** For native and WebAssembly, ≥ 1. */
  readonly threads: number;
}

interface LoadedModel extends OpenedSession {
  readonly decoder: DecoderModel;
}

/** The LLaMA on ONNX Runtime, in the thread that calls it. Texts may be written at the same time; steps are queued. */
export class OnnxLanguageModel implements ProbedLanguageModel {
  private readonly options: OnnxLanguageModelOptions;
  private loading: Promise<LoadedModel> | undefined;
  private report: EngineReport | undefined;

  constructor(options: OnnxLanguageModelOptions) {
    this.options = options;
  }

  get engine(): EngineReport | undefined {
    return this.report;
  }

  async load(onProgress: (progress: LoadProgress) => void = () => {}, signal?: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    this.loading ??= this.open(onProgress, signal).catch((error) => {
      // A failed load is forgotten, so that the next attempt can succeed.
      this.loading = undefined;
      throw StudioError.from(error, 'inference-failed');
    });
    await this.loading;
  }

  async *generate(request: GenerateRequest, signal?: AbortSignal): AsyncGenerator<TokenEvent, void, undefined> {
    const loaded = await this.loading;
    if (!loaded) throw new StudioError('internal', 'The language model is used before it is loaded.');
    throwIfAborted(signal);
    const stream = new OnnxLogitsStream(loaded.session, this.options.entry);
    yield* decodeText(loaded.decoder, stream, request, signal);
  }

  async probe(tokens: readonly number[]): Promise<ProbeResult> {
    const loaded = await this.loading;
    if (!loaded) throw new StudioError('internal', 'The language model is used before it is loaded.');
    return probeStream(new OnnxLogitsStream(loaded.session, this.options.entry), tokens);
  }

  async dispose(): Promise<void> {
    const loaded = await this.loading?.catch(() => undefined);
    this.loading = undefined;
    this.report = undefined;
    await loaded?.session.dispose();
  }

  private async open(onProgress: (progress: LoadProgress) => void, signal?: AbortSignal): Promise<LoadedModel> {
    const { entry, backend, threads } = this.options;
    const files = await this.options.readFiles(onProgress, signal);
    throwIfAborted(signal);
    const tokenizer = new Tokenizer(files.tokenizer);
    const bytes = files.graph.byteLength;
    onProgress({ stage: 'starting the language model', loadedBytes: bytes, totalBytes: bytes });
    const opened = await openSession(files.graph, entry, backend, threads, promptTokens({}, tokenizer));
    this.report = opened.engine;
    return { ...opened, decoder: decoderModel(entry, tokenizer) };
  }
}
