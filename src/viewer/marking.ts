import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import type { SceneModel } from './scene-model';
import type { PickedAtom } from './view-events';

/** Which atoms are selected and which one is under the pointer. */
export class Marking {
  selection: readonly PickedAtom[] = [];
  hovered: PickedAtom | null = null;
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
    if (!add) this.selection = [atom];
    else this.selection = others.length < this.selection.length ? others : [...others, atom];
    return true;
  }

  /** True when something had been selected. */
  clear(): boolean {
    const had = this.selection.length > 0;
    this.selection = [];
    return had;
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
  const index = model.atomIndex[drawn];
  const three = (at: (k: number) => number): readonly [number, number, number] => [at(0), at(1), at(2)];
  return {
    index,
    atomicNumber: crystal.atomicNumbers[index],
    symbol: symbolOf(crystal.atomicNumbers[index]),
    image: three((k) => model.atomImage[3 * drawn + k]),
    fracCoords: three((k) => crystal.fracCoords[3 * index + k] + model.atomImage[3 * drawn + k]),
    position: three((k) => model.atomPosition[3 * drawn + k]),
  };
}

function isSame(first: PickedAtom | null, second: PickedAtom | null): boolean {
  if (first === null || second === null) return first === second;
  return first.index === second.index && first.image.every((shift, axis) => shift === second.image[axis]);
}
