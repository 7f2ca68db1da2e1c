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
const MOST_PAIRS_VISITED = 5_000_000;

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
  const reach = imageReach(lattice, longestCutoff);
  const images = reach.reduce((product, extent) => product * (2 * extent + 1), 1);
  if (!(images * count * count <= MOST_PAIRS_VISITED)) {
    throw new DegenerateCellError(
      `The cell (${cellVolume(lattice).toPrecision(3)} Å³, ${count} atoms) is too flat or too large to search for ` +
        `neighbours within ${longestCutoff} Å.`,
    );
  }
  const pairs: AtomPair[] = [];
  const [ax, ay, az, bx, by, bz, cx, cy, cz] = lattice;
  for (let first = 0; first < count; first++) {
    for (let second = first; second < count; second++) {
      const limit = limitOf(first, second);
      const limitSquared = limit * limit;
      const u = fracCoords[second * 3] - fracCoords[first * 3];
      const v = fracCoords[second * 3 + 1] - fracCoords[first * 3 + 1];
      const w = fracCoords[second * 3 + 2] - fracCoords[first * 3 + 2];
      const [baseU, baseV, baseW] = [-Math.round(u), -Math.round(v), -Math.round(w)];
      for (let i = baseU - reach[0]; i <= baseU + reach[0]; i++) {
        for (let j = baseV - reach[1]; j <= baseV + reach[1]; j++) {
          for (let k = baseW - reach[2]; k <= baseW + reach[2]; k++) {
            // Of an atom's own images +n and −n are one pair; 0 is the atom itself.
            if (first === second && (i < 0 || (i === 0 && (j < 0 || (j === 0 && k <= 0))))) continue;
            const x = (u + i) * ax + (v + j) * bx + (w + k) * cx;
            const y = (u + i) * ay + (v + j) * by + (w + k) * cy;
            const z = (u + i) * az + (v + j) * bz + (w + k) * cz;
            const squared = x * x + y * y + z * z;
            if (squared <= limitSquared) {
              pairs.push({ first, second, image: [i, j, k], distance: Math.sqrt(squared) });
            }
          }
        }
      }
    }
  }
  return pairs;
}

/** How many cells on either side a sphere of `radius` Å about a point can touch, the other point wrapped to ±1/2. */
function imageReach(lattice: Numbers, radius: number): [number, number, number] {
  if (!(cellVolume(lattice) > 0)) throw new DegenerateCellError('The cell has no volume.');
  const [a, b, c] = planeSpacings(lattice).map((spacing) => Math.floor(radius / spacing + 0.5));
  return [a, b, c];
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
  const count = crystal.atomicNumbers.length;
  if (count === 0) return Number.POSITIVE_INFINITY;
  const search = reducedSearch(crystal.lattice);
  if (!search) return 0;
  let shortest = search.shortestVector;
  const reduced = multiply(crystal.fracCoords, search.toReduced);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      shortest = Math.min(
        shortest,
        search.distance(
          reduced[j * 3] - reduced[i * 3],
          reduced[j * 3 + 1] - reduced[i * 3 + 1],
          reduced[j * 3 + 2] - reduced[i * 3 + 2],
        ),
      );
    }
  }
  return shortest;
}

interface ReducedSearch {
  /** Fractional coordinates of the given cell times this are those of the reduced one. */
  readonly toReduced: Float64Array;
  /** Å. */
  readonly shortestVector: number;
  /** Shortest periodic length in Å of a difference of reduced fractional coordinates. */
  distance(u: number, v: number, w: number): number;
}

/** In a Niggli-reduced cell the images that can be nearest are few; undefined when the cell cannot be reduced. */
function reducedSearch(lattice: Float64Array): ReducedSearch | undefined {
  let reduction: ReturnType<typeof niggliReduce>;
  try {
    reduction = niggliReduce(lattice);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const [ax, ay, az, bx, by, bz, cx, cy, cz] = reduction.lattice;
  // The farthest a point can be from the nearest lattice point is half the sum of the edges.
  const radius = (Math.hypot(ax, ay, az) + Math.hypot(bx, by, bz) + Math.hypot(cx, cy, cz)) / 2;
  const reach = planeSpacings(reduction.lattice).map((spacing) => Math.floor(radius / spacing + 0.5));
  const distance = (u: number, v: number, w: number) => {
    const [u0, v0, w0] = [u - Math.round(u), v - Math.round(v), w - Math.round(w)];
    let shortest = Number.POSITIVE_INFINITY;
    for (let i = -reach[0]; i <= reach[0]; i++) {
      for (let j = -reach[1]; j <= reach[1]; j++) {
        for (let k = -reach[2]; k <= reach[2]; k++) {
          const x = (u0 + i) * ax + (v0 + j) * bx + (w0 + k) * cx;
          const y = (u0 + i) * ay + (v0 + j) * by + (w0 + k) * cy;
          const z = (u0 + i) * az + (v0 + j) * bz + (w0 + k) * cz;
          shortest = Math.min(shortest, x * x + y * y + z * z);
        }
      }
    }
    return Math.sqrt(shortest);
  };
  return {
    toReduced: invert(reduction.transform),
    // The first vector of a Niggli-reduced cell is the shortest of the lattice.
    shortestVector: Math.hypot(ax, ay, az),
    distance,
  };
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
