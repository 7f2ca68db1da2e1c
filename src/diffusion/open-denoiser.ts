import { whyNoWebGpu } from '../runtime/capabilities';
import { StudioError } from '../runtime/errors';
import { OnnxSession, type RuntimeBackend } from '../runtime/onnx-session';
import { type BatchShape, bucketOf } from './batch-shape';
import { OnnxDenoiser } from './denoiser';
import type { Denoiser, DenoiserOutput } from './denoiser-types';
import { createProbeBatch } from './probe-batch';

export interface OpenDenoiserOptions {
  /** `auto`: WebAssembly, or WebGPU where that gives the same numbers and is faster. */
  readonly backend: RuntimeBackend | 'auto';
  /** For native and WebAssembly, ≥ 1. */
  readonly threads: number;
  /** Length of the time embedding. */
  readonly timeDim: number;
}

/** Where the denoiser runs, and why there. */
export interface DenoiserReport {
  readonly backend: RuntimeBackend;
  readonly threads: number;
  /** A sentence for the user. */
  readonly reason: string;
}

export interface OpenedDenoiser {
  readonly denoiser: Denoiser;
  readonly report: DenoiserReport;
}

/** Largest difference between two backends, relative to the largest output, that counts as the same numbers. */
const TOLERANCE = 1e-3;
/** Timesteps at which they are compared: the ends and the middle of the range. */
const COMPARED_TIMESTEPS = [1, 400, 1000];
/** The cell that decides which backend is faster. */
const PROBE_SHAPE: BatchShape = { batchSize: 1, width: 8 };

/**
 * Opens the graph. With `auto`, WebGPU is opened beside WebAssembly and trusted only after a comparison: a backend
 * without 16-bit floats can return garbage without an error. Throws StudioError.
 */
export async function openDenoiser(graph: Uint8Array, options: OpenDenoiserOptions): Promise<OpenedDenoiser> {
  const { backend, threads } = options;
  if (backend !== 'auto') {
    const denoiser = await createOn(graph, backend, options);
    return { denoiser, report: { backend, threads, reason: 'It was asked for.' } };
  }
  const wasm = await createOn(graph, 'wasm', options);
  const onWasm = (reason: string): OpenedDenoiser => ({ denoiser: wasm, report: { backend: 'wasm', threads, reason } });
  const unavailable = await whyNoWebGpu();
  if (unavailable) return onWasm(unavailable);
  let trial: Denoiser | undefined;
  try {
    trial = await createOn(graph, 'webgpu', options);
    const difference = await largestDifference(trial, wasm);
    if (!(difference <= TOLERANCE)) {
      await trial.dispose();
      return onWasm(
        `WebGPU gives other numbers than WebAssembly (by ${difference.toPrecision(2)}), so it is not used.`,
      );
    }
    const [gpuTime, wasmTime] = [await millisecondsPerEvaluation(trial), await millisecondsPerEvaluation(wasm)];
    const comparison = `${gpuTime.toFixed(1)} ms an evaluation, WebAssembly ${wasmTime.toFixed(1)} ms`;
    if (gpuTime >= wasmTime) {
      await trial.dispose();
      return onWasm(`WebGPU gives the same numbers but is not faster: ${comparison}.`);
    }
    await wasm.dispose();
    const reason = `WebGPU gives the same numbers and takes ${comparison}.`;
    return { denoiser: trial, report: { backend: 'webgpu', threads, reason } };
  } catch (error) {
    await trial?.dispose().catch(() => {});
    return onWasm(`WebGPU failed at start-up: ${StudioError.from(error).message}`);
  }
}

/** Largest difference of all outputs over the compared timesteps, relative to the largest output; NaN for NaN. */
export async function largestDifference(trial: Denoiser, reference: Denoiser): Promise<number> {
  let largest = 0;
  for (const timestep of COMPARED_TIMESTEPS) {
    const batch = createProbeBatch(PROBE_SHAPE.batchSize, PROBE_SHAPE.width, timestep);
    const found = outputs(await trial.predict(batch));
    const expected = outputs(await reference.predict(batch));
    for (const [which, values] of expected.entries()) {
      const scale = values.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-6);
      // Math.max keeps a NaN, as it must.
      values.forEach((value, i) => {
        largest = Math.max(largest, Math.abs(found[which][i] - value) / scale);
      });
    }
  }
  return largest;
}

function outputs({ coordScore, latticeNoise }: DenoiserOutput): Float32Array[] {
  return [coordScore, latticeNoise];
}

async function millisecondsPerEvaluation(denoiser: Denoiser): Promise<number> {
  const batch = createProbeBatch(PROBE_SHAPE.batchSize, PROBE_SHAPE.width, 500);
  const evaluations = 8;
  const start = performance.now();
  for (let i = 0; i < evaluations; i++) await denoiser.predict(batch);
  return (performance.now() - start) / evaluations;
}

async function createOn(
  graph: Uint8Array,
  backend: RuntimeBackend,
  { threads, timeDim }: OpenDenoiserOptions,
): Promise<Denoiser> {
  if (backend === 'webgpu') return createBucketed(graph, threads, timeDim);
  const session = await OnnxSession.create(graph, { backend, threads });
  return new OnnxDenoiser({
    timeDim,
    sessionFor: (shape) => Promise.resolve({ session, shape }),
    dispose: () => session.dispose(),
  });
}

/** One session per bucket, opened when it is first needed: with fixed dimensions every operator runs on the GPU. */
function createBucketed(graph: Uint8Array, threads: number, timeDim: number): Denoiser {
  const sessions = new Map<string, Promise<OnnxSession>>();
  return new OnnxDenoiser({
    timeDim,
    async sessionFor(needed) {
      const shape = bucketOf(needed);
      const key = `${shape.batchSize}×${shape.width}`;
      let opening = sessions.get(key);
      if (!opening) {
        opening = OnnxSession.create(graph, { backend: 'webgpu', threads, freeDimensions: freeDimensions(shape) });
        opening.catch(() => sessions.delete(key));
        sessions.set(key, opening);
      }
      return { session: await opening, shape };
    },
    async dispose() {
      for (const opening of sessions.values()) await (await opening).dispose();
      sessions.clear();
    },
  });
}

/** The graph's named axes. */
function freeDimensions({ batchSize, width }: BatchShape): Record<string, number> {
  return { batch: batchSize, atoms: width, pairs: (width * (width + 1)) / 2, edges: width * width };
}
