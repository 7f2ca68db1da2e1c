import { AtomBins } from './atom-bins';
import type { Crystal } from './crystal';
import { element } from './elements';
import { cellVolume, invert, multiply, type Numbers, planeSpacings } from './lattice';
import { niggliReduce } from './niggli';

/** Atom `first` in the home cell and atom `second` moved by `image` cells: x₂ + image − x₁ is the vector between. */
export interface AtomPair {
  readonly first: number;
  readonly second: number;
  readonly image: readonly [number, number, number];
  /** Å. */
  readonly distance: number;
}

/** A cell so flat that a neighbour search would visit more images than is sensible. */
export class DegenerateCellError extends RangeError {
  override readonly name = 'DegenerateCellError';
}

/** u (daltons) per Å³ in g/cm³. */
const GRAM_PER_CM3 = 1.66053906892;
/** Some seconds. */
const MOST_PAIRS_VISITED = 50_000_000;
/** So that no image on the very edge of a search is lost. */
const ROUNDING = 1e-9;

/**
 * All pairs of atoms within `cutoff` Å, each once, across as many periodic images as the cell's shape requires.
 * `cutoff` may depend on the two atoms; then `longestCutoff` must be its upper bound. An atom pairs with its own
 * images. Fractional coordinates need not be wrapped; images refer to them as they are.
 * Throws DegenerateCellError for cells without volume or too flat to search.
 */
export function neighbourPairs(
  crystal: Crystal,
  cutoff: number | ((first: number, second: number) => number),
  longestCutoff: number = typeof cutoff === 'number' ? cutoff : Number.NaN,
): AtomPair[] {
  const { lattice, fracCoords } = crystal;
  const count = crystal.atomicNumbers.length;
  const limitOf = typeof cutoff === 'number' ? () => cutoff : cutoff;
  const heights = facesApart(lattice);
  const home = fracCoords.map(Math.floor);
  const wrapped = fracCoords.map((x, i) => x - home[i]);
  const bins = new AtomBins();
  bins.sort(count, wrapped, heights, longestCutoff);
  const images = heights.reduce((product, height) => product * Math.floor((2 * longestCutoff) / height + 1), 1);
  if (!(bins.meanNear * images * count <= MOST_PAIRS_VISITED)) {
    throw new DegenerateCellError(
      `The cell (${cellVolume(lattice).toPrecision(3)} Å³, ${count} atoms) is too flat or too large to search for ` +
        `neighbours within ${longestCutoff} Å.`,
    );
  }
  const pairs: AtomPair[] = [];
  const [ax, ay, az, bx, by, bz, cx, cy, cz] = lattice;
  const near: number[] = [];
  for (let first = 0; first < count; first++) {
    near.length = 0;
    bins.forEachNear(first, (other) => other >= first && near.push(other));
    for (const second of near.sort((one, other) => one - other)) {
      const limit = limitOf(first, second);
      const limitSquared = limit * limit;
      const u = wrapped[3 * second] - wrapped[3 * first];
      const v = wrapped[3 * second + 1] - wrapped[3 * first + 1];
      const w = wrapped[3 * second + 2] - wrapped[3 * first + 2];
      const reachA = limit / heights[0] + ROUNDING;
      const reachB = limit / heights[1] + ROUNDING;
      const reachC = limit / heights[2] + ROUNDING;
      for (let i = Math.ceil(-reachA - u); i <= reachA - u; i++) {
        for (let j = Math.ceil(-reachB - v); j <= reachB - v; j++) {
          for (let k = Math.ceil(-reachC - w); k <= reachC - w; k++) {
            // Of an atom's own images +n and −n are one pair; 0 is the atom itself.
            if (first === second && (i < 0 || (i === 0 && (j < 0 || (j === 0 && k <= 0))))) continue;
            const x = (u + i) * ax + (v + j) * bx + (w + k) * cx;
            const y = (u + i) * ay + (v + j) * by + (w + k) * cy;
            const z = (u + i) * az + (v + j) * bz + (w + k) * cz;
            const squared = x * x + y * y + z * z;
            if (squared > limitSquared) continue;
            const [a, b, c] = [i, j, k].map((shift, axis) => shift + home[3 * first + axis] - home[3 * second + axis]);
            pairs.push({ first, second, image: [a, b, c], distance: Math.sqrt(squared) });
          }
        }
      }
    }
  }
  return pairs;
}

/** Distances in Å between opposite faces of a cell. */
function facesApart(lattice: Numbers): [number, number, number] {
  if (!(cellVolume(lattice) > 0)) throw new DegenerateCellError('The cell has no volume.');
  return planeSpacings(lattice);
}

/**
 * Pairs of atoms that are bonded: closer than the sum of their covalent radii plus `tolerance` Å and farther apart than
 * 0.4 Å. Beside nonmetals two metals are not bonded: covalent radii alone would join the cations of every oxide.
 * Atoms without a tabulated radius form no bonds, and a degenerate cell, as early diffusion frames may have, has none.
 */
export function bonds(crystal: Crystal, tolerance = 0.4): AtomPair[] {
  const elements = Array.from(crystal.atomicNumbers, (atomicNumber) => element(atomicNumber));
  const saltLike = elements.some(({ kind }) => kind === 'nonmetal');
  const longest = 2 * Math.max(0, ...elements.map(({ covalentRadius }) => covalentRadius ?? 0)) + tolerance;
  const limit = (first: number, second: number) => {
    const [one, other] = [elements[first], elements[second]];
    if (one.covalentRadius === null || other.covalentRadius === null) return 0;
    if (saltLike && one.kind === 'metal' && other.kind === 'metal') return 0;
    return one.covalentRadius + other.covalentRadius + tolerance;
  };
  try {
    return neighbourPairs(crystal, limit, longest).filter((pair) => pair.distance > 0.4);
  } catch (error) {
    if (error instanceof DegenerateCellError) return [];
    throw error;
  }
}

/**
 * Shortest distance in Å between two atoms, an atom's own periodic images included, so that one atom alone has the
 * shortest lattice vector. Correct for skewed cells. Infinity without atoms, 0 for a cell without volume.
 */
export function shortestDistance(crystal: Crystal): number {
  if (crystal.atomicNumbers.length === 0) return Number.POSITIVE_INFINITY;
  return shortestPair(crystal)?.distance ?? 0;
}

/** The two atoms that are nearest to each other, of equal ones the first; undefined without atoms or without volume. */
export function shortestPair(crystal: Crystal): AtomPair | undefined {
  const { lattice, atomicNumbers } = crystal;
  if (atomicNumbers.length === 0) return undefined;
  let reduction: ReturnType<typeof niggliReduce>;
  try {
    reduction = niggliReduce(lattice);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const fracCoords = multiply(crystal.fracCoords, invert(reduction.transform));
  // The first vector of a Niggli-reduced cell is the shortest of the lattice; and no packing is denser than that of spheres
  // (Kepler). Searching no farther, few images of a reduced cell are in reach, however flat it is.
  const [ax, ay, az] = reduction.lattice;
  const shortestVector = Math.hypot(ax, ay, az);
  const densest = Math.cbrt((Math.SQRT2 * cellVolume(lattice)) / atomicNumbers.length);
  const pairs = neighbourPairs(
    { lattice: reduction.lattice, atomicNumbers, fracCoords },
    Math.min(shortestVector, densest) * (1 + ROUNDING),
  );
  const own: AtomPair = { first: 0, second: 0, image: [1, 0, 0], distance: shortestVector };
  const { image, ...pair } = pairs.reduce(
    (nearest, other) => (other.distance < nearest.distance ? other : nearest),
    own,
  );
  // Adding 0 makes 0 of −0.
  const [a, b, c] = multiply(image, reduction.transform).map((x) => Math.round(x) + 0);
  return { ...pair, image: [a, b, c] };
}

/** Density in g/cm³. Infinity for a cell without volume. */
export function density(crystal: Crystal): number {
  const mass = crystal.atomicNumbers.reduce((sum, atomicNumber) => sum + element(atomicNumber).mass, 0);
  return (mass / cellVolume(crystal.lattice)) * GRAM_PER_CM3;
}

/** Cell volume per atom in Å³. */
export function volumePerAtom(crystal: Crystal): number {
  return cellVolume(crystal.lattice) / crystal.atomicNumbers.length;
}
