/** The part of the WebGPU interface that is asked here; the DOM types of the compiler do not have it yet. */
interface GpuNavigator {
  readonly gpu?: { requestAdapter(): Promise<GpuAdapter | null> };
}

interface GpuAdapter {
  readonly features: ReadonlySet<string>;
  readonly isFallbackAdapter?: boolean;
  readonly info?: { readonly isFallbackAdapter?: boolean; readonly description?: string };
}

export interface WebGpuCapability {
  /** Runs on the CPU: right numbers, but never fast. */
  readonly software: boolean;
  /** Without it a 16-bit graph gives garbage on some providers, without an error. */
  readonly shaderF16: boolean;
  readonly description: string;
}

/** The WebGPU adapter of this page, worker or process; undefined where there is none. */
export async function webGpuCapability(): Promise<WebGpuCapability | undefined> {
  const { gpu } = (globalThis.navigator ?? {}) as GpuNavigator;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return undefined;
  return {
    software: adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false,
    shaderF16: adapter.features.has('shader-f16'),
    description: adapter.info?.description ?? '',
  };
}

/** Why WebGPU is not worth trying here, as a sentence for the user; undefined where it is. */
export async function whyNoWebGpu(): Promise<string | undefined> {
  const capability = await webGpuCapability();
  if (!capability) return 'WebGPU has no adapter here.';
  return capability.software ? 'WebGPU has only a software adapter here.' : undefined;
}

export interface ThreadChoice {
  /** For WebAssembly, ≥ 1. */
  readonly threads: number;
  /** A sentence for the user. */
  readonly reason: string;
}

/** Threads beyond these gain nothing on networks of the embedded size. */
const MOST_THREADS = 4;
/** Throughput that a further thread must at least multiply, for its start-up and its waiting to be worth it. */
const WORTHWHILE_GAIN = 1.3;

/**
 * How many threads WebAssembly should have: as many as this machine has free cores, measured, because a thread whose core
 * another process takes makes all the others wait. One core is left to the page.
 * @param measure work done per thread and unit of time by the slowest of n threads at once
 */
export async function chooseThreads(
  measure: (threads: number) => Promise<number> = slowestSpinRate,
): Promise<ThreadChoice> {
  if (!globalThis.crossOriginIsolated) {
    return {
      threads: 1,
      reason: 'This host lets a page use one core only (it is not isolated from other pages), so runs take longer.',
    };
  }
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  // Waiting threads spin: were there one on every core, nothing would be left for drawing the page.
  const most = Math.min(MOST_THREADS, cores - 1);
  if (most < 2) {
    const reason =
      cores < 2 ? 'This machine has one processor core.' : 'Of two processor cores one is left to the page.';
    return { threads: 1, reason };
  }
  try {
    let threads = 1;
    let throughput = await measure(1);
    // Threads that wait for each other are together as fast as the slowest of them.
    for (let trial = 2; trial <= most; trial *= 2) {
      const candidate = trial * (await measure(trial));
      if (candidate < throughput * WORTHWHILE_GAIN) break;
      threads = trial;
      throughput = candidate;
    }
    const reason =
      threads === 1
        ? 'The other processor cores were busy when the page looked, so one is used.'
        : `${threads} processor cores were free when the page looked.`;
    return { threads, reason };
  } catch (error) {
    return { threads: 1, reason: `The cores could not be measured (${(error as Error).message}).` };
  }
}

/** Milliseconds that each thread counts for. */
const SPIN_MS = 40;

/** Counts in `threads` workers at once; the count of the slowest. */
async function slowestSpinRate(threads: number): Promise<number> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./spin-worker.ts', import.meta.url), { type: 'module', name: 'core probe' }),
  );
  const next = <T>(worker: Worker) =>
    new Promise<T>((resolve, reject) => {
      worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
      worker.addEventListener('error', ({ message }) => reject(new Error(message || 'a worker did not start')), {
        once: true,
      });
    });
  try {
    await Promise.all(workers.map((worker) => next(worker)));
    const counts = workers.map((worker) => next<number>(worker));
    for (const worker of workers) worker.postMessage(SPIN_MS);
    return Math.min(...(await Promise.all(counts)));
  } finally {
    for (const worker of workers) worker.terminate();
  }
}
