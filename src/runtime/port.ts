import { type ErrorRecord, StudioError } from './errors';

/**
 * The one protocol between a page and its workers. A service is a type that names, per method, what is asked, what
 * is told meanwhile and what is answered in the end:
 *
 *     type Counting = { count: { request: number; event: number; result: string } };
 *     serve<Counting>(self, { count: async (to, { emit }) => { ... } });          // in the worker
 *     const client = new PortClient<Counting>(new Worker(...));                    // in the page
 *     for await (const n of client.stream('count', 3)) ...
 */
export type ServiceShape<S> = { [M in keyof S]: { request: unknown; event: unknown; result: unknown } };

/** What the client sends. */
type Call =
  | { readonly kind: 'call'; readonly id: number; readonly method: PropertyKey; readonly request: unknown }
  | { readonly kind: 'abort'; readonly id: number };

/** What the server sends: any number of events, then one result or one error. */
type Reply =
  | { readonly kind: 'event'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorRecord };

/** A Worker, a worker's own global scope, or a MessagePort (of a browser or of Node). */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  /** MessagePort only. */
  start?(): void;
  /** MessagePort only. */
  close?(): void;
  /** Worker only. */
  terminate?(): void;
}

export interface CallContext<E> {
  /** Fires when the client aborts the call or goes away. */
  readonly signal: AbortSignal;
  /** Sends an event; buffers in `transfer` move and are empty here afterwards. */
  emit(event: E, transfer?: Transferable[]): void;
  /** Marks buffers of the coming result to be moved rather than copied. */
  transfer(buffers: Transferable[]): void;
}

export type Handlers<S extends ServiceShape<S>> = {
  [M in keyof S]: (request: S[M]['request'], context: CallContext<S[M]['event']>) => Promise<S[M]['result']>;
};

/** Answers the calls that arrive at `endpoint`. Calls run as they come; a handler that must not overlap queues itself. */
export function serve<S extends ServiceShape<S>>(endpoint: Endpoint, handlers: Handlers<S>): void {
  const running = new Map<number, AbortController>();
  const send = (reply: Reply, transfer: Transferable[] = []) => endpoint.postMessage(reply, transfer);

  async function answer(id: number, method: PropertyKey, request: unknown): Promise<void> {
    const controller = new AbortController();
    const moved: Transferable[] = [];
    running.set(id, controller);
    try {
      if (!Object.hasOwn(handlers, method)) throw new StudioError('internal', `Unknown method ${String(method)}.`);
      const handler = handlers[method as keyof S];
      const value = await handler(request as never, {
        signal: controller.signal,
        emit: (event, transfer) => {
          if (!controller.signal.aborted) send({ kind: 'event', id, value: event }, transfer);
        },
        transfer: (buffers) => moved.push(...buffers),
      });
      send({ kind: 'result', id, value }, moved);
    } catch (thrown) {
      send({ kind: 'error', id, error: StudioError.from(thrown).toRecord() });
    } finally {
      running.delete(id);
    }
  }

  endpoint.addEventListener('message', (event) => {
    const { data } = event as MessageEvent<Call>;
    if (data.kind === 'abort') running.get(data.id)?.abort();
    else void answer(data.id, data.method, data.request);
  });
  endpoint.addEventListener('close', () => {
    for (const controller of running.values()) controller.abort();
  });
  endpoint.start?.();
}

export interface CallOptions<E> {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: E) => void;
  /** Buffers of the request to move rather than copy. */
  readonly transfer?: Transferable[];
}

interface Waiting {
  readonly onEvent?: (event: unknown) => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: StudioError) => void;
}

/** The asking side of a port. Once its worker has died, all that waits and all that comes later is rejected. */
export class PortClient<S extends ServiceShape<S>> {
  readonly #endpoint: Endpoint;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #death: StudioError | undefined;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    endpoint.addEventListener('message', (event) => this.#receive((event as MessageEvent<Reply>).data));
    endpoint.addEventListener('error', (event) => this.#die((event as ErrorEvent).message));
    endpoint.addEventListener('messageerror', () => this.#die('A message could not be read.'));
    endpoint.addEventListener('close', () => this.#die('The port was closed.'));
    endpoint.start?.();
  }

  /** Why no call can succeed any more; undefined while the worker lives. */
  get death(): StudioError | undefined {
    return this.#death;
  }

  /** @throws StudioError as the handler threw it, `aborted`, or `worker-died`. */
  call<M extends keyof S & string>(
    method: M,
    request: S[M]['request'],
    options: CallOptions<S[M]['event']> = {},
  ): Promise<S[M]['result']> {
    const { signal, onEvent, transfer = [] } = options;
    if (this.#death) return Promise.reject(this.#death);
    if (signal?.aborted) return Promise.reject(new StudioError('aborted', 'Stopped.'));
    const id = this.#nextId++;
    return new Promise<unknown>((resolve, reject) => {
      const abort = () => {
        if (!this.#waiting.delete(id)) return;
        this.#endpoint.postMessage({ kind: 'abort', id } satisfies Call, []);
        reject(new StudioError('aborted', 'Stopped.'));
      };
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener('abort', abort);
          settle(value);
        };
      this.#waiting.set(id, {
        onEvent: onEvent as Waiting['onEvent'],
        resolve: settled(resolve),
        reject: settled(reject),
      });
      signal?.addEventListener('abort', abort, { once: true });
      try {
        this.#endpoint.postMessage({ kind: 'call', id, method, request } satisfies Call, transfer);
      } catch (thrown) {
        // A request that cannot be cloned is the caller's error and must not wait for an answer that never comes.
        this.#take(id)?.reject(StudioError.from(thrown));
      }
    }) as Promise<S[M]['result']>;
  }

  /** The events of a call as they come. Leaving the loop early aborts the call; its error is thrown at the end. */
  async *stream<M extends keyof S & string>(
    method: M,
    request: S[M]['request'],
    options: Omit<CallOptions<S[M]['event']>, 'onEvent'> = {},
  ): AsyncGenerator<S[M]['event'], S[M]['result'], undefined> {
    const leaving = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, leaving.signal]) : leaving.signal;
    const arrived: S[M]['event'][] = [];
    let ended = false;
    let wake = () => {};
    const onEvent = (event: S[M]['event']) => {
      arrived.push(event);
      wake();
    };
    const result = this.call(method, request, { ...options, signal, onEvent }).finally(() => {
      ended = true;
      wake();
    });
    // Handled below; without this an error that arrives while the consumer is busy counts as unhandled.
    result.catch(() => {});
    try {
      while (true) {
        while (arrived.length > 0) yield arrived.shift() as S[M]['event'];
        if (ended) return await result;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (ended || arrived.length > 0) resolve();
        });
      }
    } finally {
      leaving.abort();
    }
  }

  /** Ends the worker or closes the port; everything waiting is rejected with `worker-died`. */
  dispose(): void {
    this.#die('It was closed.');
    this.#endpoint.terminate?.();
    this.#endpoint.close?.();
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #receive(reply: Reply): void {
    if (reply.kind === 'event') this.#waiting.get(reply.id)?.onEvent?.(reply.value);
    else if (reply.kind === 'result') this.#take(reply.id)?.resolve(reply.value);
    else this.#take(reply.id)?.reject(StudioError.fromRecord(reply.error));
  }

  #die(reason?: string): void {
    if (this.#death) return;
    this.#death = new StudioError('worker-died', 'The worker ended before it could answer. Run again.', reason);
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(this.#death);
  }
}
