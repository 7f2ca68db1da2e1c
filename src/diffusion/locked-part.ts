import type { Crystal } from '../crystal/crystal';
import { wrap } from '../crystal/lattice';
import type { SampleState } from './sample-state';
import type { Schedule } from './schedule';

/** What a refinement leaves as it is. */
export interface Locks {
  readonly lattice: boolean;
  /** Indices of atoms, each once. */
  readonly sites: readonly number[];
}

/**
 * The locked parts of a crystal while the rest is refined, as images are inpainted (Lugmayr et al. 2022, RePaint): steps
 * leave them alone, and where the start was noised they lie at each step's noise level, along the noise of the start, so
 * that the network meets the noise it expects. At t = 0 they are what they were.
 */
export class LockedPart {
  private readonly home: Pick<Crystal, 'lattice' | 'fracCoords'>;
  private readonly locks: Locks;
  private noise: { readonly coords: Float64Array; readonly lattice: Float64Array } | undefined;

  /** @throws RangeError for a site that the crystal does not have. */
  constructor({ lattice, fracCoords, atomicNumbers }: Crystal, locks: Locks) {
    const wrong = locks.sites.find((site) => !Number.isInteger(site) || site < 0 || site >= atomicNumbers.length);
    if (wrong !== undefined) {
      throw new RangeError(`Site ${wrong} cannot be locked: the crystal has ${atomicNumbers.length} atoms.`);
    }
    this.home = { lattice: Float64Array.from(lattice), fracCoords: Float64Array.from(fracCoords) };
    this.locks = locks;
  }

  get lattice(): boolean {
    return this.locks.lattice;
  }

  /** From here on the parts are noised. @param coords 3N; @param lattice 9, of unit variance both */
  followNoise(coords: Float64Array, lattice: Float64Array): void {
    this.noise = { coords, lattice };
  }

  /** Takes the locked atoms out of a displacement (3N). */
  keepStill(displacement: Float64Array): void {
    for (const site of this.locks.sites) displacement.fill(0, 3 * site, 3 * site + 3);
  }

  /** Puts the locked parts where they are at noise level t. */
  hold({ lattice, fracCoords, subspace }: SampleState, t: number, { alphaBar, sigma }: Schedule): void {
    const { home, noise } = this;
    for (const site of this.locks.sites) {
      for (let i = 3 * site; i < 3 * site + 3; i++) {
        fracCoords[i] = wrap(home.fracCoords[i] + (noise ? sigma[t] * noise.coords[i] : 0));
      }
    }
    if (!this.locks.lattice) return;
    lattice.set(home.lattice);
    if (!noise || t === 0) return;
    for (let i = 0; i < 9; i++) {
      lattice[i] = Math.sqrt(alphaBar[t]) * home.lattice[i] + Math.sqrt(1 - alphaBar[t]) * noise.lattice[i];
    }
    subspace?.projectLattice(lattice);
  }
}
