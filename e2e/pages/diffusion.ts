import { createDiffusionWorker, openRemoteRefiner } from '../../src/diffusion/client';
import type { DenoiserBatch } from '../../src/diffusion/denoiser-types';
import oracle from '../../src/diffusion/fixtures/parity.json';
import graphUrl from '../../src/diffusion/fixtures/tiny.onnx?url';
import { largestDifference, openDenoiser } from '../../src/diffusion/open-denoiser';
import type { SamplerDraft } from '../../src/diffusion/sampler';
import { tinyDenoiserEntry } from '../../src/diffusion/testing/tiny-denoiser';
import type { StudioError } from '../../src/runtime/errors';

/** What the page found; all differences are absolute but for `betweenBackends`, which is relative. */
export interface ParityReport {
  readonly hasAdapter: boolean;
  /** Against PyTorch, by timestep. */
  readonly againstPyTorch: readonly { readonly timestep: number; readonly score: number; readonly lattice: number }[];
  readonly betweenBackends: number;
  /** What `auto` chose here, and why. */
  readonly chosen: { readonly backend: string; readonly reason: string };
}

/** A refinement in the worker: run to its end, and stopped half-way. */
export interface WorkerReport {
  /** Of the frames of the whole refinement, in the order in which they came. */
  readonly timesteps: readonly number[];
  /** Display refreshes while it ran: the page stays alive. */
  readonly refreshes: number;
  /** Code of the stopped refinement's error, and the last timestep that was seen. */
  readonly stopped: { readonly code: string; readonly lastTimestep: number };
  /** From the stop to the end of the next refinement, of one step. */
  readonly secondsToNext: number;
}

declare global {
  interface Window {
    compareBackends: () => Promise<ParityReport>;
    refineInWorker: () => Promise<WorkerReport>;
  }
}

window.compareBackends = async () => {
  const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } };
  const hasAdapter = Boolean(await gpu?.requestAdapter());
  const graph = new Uint8Array(await (await fetch(graphUrl)).arrayBuffer());
  const open = (backend: 'wasm' | 'webgpu' | 'auto') =>
    openDenoiser(graph, { backend, threads: 1, timeDim: oracle.timeDim });
  const wasm = await open('wasm');
  const webgpu = await open('webgpu');
  const automatic = await open('auto');
  const againstPyTorch = [];
  for (const inputs of oracle.cases) {
    const { coordScore, latticeNoise } = await webgpu.denoiser.predict(batchOf(inputs));
    againstPyTorch.push({
      timestep: inputs.timestep,
      score: largestError(coordScore, inputs.coord_score),
      lattice: largestError(latticeNoise, inputs.lattice_noise),
    });
  }
  const betweenBackends = await largestDifference(webgpu.denoiser, wasm.denoiser);
  const { backend, reason } = automatic.report;
  return { hasAdapter, againstPyTorch, betweenBackends, chosen: { backend, reason } };
};

const draft: SamplerDraft = {
  candidate: 0,
  crystal: {
    lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
    atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
    fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
  },
};

window.refineInWorker = async () => {
  const graph = new Uint8Array(await (await fetch(graphUrl)).arrayBuffer());
  const refiner = await openRemoteRefiner(createDiffusionWorker(), {
    entry: tinyDenoiserEntry,
    graph,
    backend: 'wasm',
    threads: 1,
  });
  const request = (tau: number) => ({ drafts: [draft], seed: 7, tau, start: 'as-is' }) as const;
  const timesteps: number[] = [];
  let refreshes = 0;
  let isRunning = true;
  const count = () => {
    refreshes++;
    if (isRunning) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  await refiner.refine(request(1000), ({ timestep }) => timesteps.push(timestep));
  isRunning = false;
  const controller = new AbortController();
  let lastTimestep = 1000;
  const stopping = refiner.refine(
    request(1000),
    ({ timestep }) => {
      lastTimestep = timestep;
      if (timestep === 990) controller.abort();
    },
    controller.signal,
  );
  const code = await stopping.then(
    () => 'none',
    (error: StudioError) => error.code,
  );
  const started = performance.now();
  await refiner.refine(request(1), () => {});
  const secondsToNext = (performance.now() - started) / 1000;
  await refiner.dispose();
  return { timesteps, refreshes, stopped: { code, lastTimestep }, secondsToNext };
};

function batchOf(inputs: (typeof oracle.cases)[number]): DenoiserBatch {
  return {
    batchSize: oracle.batchSize,
    width: oracle.width,
    atomicNumbers: Int32Array.from(inputs.atomic_numbers),
    fracCoords: Float32Array.from(inputs.frac_coords),
    lattice: Float32Array.from(inputs.lattice),
    mask: Float32Array.from(inputs.mask),
    timestep: inputs.timestep,
  };
}

function largestError(found: Float32Array, expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
}
