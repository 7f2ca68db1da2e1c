import { StudioError, throwIfAborted } from '../runtime/errors';
import { type Endpoint, PortClient } from '../runtime/port';
import type { EngineReport, GenerateRequest, LanguageModel, LoadProgress, TokenEvent } from './language-model';
import type { OnnxLanguageModelOptions } from './onnx';
import type { LanguageService } from './service';

interface OpenedClient {
  readonly client: PortClient<LanguageService>;
  readonly engine: EngineReport;
}

/** A language model that runs behind a port. The files are read here and moved there. */
export class RemoteLanguageModel implements LanguageModel {
  private readonly options: OnnxLanguageModelOptions;
  private readonly createEndpoint: () => Endpoint;
  private opening: Promise<OpenedClient> | undefined;
  private opened: OpenedClient | undefined;

  /** @param createEndpoint makes the worker; called at `load`, and again after a failed load or `dispose` */
  constructor(options: OnnxLanguageModelOptions, createEndpoint: () => Endpoint) {
    this.options = options;
    this.createEndpoint = createEndpoint;
  }

  get engine(): EngineReport | undefined {
    return this.opened?.engine;
  }

  async load(onProgress: (progress: LoadProgress) => void = () => {}, signal?: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    this.opening ??= this.open(onProgress, signal).catch((error) => {
      this.opening = undefined;
      throw StudioError.from(error, 'inference-failed');
    });
    this.opened = await this.opening;
  }

  async *generate(request: GenerateRequest, signal?: AbortSignal): AsyncGenerator<TokenEvent, void, undefined> {
    if (!this.opened) throw new StudioError('internal', 'The language model is used before it is loaded.');
    throwIfAborted(signal);
    for await (const event of this.opened.client.stream('generate', request, { signal })) {
      throwIfAborted(signal);
      yield event;
    }
  }

  /** Ends the worker: only that gives WebAssembly memory back. */
  async dispose(): Promise<void> {
    const opened = await this.opening?.catch(() => undefined);
    this.opening = undefined;
    this.opened = undefined;
    opened?.client.dispose();
  }

  private async open(onProgress: (progress: LoadProgress) => void, signal?: AbortSignal): Promise<OpenedClient> {
    const { entry, backend, threads } = this.options;
    const files = await this.options.readFiles(onProgress, signal);
    const bytes = files.graph.byteLength;
    onProgress({ stage: 'starting the language model', loadedBytes: bytes, totalBytes: bytes });
    const client = new PortClient<LanguageService>(this.createEndpoint());
    try {
      const request = { entry, backend, threads, files };
      const transfer = [files.graph.buffer as ArrayBuffer];
      return { client, engine: await client.call('open', request, { signal, transfer }) };
    } catch (error) {
      client.dispose();
      throw error;
    }
  }
}

/** The language worker of a page. */
export function createLanguageWorker(): Endpoint {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'language' });
  // A Worker is an Endpoint, but its listeners are declared with `any`.
  return worker as unknown as Endpoint;
}
