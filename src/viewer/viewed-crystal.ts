import type { Crystal } from '../crystal/crystal';

/** A crystal as it is shown, maybe in another cell than it was computed in. */
export interface ViewedCrystal extends Crystal {
  /** For each atom the index of the one in the computed cell of which it is an image; absent: the same index. */
  readonly sourceAtoms?: ArrayLike<number>;
}
