import { Vector3 } from 'three';
import { symbolOf } from '../crystal/elements';
import { planeInCell } from '../crystal/lattice-plane';
import { atomLabel } from './atom-label';
import { atomLevel, CONFIDENCE_LEVELS } from './confidence-scale';
import { cutPolygon, cutsThrough, isKept } from './cut-ball';
import { type Cut, cutsOf } from './cutting';
import { drawnRadius } from './elements';
import { convexHull } from './hull';
import { elementColours } from './palettes';
import type { SceneModel } from './scene-model';
import { THEMES, type ViewStyle } from './style';
import type { ViewedCrystal } from './viewed-crystal';

export interface DrawnAtom {
  readonly symbol: string;
  /** What stands on it, may be empty. */
  readonly label: string;
  readonly atomicNumber: number;
  /** Index in the crystal; its images share it. */
  readonly index: number;
  /** Å from the cell's centre, as all positions here. */
  readonly position: Vector3;
  /** Å. */
  readonly radius: number;
  /** The planes that cut it open. */
  readonly cuts: readonly Cut[];
  /** sRGB 0xRRGGBB, as all colours here. */
  readonly colour: number;
}

/** From surface to surface of two atoms, each half in the colour of its atom. */
export interface DrawnBond {
  readonly from: DrawnAtom;
  readonly to: DrawnAtom;
  /** Å. */
  readonly radius: number;
}

/** Convex and flat. */
export interface DrawnFace {
  readonly corners: readonly Vector3[];
  readonly colour: number;
  /** 0–1. */
  readonly opacity: number;
}

export interface DrawnLine {
  readonly from: Vector3;
  readonly to: Vector3;
  readonly colour: number;
}

/** What a picture holds, free of any graphics library's objects: the source of vector pictures and 3D files. */
export interface Drawing {
  readonly atoms: readonly DrawnAtom[];
  readonly bonds: readonly DrawnBond[];
  /** What lies beyond them is cut away; atoms and faces are cut already, bonds are not. */
  readonly cuts: readonly Cut[];
  readonly faces: readonly DrawnFace[];
  readonly cellEdges: readonly DrawnLine[];
}

const PLANE_OPACITY = 0.3;

/** Describes what is drawn of a crystal. Hidden atoms are left out, and what planes take away. */
export function describeDrawing(
  model: SceneModel,
  crystal: ViewedCrystal,
  style: ViewStyle,
  theme: 'light' | 'dark',
): Drawing {
  const { lattice, atomicNumbers } = crystal;
  const colours = elementColours(style.palette, atomicNumbers);
  const row = (axis: number) => new Vector3(lattice[3 * axis], lattice[3 * axis + 1], lattice[3 * axis + 2]);
  const centre = row(0).add(row(1)).add(row(2)).divideScalar(2);
  const place = (drawn: number) => new Vector3().fromArray(model.atomPosition, 3 * drawn).sub(centre);
  const cuts = cutsOf(style.planes, lattice, centre);
  const placed = new Map<number, DrawnAtom>();
  const atoms: DrawnAtom[] = [];
  for (let drawn = 0; drawn < model.atomCount; drawn++) {
    const position = place(drawn);
    if (model.atomWeight[drawn] <= 0) continue;
    const index = model.atomIndex[drawn];
    const atomicNumber = atomicNumbers[index];
    const level = atomLevel(style, crystal, index);
    const radius = drawnRadius(atomicNumber, style.atomScale);
    const through = cutsThrough(cuts, position, radius);
    const atom: DrawnAtom = {
      symbol: symbolOf(atomicNumber),
      label: isKept(cuts, position) ? atomLabel(style.labels, atomicNumber, index, style.copiesPerSite) : '',
      atomicNumber,
      index,
      position,
      radius,
      cuts: through ?? [],
      colour: level === undefined ? colours[atomicNumber - 1] : CONFIDENCE_LEVELS[level].colour,
    };
    placed.set(drawn, atom);
    if (through) atoms.push(atom);
  }
  const bonds: DrawnBond[] = [];
  for (let bond = 0; style.showBonds && bond < model.bondCount; bond++) {
    const [from, to] = [placed.get(model.bondFrom[bond]), placed.get(model.bondTo[bond])];
    if (from && to) bonds.push({ from, to, radius: style.bondRadius });
  }
  const polyhedra = [...model.polyhedra].flatMap(([drawn, ligands]): DrawnFace[] => {
    const atom = placed.get(drawn);
    const hull = atom && convexHull(ligands.map(place));
    if (!atom || !hull) return [];
    return hull.triangles
      .map((triangle) => cutPolygon(triangle, cuts))
      .filter((corners) => corners.length > 2)
      .map((corners) => ({ corners, colour: atom.colour, opacity: style.polyhedronOpacity }));
  });
  const planes = style.planes.flatMap((plane): DrawnFace[] => {
    const corners = planeInCell(lattice, plane).map((corner) => new Vector3(...corner).sub(centre));
    return corners.length < 3 ? [] : [{ corners, colour: THEMES[theme].accent, opacity: PLANE_OPACITY }];
  });
  return {
    atoms,
    bonds,
    cuts,
    faces: [...polyhedra, ...planes],
    cellEdges: style.showCell ? cellEdges([row(0), row(1), row(2)], centre, THEMES[theme].cellEdge) : [],
  };
}

function cellEdges(rows: readonly Vector3[], centre: Vector3, colour: number): DrawnLine[] {
  const corner = (bits: number) =>
    rows.reduce((sum, row, axis) => (bits & (1 << axis) ? sum.add(row) : sum), new Vector3()).sub(centre);
  return [0, 1, 2].flatMap((axis) =>
    [0, 1, 2, 3, 4, 5, 6, 7]
      .filter((bits) => !(bits & (1 << axis)))
      .map((bits) => ({ from: corner(bits), to: corner(bits | (1 << axis)), colour })),
  );
}
