import type { Crystal } from '../crystal/crystal';
import type { StartMode } from '../crystal/trajectory';
import { throwIfAborted } from '../runtime/errors';
import type { DenoiserEntry } from '../runtime/manifest';
import { yieldToEvents } from '../runtime/yield-to-events';
import type { Denoiser } from './denoiser-types';
import { createNoise } from './noise';
import { createProbeBatch } from './probe-batch';
import type { RefinementErrorCode } from './refinement-error';
import type { NoiseNorms, SampleState } from './sample-state';
import { refineBatch, type SamplerDraft, type SamplerSettings } from './sampler';
import { createSchedule } from './schedule';
import { estimateTau } from './tau-estimate';

/** One batch of drafts to refine. Plain data: it crosses to a worker. */
export interface RefinementRequest {
  readonly drafts: readonly SamplerDraft[];
  /** 32-bit unsigned; with a candidate's index it decides the noise. */
  readonly seed: number;
  readonly tau: number;
  readonly start: StartMode;
}

/** The batch after a step; each array is the receiver's own. */
export interface RefinementFrame {
  /** τ for the start, 0 at the end. */
  readonly timestep: number;
  /** By draft: 9 lattice entries (Å), then 3N fractional coordinates. */
  readonly packed: readonly Float32Array<ArrayBuffer>[];
  /** By draft, of the frame before this one; absent at the start. */
  readonly noiseNorms: readonly (NoiseNorms | undefined)[];
}

/** How one draft came out: a crystal, or why there is none. */
export type RefinementOutcome =
  | { readonly crystal: Crystal }
  | { readonly failure: { readonly code: RefinementErrorCode; readonly message: string } };

/** Refines batches of drafts, in this thread or in a worker. One refinement at a time. */
export interface Refiner {
  /** How the sampler is set for this denoiser. */
  readonly sampler: SamplerDefaults;
  /** Refines a batch; `onFrame` gets τ + 1 frames. Rejects with StudioError `aborted` when the signal fires. */
  refine(
    request: RefinementRequest,
    onFrame: (frame: RefinementFrame) => void,
    signal?: AbortSignal,
  ): Promise<readonly RefinementOutcome[]>;
  /** The noise level of a draft by the denoiser's own account; undefined where the manifest does not say how to tell. */
  estimateTau(crystal: Crystal, signal?: AbortSignal): Promise<number | undefined>;
  /** Measures seconds per network evaluation for B candidates of N atoms. */
  measure(batchSize: number, width: number): Promise<number>;
  dispose(): Promise<void>;
}

export type SamplerDefaults = Pick<SamplerSettings, 'order' | 'stepLength' | 'noiseFreeSteps'>;

export function samplerDefaults(entry: DenoiserEntry): SamplerDefaults {
  return { order: entry.order, stepLength: entry.stepLength, noiseFreeSteps: entry.noiseFreeSteps ?? 1 };
}

/** A refiner in this thread. The denoiser becomes its own and is disposed with it. */
export function createRefiner(entry: DenoiserEntry, denoiser: Denoiser): Refiner {
  const schedule = createSchedule(entry);
  const sampler = samplerDefaults(entry);
  return {
    sampler,
    async refine(request, onFrame, signal) {
      const settings: SamplerSettings = { ...sampler, tau: request.tau, start: request.start };
      let states: readonly SampleState[] = [];
      const steps = refineBatch(request.drafts, settings, schedule, denoiser, createNoise(request.seed), signal);
      for await (const frame of steps) {
        states = frame.states;
        const noiseNorms = states.map((state) => state.noiseNorms);
        onFrame({ timestep: frame.timestep, packed: states.map(packState), noiseNorms });
        await yieldToEvents();
        throwIfAborted(signal);
      }
      return states.map(outcome);
    },
    async estimateTau(crystal, signal) {
      const { noiseNorm } = entry;
      return noiseNorm === undefined ? undefined : estimateTau(crystal, noiseNorm, schedule, denoiser, signal);
    },
    async measure(batchSize, width) {
      const batch = createProbeBatch(batchSize, width, schedule.timesteps);
      await denoiser.predict(batch);
      const start = performance.now();
      await denoiser.predict(batch);
      await denoiser.predict(batch);
      return (performance.now() - start) / 2000;
    },
    dispose: () => denoiser.dispose(),
  };
}

function packState({ lattice, fracCoords }: SampleState): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(9 + fracCoords.length);
  packed.set(lattice);
  packed.set(fracCoords, 9);
  return packed;
}

function outcome({ failure, lattice, atomicNumbers, fracCoords }: SampleState): RefinementOutcome {
  return failure
    ? { failure: { code: failure.code, message: failure.message } }
    : { crystal: { lattice, atomicNumbers: Uint8Array.from(atomicNumbers), fracCoords } };
}
