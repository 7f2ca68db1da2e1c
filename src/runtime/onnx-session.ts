import type * as OrtWeb from 'onnxruntime-web';
import { loadOnnxRuntime } from '#onnxruntime';
import { type ErrorCode, StudioError } from './errors';
import { InferenceQueue } from './inference-queue';

export type OnnxRuntime = typeof OrtWeb;

/** `native` is Node's CPU build; `wasm` runs everywhere with equal numbers; `webgpu` needs an adapter. */
export type RuntimeBackend = 'native' | 'wasm' | 'webgpu';

/** A dense tensor, row-major. */
export type OnnxTensor =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }
  | { readonly type: 'int32'; readonly data: Int32Array; readonly dims: readonly number[] };

export interface OnnxSessionOptions {
  readonly backend: RuntimeBackend;
  /** Threads for `native` and `wasm`, ≥ 1. On wasm the first session of a thread decides for all that follow. */
  readonly threads: number;
  /** Fixes named free dimensions (for example batch and atoms), so that on WebGPU every operator runs on the GPU. */
  readonly freeDimensions?: Readonly<Record<string, number>>;
}

/** Sessions of one runtime share its memory and must not run at the same time, so they share a queue. */
const runtimes = new Map<RuntimeBackend, { loading: Promise<OnnxRuntime>; queue: InferenceQueue }>();

function runtimeFor(backend: RuntimeBackend, threads: number) {
  let entry = runtimes.get(backend);
  if (!entry) {
    entry = { loading: loadOnnxRuntime(backend, threads), queue: new InferenceQueue() };
    // A failed load is forgotten, so that the next attempt can succeed.
    entry.loading.catch(() => runtimes.delete(backend));
    runtimes.set(backend, entry);
  }
  return entry;
}

/** A loaded ONNX graph, the same in browser and Node. Calls are queued: a session never runs twice at once. */
export class OnnxSession {
  readonly #runtime: OnnxRuntime;
  readonly #session: OrtWeb.InferenceSession;
  readonly #queue: InferenceQueue;
  #disposed = false;

  private constructor(runtime: OnnxRuntime, session: OrtWeb.InferenceSession, queue: InferenceQueue) {
    this.#runtime = runtime;
    this.#session = session;
    this.#queue = queue;
  }

  /**
   * @param model the bytes of an .onnx file without external data
   * @throws StudioError `backend-unavailable` when the runtime cannot start, `inference-failed` when the graph is refused
   */
  static async create(model: Uint8Array, options: OnnxSessionOptions): Promise<OnnxSession> {
    const { backend, threads, freeDimensions } = options;
    const { loading, queue } = runtimeFor(backend, threads);
    const runtime = await loading.catch((thrown) => {
      throw inWords(thrown, 'backend-unavailable', `The inference runtime (${backend}) could not start`);
    });
    return queue.enqueue(async () => {
      try {
        const session = await runtime.InferenceSession.create(model, {
          executionProviders: [backend === 'native' ? 'cpu' : backend],
          intraOpNumThreads: threads,
          interOpNumThreads: 1,
          graphOptimizationLevel: 'all',
          logSeverityLevel: 3,
          ...(freeDimensions ? { freeDimensionOverrides: freeDimensions } : {}),
        });
        return new OnnxSession(runtime, session, queue);
      } catch (thrown) {
        throw inWords(thrown, 'inference-failed', `The model could not be loaded on ${backend}`);
      }
    });
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  /**
   * One evaluation. The outputs are copies that the caller owns.
   * @throws StudioError `inference-failed`, or `aborted` if the signal fired before the evaluation started
   */
  run<Name extends string>(
    feeds: Readonly<Record<string, OnnxTensor>>,
    signal?: AbortSignal,
  ): Promise<Record<Name, OnnxTensor>> {
    return this.#queue.enqueue(async () => {
      if (this.#disposed) throw new StudioError('internal', 'This session has been disposed.');
      const { Tensor } = this.#runtime;
      const inputs: Record<string, OrtWeb.Tensor> = {};
      for (const [name, { type, data, dims }] of Object.entries(feeds)) inputs[name] = new Tensor(type, data, dims);
      try {
        const results = await this.#session.run(inputs);
        const outputs: Record<string, OnnxTensor> = {};
        for (const [name, tensor] of Object.entries(results)) {
          const data = await tensor.getData();
          outputs[name] = { type: tensor.type, data, dims: tensor.dims } as OnnxTensor;
          tensor.dispose();
        }
        return outputs as Record<Name, OnnxTensor>;
      } catch (thrown) {
        throw inWords(thrown, 'inference-failed', 'The model failed while running');
      }
    }, signal);
  }

  /** Frees the session once what is queued has run. On wasm only the end of the worker returns the memory. */
  async dispose(): Promise<void> {
    await this.#queue.enqueue(async () => {
      if (this.#disposed) return;
      this.#disposed = true;
      await this.#session.release();
    });
  }
}

function inWords(thrown: unknown, code: ErrorCode, what: string): StudioError {
  const error = StudioError.from(thrown, code);
  return new StudioError(error.code, `${what}: ${error.message}`, error.detail);
}
