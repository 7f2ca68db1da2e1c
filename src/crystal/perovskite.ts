import type { Crystal } from './crystal';
import { type AtomPair, DegenerateCellError, neighbourPairs } from './geometry';
import { cellVolume } from './lattice';

/** The elements, by atomic number, that fill the places of ABX₃. */
export interface PerovskitePlaces {
  readonly a: number;
  readonly b: number;
  readonly x: number;
}

/** The sixth neighbour may be this much farther than the first, as in tetragonal PbTiO₃ and BiCoO₃. */
const LARGEST_DISTORTION = 1.8;
/** The seventh has to be at least this much farther than the sixth. */
const SMALLEST_GAP = 1.1;
/** A–X is longer than this share of B–X. */
const ROOM = 0.85;
const OCTAHEDRON = 6;
/** Of the primitive cubic net: second neighbours of a node. */
const SECOND_NEIGHBOURS = 18;

/**
 * The places of a perovskite ABX₃ if the crystal is one, tilted and distorted ones included: B in octahedra of X that share
 * corners alone, linked as the nodes of a primitive cubic net (Glazer, Acta Cryst. B28, 3384, 1972, for the tilts). Hexagonal
 * perovskites share faces, ilmenite edges: they are none. LiNbO₃'s type, tilted farthest, is one.
 */
export function perovskitePlaces(crystal: Crystal): PerovskitePlaces | undefined {
  const counts = new Map<number, number>();
  for (const z of crystal.atomicNumbers) counts.set(z, (counts.get(z) ?? 0) + 1);
  const fewest = Math.min(...counts.values());
  const cations = [...counts].filter(([, count]) => count === fewest).map(([z]) => z);
  const anions = [...counts].filter(([, count]) => count === 3 * fewest).map(([z]) => z);
  if (counts.size !== 3 || cations.length !== 2 || anions.length !== 1) return undefined;
  const [x] = anions;
  const neighbours = neighboursOf(crystal, x);
  for (const [a, b] of [cations, [...cations].reverse()]) {
    const octahedra = octahedraOf(crystal, b, neighbours);
    if (octahedra && isCubicNet(octahedra) && leavesRoom(crystal, a, neighbours, octahedra)) return { a, b, x };
  }
  return undefined;
}

type Image = readonly [number, number, number];
interface Neighbour {
  readonly atom: number;
  readonly image: Image;
  readonly distance: number;
}

type Neighbours = ReadonlyMap<number, readonly Neighbour[]>;

function isCubicNet(octahedra: Neighbours): boolean {
  // Each X is the corner of two octahedra; over it one leads to the other.
  const links = new Map<number, { atom: number; image: Image }[]>();
  const corners = new Map<number, { atom: number; image: Image }[]>();
  for (const [atom, ligands] of octahedra) {
    // The octahedron's middle as seen from the corner in its home cell.
    for (const { atom: corner, image } of ligands) {
      corners.set(corner, [...(corners.get(corner) ?? []), { atom, image: minus([0, 0, 0], image) }]);
    }
  }
  for (const ends of corners.values()) {
    if (ends.length !== 2) return false;
    const [one, other] = ends;
    links.set(one.atom, [...(links.get(one.atom) ?? []), { atom: other.atom, image: minus(other.image, one.image) }]);
    links.set(other.atom, [...(links.get(other.atom) ?? []), { atom: one.atom, image: minus(one.image, other.image) }]);
  }
  return [...octahedra.keys()].every((atom) => {
    const first = links.get(atom) ?? [];
    const home = key(atom, [0, 0, 0]);
    const shell = new Set(first.map(({ atom: other, image }) => key(other, image)));
    const next = first.flatMap(({ atom: other, image }) =>
      (links.get(other) ?? []).map((step) => key(step.atom, plus(image, step.image))),
    );
    const second = new Set(next.filter((node) => node !== home && !shell.has(node)));
    const hasTriangles = next.some((node) => shell.has(node));
    return shell.size === OCTAHEDRON && !shell.has(home) && !hasTriangles && second.size === SECOND_NEIGHBOURS;
  });
}

/** A is larger than B. Where it is nearer to X than B is, as carbon in calcite, it makes an anion with it. */
function leavesRoom({ atomicNumbers }: Crystal, a: number, neighbours: Neighbours, octahedra: Neighbours): boolean {
  const bonds = [...octahedra.values()].flat();
  const mean = bonds.reduce((sum, { distance }) => sum + distance, 0) / bonds.length;
  return [...neighbours].every(([middle, [nearest]]) => atomicNumbers[middle] !== a || nearest.distance > ROOM * mean);
}

/** The six X about each B; undefined where they are not six. */
function octahedraOf({ atomicNumbers }: Crystal, b: number, neighbours: Neighbours): Neighbours | undefined {
  const octahedra = new Map<number, readonly Neighbour[]>();
  for (const [middle, all] of neighbours) {
    if (atomicNumbers[middle] !== b) continue;
    const [sixth, seventh] = [all[OCTAHEDRON - 1], all[OCTAHEDRON]];
    if (!sixth || sixth.distance > LARGEST_DISTORTION * all[0].distance) return undefined;
    if (seventh && seventh.distance < SMALLEST_GAP * sixth.distance) return undefined;
    octahedra.set(middle, all.slice(0, OCTAHEDRON));
  }
  return octahedra.size === atomicNumbers.filter((z) => z === b).length ? octahedra : undefined;
}

/** The X about each other atom, the nearest first. */
function neighboursOf(crystal: Crystal, x: number): Neighbours {
  const { atomicNumbers, lattice } = crystal;
  // With a volume V for each formula unit the net's edge is about the cube root of V, and B–X half of it.
  const reach = 0.85 * Math.cbrt((5 * cellVolume(lattice)) / atomicNumbers.length);
  let pairs: AtomPair[];
  try {
    pairs = neighbourPairs(crystal, reach);
  } catch (error) {
    if (error instanceof DegenerateCellError) return new Map();
    throw error;
  }
  const around = new Map<number, Neighbour[]>();
  const note = (middle: number, atom: number, image: Image, distance: number) => {
    if (atomicNumbers[middle] === x || atomicNumbers[atom] !== x) return;
    around.set(middle, [...(around.get(middle) ?? []), { atom, image, distance }]);
  };
  for (const { first, second, image, distance } of pairs) {
    note(first, second, image, distance);
    note(second, first, minus([0, 0, 0], image), distance);
  }
  for (const list of around.values()) list.sort((one, other) => one.distance - other.distance);
  return around;
}

const plus = ([a, b, c]: Image, [d, e, f]: Image): Image => [a + d, b + e, c + f];
const minus = ([a, b, c]: Image, [d, e, f]: Image): Image => [a - d, b - e, c - f];
const key = (atom: number, image: Image) => `${atom}:${image.join()}`;
