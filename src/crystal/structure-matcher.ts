import { bestAssignment } from './assignment';
import type { Crystal } from './crystal';
import {
  cellVolume,
  determinant,
  invert,
  type LatticeParameters,
  latticeFromParameters,
  latticeParameters,
  multiply,
  planeSpacings,
} from './lattice';
import { niggliReduce } from './niggli';

/** How unlike two descriptions of one structure may be. */
export interface MatchTolerance {
  /** Relative, of cell lengths. */
  readonly length: number;
  /** Degrees, of cell angles. */
  readonly angle: number;
  /** Largest distance of mapped atoms, over the cube root of the volume per atom. */
  readonly site: number;
}

/** Distances of mapped atoms over the cube root of the volume per atom; each the smallest that any mapping gives. */
export interface StructureDistance {
  readonly rootMeanSquare: number;
  readonly largest: number;
}

/** The defaults of pymatgen's StructureMatcher. */
export const DEFAULT_MATCH_TOLERANCE: MatchTolerance = { length: 0.2, angle: 5, site: 0.3 };

/** Lattice vectors to try; a cell with more near the wanted lengths is too unlike the other to be worth it. */
const MOST_VECTORS = 20_000;

/** Whether two crystals with the same atoms in their cells are one structure. Throws as `structureDistance` does. */
export function isSameStructure(first: Crystal, second: Crystal, tolerance = DEFAULT_MATCH_TOLERANCE): boolean {
  const distance = structureDistance(first, second, tolerance, tolerance.site);
  return distance !== undefined && distance.largest <= tolerance.site;
}

/**
 * How far two crystals with the same atoms in their cells are from being one structure, whatever the choice of cell, origin,
 * hand, scale and order of atoms, as in pymatgen's StructureMatcher (Ong et al., Comput. Mater. Sci. 68, 314, 2013), but
 * for cells of one size only. Undefined where no mapping of the lattices is within tolerance or the atoms differ. With
 * `goodEnough` it ends at the first mapping whose largest distance is at most that, and passes over those that cannot
 * reach it. Throws RangeError for a cell without volume.
 */
export function structureDistance(
  first: Crystal,
  second: Crystal,
  tolerance: MatchTolerance = DEFAULT_MATCH_TOLERANCE,
  goodEnough?: number,
): StructureDistance | undefined {
  // The anchor lies on its partner. Less a common translation of at most `goodEnough`, no atom is farther than twice that.
  const farthest = goodEnough === undefined ? Number.POSITIVE_INFINITY : 2 * goodEnough;
  let best: StructureDistance | undefined;
  for (const { rootMeanSquare, largest } of superpositions(first, second, tolerance, farthest)) {
    best = {
      rootMeanSquare: Math.min(rootMeanSquare, best?.rootMeanSquare ?? Number.POSITIVE_INFINITY),
      largest: Math.min(largest, best?.largest ?? Number.POSITIVE_INFINITY),
    };
    if (goodEnough !== undefined && best.largest <= goodEnough) return best;
  }
  return best;
}

/** One way to lay the second crystal over the first; both in their Niggli cells at a volume of 1 per atom. */
export interface Superposition extends StructureDistance {
  /** Rows: vectors of the second Niggli cell that lie on those of the first. Integers, determinant ±1. */
  readonly basis: Float64Array;
  /** By atom of the first: the atom of the second that lies on it. */
  readonly partners: readonly number[];
  /** By atom of the first: distance to its partner. */
  readonly distances: readonly number[];
  /** By atom of the first: fractional coordinates of its partner in the first Niggli cell, common translation taken away. */
  readonly coordinates: Float64Array;
}

/**
 * All superpositions of crystals with the same atoms: each mapping of the lattices within tolerance with each translation
 * that lays an atom of the rarest element on another, but none that leaves an atom without a partner within `farthest`.
 * Throws RangeError for a cell without volume.
 */
export function* superpositions(
  first: Crystal,
  second: Crystal,
  tolerance: MatchTolerance = DEFAULT_MATCH_TOLERANCE,
  farthest = Number.POSITIVE_INFINITY,
): Generator<Superposition> {
  if (!hasSameAtoms(first, second)) return;
  const [one, other] = [unitVolume(first), unitVolume(second)];
  const parameters = latticeParameters(one.lattice);
  const species = placesByElement(one, other);
  // Fewest translations: those between atoms of the rarest element.
  const [anchors, partners] = species.reduce((rarest, group) => (group[0].length < rarest[0].length ? group : rarest));
  for (const basis of latticeMappings(parameters, other.lattice, tolerance)) {
    const mapped = latticeParameters(multiply(basis, other.lattice));
    const lattice = latticeFromParameters(meanParameters(parameters, mapped));
    const images = neighbourImages(lattice);
    const coordinates = multiply(other.fracCoords, invert(basis));
    for (const partner of partners) {
      const shift = [0, 1, 2].map((axis) => one.fracCoords[3 * anchors[0] + axis] - coordinates[3 * partner + axis]);
      const shifted = coordinates.map((x, index) => x + shift[index % 3]);
      const assigned = assign(one.fracCoords, shifted, species, lattice, images, farthest);
      if (assigned) yield { basis, ...assigned };
    }
  }
}

type Place = readonly [inFirst: number[], inSecond: number[]];

/** Per atom a volume of 1, in the Niggli cell. */
function unitVolume({ lattice, atomicNumbers, fracCoords }: Crystal): Crystal {
  const { lattice: reduced, transform } = niggliReduce(lattice);
  const scale = (atomicNumbers.length / cellVolume(reduced)) ** (1 / 3);
  return {
    lattice: reduced.map((x) => x * scale),
    atomicNumbers,
    fracCoords: multiply(fracCoords, invert(transform)),
  };
}

function hasSameAtoms(first: Crystal, second: Crystal): boolean {
  const [one, other] = [first, second].map(({ atomicNumbers }) => atomicNumbers.toSorted());
  return one.length > 0 && one.length === other.length && one.every((z, index) => z === other[index]);
}

function placesByElement(first: Crystal, second: Crystal): Place[] {
  const places = (crystal: Crystal, element: number) =>
    [...crystal.atomicNumbers.keys()].filter((atom) => crystal.atomicNumbers[atom] === element);
  return [...new Set(first.atomicNumbers)].map((element) => [places(first, element), places(second, element)]);
}

/** Integer bases (row-major, determinant ±1) in which `lattice` has cell lengths and angles near the wanted ones. */
function* latticeMappings(
  wanted: LatticeParameters,
  lattice: Float64Array,
  tolerance: MatchTolerance,
): Generator<Float64Array> {
  const lengths = [wanted.a, wanted.b, wanted.c];
  const stretch = 1 + tolerance.length;
  const vectors = vectorsWithin(lattice, Math.max(...lengths) * stretch);
  const [as, bs, cs] = lengths.map((length) =>
    vectors.filter((vector) => vector.length < length * stretch && vector.length > length / stretch),
  );
  const isNear = (one: LatticeVector, other: LatticeVector, angle: number) =>
    Math.abs(angleBetween(one, other) - angle) < tolerance.angle;
  for (const a of as) {
    const withA = cs.filter((c) => isNear(a, c, wanted.beta));
    for (const b of bs) {
      if (!isNear(a, b, wanted.gamma)) continue;
      for (const c of withA) {
        if (!isNear(b, c, wanted.alpha)) continue;
        const basis = Float64Array.of(...a.indices, ...b.indices, ...c.indices);
        if (Math.abs(Math.abs(determinant(basis)) - 1) < 0.5) yield basis;
      }
    }
  }
}

interface LatticeVector {
  readonly indices: readonly [number, number, number];
  readonly cartesian: Float64Array;
  readonly length: number;
}

function vectorsWithin(lattice: Float64Array, longest: number): LatticeVector[] {
  const reach = planeSpacings(lattice).map((spacing) => Math.floor(longest / spacing));
  if (reach.reduce((product, extent) => product * (2 * extent + 1), 1) > MOST_VECTORS) return [];
  const vectors: LatticeVector[] = [];
  for (const indices of integerPoints(reach)) {
    const cartesian = multiply(indices, lattice);
    const length = Math.hypot(...cartesian);
    if (length > 0 && length <= longest) vectors.push({ indices, cartesian, length });
  }
  return vectors;
}

function* integerPoints(reach: readonly number[]): Generator<[number, number, number]> {
  for (let i = -reach[0]; i <= reach[0]; i++)
    for (let j = -reach[1]; j <= reach[1]; j++) for (let k = -reach[2]; k <= reach[2]; k++) yield [i, j, k];
}

/** Degrees. */
function angleBetween(one: LatticeVector, other: LatticeVector): number {
  const dot = one.cartesian.reduce((sum, x, axis) => sum + x * other.cartesian[axis], 0);
  return (Math.acos(Math.min(1, Math.max(-1, dot / (one.length * other.length)))) * 180) / Math.PI;
}

function meanParameters(one: LatticeParameters, other: LatticeParameters): LatticeParameters {
  const mean = (name: keyof LatticeParameters) => (one[name] + other[name]) / 2;
  return {
    a: mean('a'),
    b: mean('b'),
    c: mean('c'),
    alpha: mean('alpha'),
    beta: mean('beta'),
    gamma: mean('gamma'),
  };
}

/** Lattice vectors by which a difference that is wrapped to ±1/2 per axis may have to be moved to be shortest. */
function neighbourImages(lattice: Float64Array): Float64Array[] {
  return [...integerPoints([1, 1, 1])].map((indices) => multiply(indices, lattice));
}

/**
 * Partners by the assignment with the smallest sum of squares, and their distances less the translation that all atoms
 * have in common; undefined where an atom has no partner within `farthest`.
 */
function assign(
  first: Float64Array,
  second: Float64Array,
  species: readonly Place[],
  lattice: Float64Array,
  images: readonly Float64Array[],
  farthest: number,
): Omit<Superposition, 'basis'> | undefined {
  const partners: number[] = [];
  const vectors: Vector[] = [];
  for (const [inFirst, inSecond] of species) {
    const choices: Vector[][] = [];
    const costs: number[][] = [];
    for (const i of inFirst) {
      const row = inSecond.map((j) => shortestVector(first, i, second, j, lattice, images));
      const squares = row.map(squaredLength);
      if (Math.min(...squares) > farthest * farthest) return undefined;
      choices.push(row);
      costs.push(squares);
    }
    for (const [row, column] of bestAssignment(costs).entries()) {
      partners[inFirst[row]] = inSecond[column];
      vectors[inFirst[row]] = choices[row][column];
    }
  }
  const mean = (axis: number) => vectors.reduce((sum, vector) => sum + vector[axis], 0) / vectors.length;
  const [x, y, z] = [mean(0), mean(1), mean(2)];
  const own = vectors.map((vector): Vector => [vector[0] - x, vector[1] - y, vector[2] - z]);
  const distances = own.map((vector) => Math.sqrt(squaredLength(vector)));
  const moved = multiply(Float64Array.from(own.flat()), invert(lattice));
  return {
    partners,
    distances,
    coordinates: first.map((value, index) => value + moved[index]),
    rootMeanSquare: Math.sqrt(distances.reduce((sum, distance) => sum + distance * distance, 0) / distances.length),
    largest: Math.max(...distances),
  };
}

type Vector = readonly [number, number, number];

function squaredLength([x, y, z]: Vector): number {
  return x * x + y * y + z * z;
}

function shortestVector(
  first: Float64Array,
  i: number,
  second: Float64Array,
  j: number,
  [ax, ay, az, bx, by, bz, cx, cy, cz]: Float64Array,
  images: readonly Float64Array[],
): Vector {
  let [u, v, w] = [0, 1, 2].map((axis) => second[3 * j + axis] - first[3 * i + axis]);
  u -= Math.round(u);
  v -= Math.round(v);
  w -= Math.round(w);
  const [x, y, z] = [u * ax + v * bx + w * cx, u * ay + v * by + w * cy, u * az + v * bz + w * cz];
  let best: Vector = [x, y, z];
  let shortest = Number.POSITIVE_INFINITY;
  for (const image of images) {
    const [p, q, r] = [x + image[0], y + image[1], z + image[2]];
    const squared = p * p + q * q + r * r;
    if (squared < shortest) {
      shortest = squared;
      best = [p, q, r];
    }
  }
  return best;
}
