import { StudioError, throwIfAborted } from '../runtime/errors';
import { type Endpoint, PortClient } from '../runtime/port';
import type {
  EngineReport,
  GenerateRequest,
  LoadProgress,
  ProbedLanguageModel,
  ProbeResult,
  TokenEvent,
} from './language-model';
import type { LanguageService } from './service';

/** What a worker is opened with. */
export interface OpenMessage<OpenRequest> {
  readonly request: OpenRequest;
  /** Buffers of the request that are moved rather than copied. */
  readonly transfer: Transferable[];
  /** Bytes that were read for it. */
  readonly bytes: number;
}

export type ReadOpenMessage<OpenRequest> = (
  onProgress: (progress: LoadProgress) => void,
  signal?: AbortSignal,
) => Promise<OpenMessage<OpenRequest>>;

interface OpenedClient<OpenRequest> {
  readonly client: PortClient<LanguageService<OpenRequest>>;
  readonly engine: EngineReport;
}

/** A language model that runs behind a port. */
export class RemoteLanguageModel<OpenRequest> implements ProbedLanguageModel {
  private readonly read: ReadOpenMessage<OpenRequest>;
  private readonly createEndpoint: () => Endpoint;
  private opening: Promise<OpenedClient<OpenRequest>> | undefined;
  private opened: OpenedClient<OpenRequest> | undefined;

  /**
   * @param read reads the model's files in this thread; called at `load`
   * @param createEndpoint makes the worker; called at `load`, and again after a failed load or `dispose`
   */
  constructor(read: ReadOpenMessage<OpenRequest>, createEndpoint: () => Endpoint) {
    this.read = read;
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
    const client = this.client();
    throwIfAborted(signal);
    for await (const event of client.stream('generate', request, { signal })) {
      throwIfAborted(signal);
      yield event;
    }
  }

  async probe(tokens: readonly number[], signal?: AbortSignal): Promise<ProbeResult> {
    return this.client().call('probe', tokens, { signal });
  }

  /** Ends the worker: only that gives WebAssembly memory back. */
  async dispose(): Promise<void> {
    const opened = await this.opening?.catch(() => undefined);
    this.opening = undefined;
    this.opened = undefined;
    opened?.client.dispose();
  }

  private client(): PortClient<LanguageService<OpenRequest>> {
    if (!this.opened) throw new StudioError('internal', 'The language model is used before it is loaded.');
    return this.opened.client;
  }

  private async open(
    onProgress: (progress: LoadProgress) => void,
    signal?: AbortSignal,
  ): Promise<OpenedClient<OpenRequest>> {
    const { request, transfer, bytes } = await this.read(onProgress, signal);
    onProgress({ stage: 'starting the language model', loadedBytes: bytes, totalBytes: bytes });
    const client = new PortClient<LanguageService<OpenRequest>>(this.createEndpoint());
    try {
      return { client, engine: await client.call('open', request, { signal, transfer }) };
    } catch (error) {
      client.dispose();
      throw error;
    }
  }
}
