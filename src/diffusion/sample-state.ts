import type { Crystal } from '../crystal/crystal';
import { cellVolume } from '../crystal/lattice';
import type { DenoiserBatch } from './denoiser-types';
import type { InvariantSubspace } from './invariant-subspace';
import type { LockedPart } from './locked-part';
import { RefinementError } from './refinement-error';

/** One candidate while it is refined; the sampler changes it in place. */
export interface SampleState {
  readonly candidate: number;
  readonly atomicNumbers: Uint8Array;
  /** 9 numbers, rows a, b, c, in the lattice unit of the network (Å). */
  readonly lattice: Float64Array;
  /** 3N, in [0, 1). */
  readonly fracCoords: Float64Array;
  /** Where lattice and coordinates are kept; absent: anywhere. */
  readonly subspace?: InvariantSubspace | undefined;
  /** What stays as the draft has it; absent: nothing. */
  readonly locked?: LockedPart | undefined;
  /** What the network found at the beginning of the latest step; absent before the first. */
  noiseNorms?: NoiseNorms;
  /** Set once the candidate cannot go on. */
  failure?: RefinementError | undefined;
}

/**
 * How much noise the network finds in a structure: root mean squares of its outputs, of the score divided by its expected
 * size λ_t and of the lattice noise ε. Both are 1 on average where the structure is as noisy as the schedule says.
 */
export interface NoiseNorms {
  readonly coords: number;
  readonly lattice: number;
}

/** Pads the states to the widest one. */
export function packBatch(states: readonly SampleState[], timestep: number): DenoiserBatch {
  const batchSize = states.length;
  const width = Math.max(...states.map((state) => state.atomicNumbers.length));
  const atomicNumbers = new Int32Array(batchSize * width);
  const fracCoords = new Float32Array(batchSize * width * 3);
  const lattice = new Float32Array(batchSize * 9);
  const mask = new Float32Array(batchSize * width);
  states.forEach((state, row) => {
    atomicNumbers.set(state.atomicNumbers, row * width);
    fracCoords.set(state.fracCoords, row * width * 3);
    lattice.set(state.lattice, row * 9);
    mask.fill(1, row * width, row * width + state.atomicNumbers.length);
  });
  return { batchSize, width, atomicNumbers, fracCoords, lattice, mask, timestep };
}

/** Å³ per atom; the densest crystals have about 5. */
const SMALLEST_VOLUME_PER_ATOM = 1;
/** Å³ per atom; the emptiest crystals of the training data have about 130. */
const LARGEST_VOLUME_PER_ATOM = 300;
/** Volume over the product of the lengths; 0 for three vectors in a plane. */
const FLATTEST_CELL = 0.02;

/** Why a draft cannot enter the reverse process, or undefined. */
export function checkDraft(crystal: Crystal): RefinementError | undefined {
  const atoms = crystal.atomicNumbers.length;
  if (atoms === 0) return new RefinementError('invalid-draft', 'The draft has no atoms.');
  if (crystal.fracCoords.length !== 3 * atoms || crystal.lattice.length !== 9) {
    return new RefinementError(
      'invalid-draft',
      `The draft has ${atoms} atoms but ${crystal.fracCoords.length} coordinates and ${crystal.lattice.length} lattice entries; it needs ${3 * atoms} and 9.`,
    );
  }
  if (!allFinite(crystal.fracCoords) || !allFinite(crystal.lattice)) {
    return new RefinementError('invalid-draft', 'The draft has a coordinate or lattice entry that is not a number.');
  }
  return undefined;
}

/** Why the end of a refinement is no crystal, or undefined. Distances between atoms are judged elsewhere. */
export function checkRefined(state: SampleState): RefinementError | undefined {
  if (!allFinite(state.lattice) || !allFinite(state.fracCoords)) {
    return new RefinementError('not-finite', 'The refinement ended in a value that is not a number.');
  }
  const lengths = [0, 3, 6].map((row) => Math.hypot(...state.lattice.subarray(row, row + 3)));
  const volume = cellVolume(state.lattice);
  const perAtom = volume / state.atomicNumbers.length;
  const product = lengths[0] * lengths[1] * lengths[2];
  const flat = perAtom < SMALLEST_VOLUME_PER_ATOM || volume < FLATTEST_CELL * product;
  if (!flat && perAtom <= LARGEST_VOLUME_PER_ATOM) return undefined;
  const cell = `lengths ${lengths.map((length) => length.toFixed(2)).join(', ')} Å, volume ${volume.toFixed(2)} Å³`;
  return new RefinementError(
    'degenerate-lattice',
    `The refinement ended in a ${flat ? 'collapsed' : 'bloated'} cell (${cell} for ${state.atomicNumbers.length} atoms). Try another seed or a lower noise level.`,
  );
}

export function rootMeanSquare(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ** 2;
  return Math.sqrt(sum / values.length);
}

export function allFinite(values: Float64Array): boolean {
  return values.every(Number.isFinite);
}
