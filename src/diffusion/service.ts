import type { Crystal } from '../crystal/crystal';
import { StudioError } from '../runtime/errors';
import type { DenoiserEntry } from '../runtime/manifest';
import type { RuntimeBackend } from '../runtime/onnx-session';
import { type Endpoint, serve } from '../runtime/port';
import { type DenoiserReport, openDenoiser } from './open-denoiser';
import {
  createRefiner,
  type RefinementFrame,
  type RefinementOutcome,
  type RefinementRequest,
  type Refiner,
} from './refiner';

export interface OpenRequest {
  readonly entry: DenoiserEntry;
  /** The bytes of the ONNX graph; moved, not copied. */
  readonly graph: Uint8Array;
  readonly backend: RuntimeBackend | 'auto';
  readonly threads: number;
}

/** What the diffusion worker answers. */
export type DiffusionService = {
  open: { request: OpenRequest; event: never; result: DenoiserReport };
  refine: { request: RefinementRequest; event: RefinementFrame; result: readonly RefinementOutcome[] };
  estimateTau: { request: Crystal; event: never; result: number | undefined };
  measure: { request: { batchSize: number; width: number }; event: never; result: number };
};

/** Serves one denoiser at `endpoint`; frames are moved to the other side while they are computed. */
export function serveDiffusion(endpoint: Endpoint): void {
  let refiner: Refiner | undefined;
  const opened = () => {
    if (!refiner) throw new StudioError('internal', 'The denoiser is used before it is opened.');
    return refiner;
  };
  serve<DiffusionService>(endpoint, {
    async open({ entry, graph, backend, threads }) {
      const { denoiser, report } = await openDenoiser(graph, { backend, threads, timeDim: entry.timeDim });
      await refiner?.dispose();
      refiner = createRefiner(entry, denoiser);
      return report;
    },
    refine: (request, { emit, signal }) =>
      opened().refine(
        request,
        (frame) =>
          emit(
            frame,
            frame.packed.map(({ buffer }) => buffer),
          ),
        signal,
      ),
    estimateTau: (crystal, { signal }) => opened().estimateTau(crystal, signal),
    measure: ({ batchSize, width }) => opened().measure(batchSize, width),
  });
}
