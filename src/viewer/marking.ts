import { Vector3 } from 'three';
import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import { fracToCart } from '../crystal/lattice';
import type { SceneModel } from './scene-model';
import type { PickedAtom } from './view-events';

/** No measurement takes more atoms. */
const MOST_MEASURED = 4;
/** Whole lattice vectors about the nearest by fractions among which the nearest image is sought. */
const IMAGE_REACH = 2;

/** Which atoms are selected and which one is under the pointer. */
export class Marking {
  selection: readonly PickedAtom[] = [];
  hovered: PickedAtom | null = null;
  /** Every click adds to the selection; a fifth atom begins a new one. */
  measuring = false;
  /** The selected atoms that are drawn at present, as drawn atoms. */
  readonly selectedDrawn = new Set<number>();
  hoveredDrawn = -1;

  /** True when the atom under the pointer changed. */
  hover(atom: PickedAtom | null): boolean {
    if (isSame(atom, this.hovered)) return false;
    this.hovered = atom;
    return true;
  }

  /**
   * A click on an atom selects it, one beside all atoms selects none; one that adds puts the atom in or takes it out.
   * True when the selection changed.
   */
  click(atom: PickedAtom | null, add: boolean): boolean {
    if (!atom) return add ? false : this.clear();
    const others = this.selection.filter((other) => !isSame(other, atom));
    const isFull = this.measuring && this.selection.length >= MOST_MEASURED;
    if (!add && !this.measuring) this.selection = [atom];
    else if (others.length < this.selection.length) this.selection = others;
    else this.selection = isFull ? [atom] : [...others, atom];
    return true;
  }

  /** True when something had been selected. */
  clear(): boolean {
    const had = this.selection.length > 0;
    this.selection = [];
    return had;
  }

  /** The image of an atom that lies nearest to the one selected last, or the one in the cell. */
  nearestImage(crystal: Crystal, index: number): PickedAtom {
    const home = [0, 1, 2].map((axis) => -Math.floor(crystal.fracCoords[3 * index + axis]));
    const last = this.selection.at(-1);
    if (!last) return atomImage(crystal, index, home);
    const offset = [0, 1, 2].map((axis) => Math.round(last.fracCoords[axis] - crystal.fracCoords[3 * index + axis]));
    const isTaken = (atom: PickedAtom) => this.selection.some((other) => isSame(other, atom));
    let nearest = atomImage(crystal, index, home);
    let shortest = Number.POSITIVE_INFINITY;
    for (let a = -IMAGE_REACH; a <= IMAGE_REACH; a++) {
      for (let b = -IMAGE_REACH; b <= IMAGE_REACH; b++) {
        for (let c = -IMAGE_REACH; c <= IMAGE_REACH; c++) {
          const atom = atomImage(crystal, index, [offset[0] + a, offset[1] + b, offset[2] + c]);
          const distance = Math.hypot(...atom.position.map((x, k) => x - last.position[k]));
          if (distance < shortest - 1e-6 && !isTaken(atom)) [nearest, shortest] = [atom, distance];
        }
      }
    }
    return nearest;
  }

  /** Takes the selected atoms to where they are in another frame of the same atoms; true when there are any. */
  follow(crystal: Crystal): boolean {
    this.selection = this.selection.map(({ index, image }) => atomImage(crystal, index, image));
    return this.selection.length > 0;
  }

  /** What there is to measure: positions in Å from the cell's origin. */
  measured(crystal: Crystal): Vector3[] {
    if (this.selection.length < 2 || this.selection.length > MOST_MEASURED) return [];
    return this.selection.map(({ index, image }) => new Vector3(...atomImage(crystal, index, image).position));
  }

  /** Finds the marked atoms among those that are drawn now. */
  locate(model: SceneModel): void {
    this.selectedDrawn.clear();
    for (const atom of this.selection) {
      const drawn = model.drawnAtom(atom.index, ...atom.image);
      if (drawn >= 0) this.selectedDrawn.add(drawn);
    }
    this.hoveredDrawn = this.hovered ? model.drawnAtom(this.hovered.index, ...this.hovered.image) : -1;
  }
}

/** What a page wants to know about a drawn atom. */
export function pickedAtom(crystal: Crystal, model: SceneModel, drawn: number): PickedAtom {
  return atomImage(crystal, model.atomIndex[drawn], model.atomImage.subarray(3 * drawn, 3 * drawn + 3));
}

/** The periodic image of an atom that lies whole lattice vectors from the crystal's own. */
function atomImage(crystal: Crystal, index: number, image: ArrayLike<number>): PickedAtom {
  const three = (at: (k: number) => number): readonly [number, number, number] => [at(0), at(1), at(2)];
  const fracCoords = three((k) => crystal.fracCoords[3 * index + k] + image[k]);
  const position = fracToCart(fracCoords, crystal.lattice);
  return {
    index,
    atomicNumber: crystal.atomicNumbers[index],
    symbol: symbolOf(crystal.atomicNumbers[index]),
    // Adding 0 makes 0 of −0.
    image: three((k) => image[k] + 0),
    fracCoords,
    position: three((k) => position[k]),
  };
}

function isSame(first: PickedAtom | null, second: PickedAtom | null): boolean {
  if (first === null || second === null) return first === second;
  return first.index === second.index && first.image.every((shift, axis) => shift === second.image[axis]);
}
