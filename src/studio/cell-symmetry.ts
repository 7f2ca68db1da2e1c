import type { Crystal } from '../crystal/crystal';
import { loadSymmetry, SymmetryError, type SymmetryFinder } from '../crystal/symmetry';
import { StudioError } from '../runtime/errors';
import { symmetryOf } from './analysis';

/** Finds the symmetry of a crystal, or knows it already. */
export type SymmetrySource = Pick<SymmetryFinder, 'analyse'>;

/** The symmetry of what is in view, as soon as it is known. Frames are small and many: theirs is found in the page. */
export class CellSymmetry {
  private finder: SymmetryFinder | undefined;
  private readonly known = new WeakMap<Crystal, SymmetrySource>();
  private readonly whenKnown: () => void;
  private readonly whenFailed: () => void;

  /** @param whenKnown what was asked for can now be had; @param whenFailed the symmetry finder could not be loaded. */
  constructor(whenKnown: () => void, whenFailed: () => void) {
    this.whenKnown = whenKnown;
    this.whenFailed = whenFailed;
  }

  /** For the frames of a trajectory; undefined while it loads. */
  ofFrames(): SymmetrySource | undefined {
    if (!this.finder) {
      void this.tell(async () => {
        this.finder = await loadSymmetry();
      });
    }
    return this.finder;
  }

  /** Of a crystal at rest, which may have thousands of atoms; undefined while it is found outside of the page. */
  of(crystal: Crystal): SymmetrySource | undefined {
    const source = this.known.get(crystal);
    if (!source) void this.tell(() => this.find(crystal));
    return source;
  }

  private async find(crystal: Crystal): Promise<void> {
    try {
      const analysis = await symmetryOf(crystal);
      this.known.set(crystal, { analyse: () => analysis });
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'unsupported')) throw error;
      const refuse = () => {
        throw new SymmetryError(error.message);
      };
      this.known.set(crystal, { analyse: refuse });
    }
  }

  private async tell(find: () => Promise<void>): Promise<void> {
    try {
      await find();
    } catch {
      this.whenFailed();
      return;
    }
    this.whenKnown();
  }
}
