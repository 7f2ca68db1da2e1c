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
      const [u, v, w] = [0, 1, 2].map((axis) => wrapped[3 * second + axis] - wrapped[3 * first + axis]);
      const [reachA, reachB, reachC] = heights.map((height) => limit / height + ROUNDING);
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
  const count = crystal.atomicNumbers.length;
  const search = count > 0 ? reducedSearch(crystal.lattice) : undefined;
  if (!search) return undefined;
  let [first, second, squared] = [0, 0, search.shortestVector ** 2];
  const reduced = multiply(crystal.fracCoords, search.toReduced);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const apart = search.nearestImage(reduced, i, j, squared);
      if (apart < squared) [first, second, squared] = [i, j, apart];
    }
  }
  if (first === second) return { first, second, image: search.toImage([1, 0, 0]), distance: search.shortestVector };
  search.nearestImage(reduced, first, second, Number.POSITIVE_INFINITY);
  return { first, second, image: search.toImage(search.shift), distance: Math.sqrt(squared) };
}

interface ReducedSearch {
  /** Fractional coordinates of the given cell times this are those of the reduced one. */
  readonly toReduced: Float64Array;
  /** Å. */
  readonly shortestVector: number;
  /** Squared shortest periodic distance in Å² of two atoms, or `limit` if they are no nearer; notes the image in `shift`. */
  nearestImage(reduced: Float64Array, first: number, second: number, limit: number): number;
  /** Whole reduced lattice vectors to the image found last. */
  readonly shift: [number, number, number];
  /** Whole lattice vectors of the reduced cell in terms of the given one. */
  toImage(shift: readonly [number, number, number]): [number, number, number];
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
  const shift: [number, number, number] = [0, 0, 0];
  const nearestImage = (reduced: Float64Array, first: number, second: number, limit: number) => {
    const u = reduced[3 * second] - reduced[3 * first];
    const v = reduced[3 * second + 1] - reduced[3 * first + 1];
    const w = reduced[3 * second + 2] - reduced[3 * first + 2];
    const [u0, v0, w0] = [-Math.round(u), -Math.round(v), -Math.round(w)];
    let shortest = limit;
    for (let i = u0 - reach[0]; i <= u0 + reach[0]; i++) {
      for (let j = v0 - reach[1]; j <= v0 + reach[1]; j++) {
        for (let k = w0 - reach[2]; k <= w0 + reach[2]; k++) {
          const x = (u + i) * ax + (v + j) * bx + (w + k) * cx;
          const y = (u + i) * ay + (v + j) * by + (w + k) * cy;
          const z = (u + i) * az + (v + j) * bz + (w + k) * cz;
          const squared = x * x + y * y + z * z;
          if (squared >= shortest) continue;
          shortest = squared;
          [shift[0], shift[1], shift[2]] = [i, j, k];
        }
      }
    }
    return shortest;
  };
  return {
    toReduced: invert(reduction.transform),
    // The first vector of a Niggli-reduced cell is the shortest of the lattice.
    shortestVector: Math.hypot(ax, ay, az),
    nearestImage,
    shift,
    toImage: (vector) => {
      // Adding 0 makes 0 of −0.
      const [a, b, c] = multiply(vector, reduction.transform).map((x) => Math.round(x) + 0);
      return [a, b, c];
    },
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
