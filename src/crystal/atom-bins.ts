import { grownUint32 } from './growing-arrays';

const NONE = 0xffffffff;
/** So that rounding never puts two atoms that touch two bins apart. */
const MARGIN = 1 + 1e-5;

/**
 * The atoms of a periodic cell sorted into bins (a cell list), so that the neighbours of one are sought among few. Each bin is
 * at least `reach` wide between its faces. The arrays are reused and only grow.
 */
export class AtomBins {
  private readonly counts = new Uint32Array(3);
  private atomCount = 0;
  private fracCoords: ArrayLike<number> = [];
  private firstInBin: Uint32Array = new Uint32Array(1);
  private nextInBin: Uint32Array = new Uint32Array(32);

  /**
   * @param fracCoords 3N fractional coordinates, each in [0, 1]; @param heights the distances between opposite faces, Å.
   * @param reach Å.
   */
  sort(atomCount: number, fracCoords: ArrayLike<number>, heights: ArrayLike<number>, reach: number): void {
    const { counts } = this;
    this.atomCount = atomCount;
    this.fracCoords = fracCoords;
    for (let axis = 0; axis < 3; axis++) {
      counts[axis] = Math.min(atomCount, Math.max(1, Math.floor(heights[axis] / (reach * MARGIN))));
    }
    // More bins than atoms would only be empty.
    while (counts[0] * counts[1] * counts[2] > Math.max(1, atomCount)) {
      const most = counts.indexOf(Math.max(...counts));
      counts[most] = Math.ceil(counts[most] / 2);
    }
    const binCount = counts[0] * counts[1] * counts[2];
    this.firstInBin = grownUint32(this.firstInBin, binCount);
    this.nextInBin = grownUint32(this.nextInBin, atomCount);
    this.firstInBin.fill(NONE, 0, binCount);
    // From the last to the first, so that each bin lists its atoms in ascending order.
    for (let atom = atomCount - 1; atom >= 0; atom--) {
      const bin = this.binAt(this.place(atom, 0), this.place(atom, 1), this.place(atom, 2));
      this.nextInBin[atom] = this.firstInBin[bin];
      this.firstInBin[bin] = atom;
    }
  }

  /** How many atoms `forEachNear` visits for one atom, where they are spread evenly. */
  get meanNear(): number {
    const { counts } = this;
    const share = (axis: number) => (this.last(axis) - this.first(axis) + 1) / counts[axis];
    return this.atomCount * share(0) * share(1) * share(2);
  }

  /** Visits each atom of which some image may lie within reach of an atom, itself included, once. */
  forEachNear(atom: number, visit: (other: number) => void): void {
    const [a, b, c] = [this.place(atom, 0), this.place(atom, 1), this.place(atom, 2)];
    for (let i = this.first(0); i <= this.last(0); i++) {
      for (let j = this.first(1); j <= this.last(1); j++) {
        for (let k = this.first(2); k <= this.last(2); k++) {
          const bin = this.binAt(this.wrap(a + i, 0), this.wrap(b + j, 1), this.wrap(c + k, 2));
          for (let other = this.firstInBin[bin]; other !== NONE; other = this.nextInBin[other]) visit(other);
        }
      }
    }
  }

  /** Three bins about an atom's own where there are as many, otherwise all. */
  private first(axis: number): number {
    return this.counts[axis] > 2 ? -1 : 0;
  }

  private last(axis: number): number {
    return Math.min(1, this.counts[axis] - 1);
  }

  private place(atom: number, axis: number): number {
    const count = this.counts[axis];
    return Math.min(count - 1, Math.floor(this.fracCoords[3 * atom + axis] * count));
  }

  private wrap(place: number, axis: number): number {
    const count = this.counts[axis];
    return place < 0 ? place + count : place >= count ? place - count : place;
  }

  private binAt(a: number, b: number, c: number): number {
    return (a * this.counts[1] + b) * this.counts[2] + c;
  }
}
