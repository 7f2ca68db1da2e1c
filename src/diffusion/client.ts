import { type Endpoint, PortClient } from '../runtime/port';
import type { DenoiserReport } from './open-denoiser';
import { type Refiner, samplerDefaults } from './refiner';
import type { DiffusionService, OpenRequest } from './service';

/** A refiner whose work is done behind a port. */
export interface RemoteRefiner extends Refiner {
  readonly report: DenoiserReport;
}

/**
 * Opens a denoiser behind `endpoint`. The bytes of the graph are moved there. Throws StudioError; the endpoint is closed
 * when opening fails.
 */
export async function openRemoteRefiner(
  endpoint: Endpoint,
  request: OpenRequest,
  signal?: AbortSignal,
): Promise<RemoteRefiner> {
  const client = new PortClient<DiffusionService>(endpoint);
  let report: DenoiserReport;
  try {
    report = await client.call('open', request, { signal, transfer: [request.graph.buffer as ArrayBuffer] });
  } catch (error) {
    client.dispose();
    throw error;
  }
  return {
    report,
    sampler: samplerDefaults(request.entry),
    refine: (refinement, onFrame, signal) => client.call('refine', refinement, { signal, onEvent: onFrame }),
    estimateTau: (crystal, signal) => client.call('estimateTau', crystal, { signal }),
    measure: (batchSize, width) => client.call('measure', { batchSize, width }),
    // Only the end of the worker returns WebAssembly memory.
    dispose: async () => client.dispose(),
  };
}

/** The diffusion worker of a page. */
export function createDiffusionWorker(): Endpoint {
  // A worker is an endpoint; only the DOM's listener types are too narrow to say so.
  return new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'diffusion',
  }) as unknown as Endpoint;
}
