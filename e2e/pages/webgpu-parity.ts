import type { DenoiserBatch } from '../../src/diffusion/denoiser-types';
import oracle from '../../src/diffusion/fixtures/parity.json';
import graphUrl from '../../src/diffusion/fixtures/tiny.onnx?url';
import { largestDifference, openDenoiser } from '../../src/diffusion/open-denoiser';

/** What the page found; all differences are absolute but for `betweenBackends`, which is relative. */
export interface ParityReport {
  readonly hasAdapter: boolean;
  /** Against PyTorch, by timestep. */
  readonly againstPyTorch: readonly { readonly timestep: number; readonly score: number; readonly lattice: number }[];
  readonly betweenBackends: number;
  /** What `auto` chose here, and why. */
  readonly chosen: { readonly backend: string; readonly reason: string };
}

declare global {
  interface Window {
    compareBackends: () => Promise<ParityReport>;
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
