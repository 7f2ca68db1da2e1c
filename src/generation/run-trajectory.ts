import type { Crystal } from '../crystal/crystal';
import type { Provenance, Trajectory } from '../crystal/trajectory';
import type { NoiseNorms } from '../diffusion/sample-state';
import { locksInWords } from './locks';
import { type CandidateRecord, EDITED, type RunRecord, type RunSource } from './run';

/**
 * The trajectory of one candidate over packed frames (9 lattice entries, then 3N fractional coordinates), recorded or
 * still growing.
 */
export class RunTrajectory implements Trajectory {
  readonly provenance: Provenance;
  private readonly atomicNumbers: Uint8Array;
  private readonly stride: number;
  private packed: Float32Array;
  /** Of coordinates and lattice for each step, NaN where they are not known. */
  private norms: Float32Array;
  private count = 0;
  private refined: Crystal | undefined;
  private readonly listeners = new Set<() => void>();

  /** Empty, with room for τ + 1 frames, unless recorded frames are given, which it then reads in place. */
  constructor(atomicNumbers: Uint8Array, provenance: Provenance, recorded?: Float32Array) {
    this.atomicNumbers = atomicNumbers;
    this.provenance = provenance;
    this.stride = 9 + 3 * atomicNumbers.length;
    this.packed = recorded ?? new Float32Array((provenance.tau + 1) * this.stride);
    this.norms = new Float32Array(2 * provenance.tau).fill(Number.NaN);
    if (recorded) this.count = recorded.length / this.stride;
  }

  /** The trajectory of a recorded candidate; undefined when it was never refined. */
  static fromRecord(run: RunRecord, candidate: number): RunTrajectory | undefined {
    const record = run.candidates.find(({ index }) => index === candidate);
    if (!record?.draft || !record.frames) return undefined;
    const trajectory = new RunTrajectory(record.draft.atomicNumbers, provenanceOf(run, record), record.frames);
    trajectory.refined = record.refined;
    if (record.noiseNorms) trajectory.norms = record.noiseNorms;
    return trajectory;
  }

  get frameCount(): number {
    return this.count;
  }

  get complete(): boolean {
    return this.refined !== undefined;
  }

  /** Adds a packed frame, and what the network found in the frame before it. Throws RangeError when it has the wrong length or when there are τ + 1 already. */
  append(frame: Float32Array, before?: NoiseNorms): void {
    if (frame.length !== this.stride || this.count > this.provenance.tau) {
      throw new RangeError(
        `A frame of ${frame.length} numbers does not fit as frame ${this.count} of ${this.provenance.tau + 1}, each with ${this.stride}.`,
      );
    }
    this.packed.set(frame, this.count * this.stride);
    if (before && this.count > 0) this.norms.set([before.coords, before.lattice], 2 * (this.count - 1));
    this.count++;
    this.notify();
  }

  /** The last frame is final; `refined` is that frame at full precision. */
  finish(refined: Crystal): void {
    this.refined = refined;
    this.notify();
  }

  /** All frames so far, packed one after the other. Those of a complete trajectory are its own and must not be changed. */
  packedFrames(): Float32Array {
    const length = this.count * this.stride;
    return this.complete && length === this.packed.length ? this.packed : this.packed.slice(0, length);
  }

  /** Norms of coordinates and lattice for every step so far, one after the other; undefined where they are not known. */
  noiseNorms(): Float32Array | undefined {
    const known = this.norms.slice(0, 2 * Math.max(0, this.count - 1));
    return known.length > 0 && known.every(Number.isFinite) ? known : undefined;
  }

  frame(index: number): Crystal {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) {
      throw new RangeError(`Frame ${index} is outside the trajectory's 0 to ${this.count - 1}.`);
    }
    if (this.refined && index === this.count - 1) return this.refined;
    const start = index * this.stride;
    return {
      lattice: Float64Array.from(this.packed.subarray(start, start + 9)),
      atomicNumbers: this.atomicNumbers,
      fracCoords: Float64Array.from(this.packed.subarray(start + 9, start + this.stride)),
    };
  }

  timestep(index: number): number {
    return this.provenance.tau - index;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.listeners.clear();
    this.packed = new Float32Array(0);
    this.count = 0;
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Where a run's structures come from; with a candidate, what was particular to it. */
export function provenanceOf(
  run: Pick<RunRecord, 'request' | 'languageModel' | 'denoiser'> & { readonly source?: RunSource | undefined },
  candidate?: Pick<CandidateRecord, 'keptSymmetry' | 'locks' | 'draft' | 'tau'>,
): Provenance {
  const { prompt, seed, refinementSeed, start } = run.request;
  const tau = candidate?.tau ?? run.request.tau;
  const symmetry = candidate?.keptSymmetry?.sentence;
  const { locks, draft } = candidate ?? {};
  return {
    prompt,
    seed,
    ...(refinementSeed !== undefined && { refinementSeed }),
    tau,
    start,
    languageModel: run.languageModel.id,
    denoiser: run.denoiser.id,
    ...(symmetry !== undefined && { symmetry }),
    ...(locks && draft && { locked: locksInWords(locks, draft.atomicNumbers) }),
    ...(run.source && { source: fileOrigin(run.source).source }),
  };
}

/** Where a structure comes from that no model changed. */
export function fileOrigin({ fileName, format, notes }: Pick<RunSource, 'fileName' | 'format' | 'notes'>): {
  readonly source: string;
} {
  return {
    source: format === EDITED ? `${fileName}, ${EDITED}: ${notes.join(' ')}` : `the file ${fileName} (${format})`,
  };
}
