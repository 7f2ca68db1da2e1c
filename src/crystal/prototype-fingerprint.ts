import type { Crystal } from './crystal';
import { DegenerateCellError } from './geometry';
import { cellVolume, planeSpacings } from './lattice';

/**
 * What a structure looks like, whatever its elements are called, its size, its cell, origin and orientation: between the
 * atoms of each ordered pair of elements, the distances to the nearest, the second nearest … neighbour, each averaged over
 * the atoms of the first element, in units of (V/N)^(1/3). It is the average minimum distance of Widdowson et al. (MATCH 87,
 * 529, 2022), kept apart by element. It changes continuously with the coordinates, and never by more than twice the
 * largest displacement; mirror images have the same.
 */
export interface PrototypeFingerprint {
  /** Atomic numbers by rising count, then by themselves. */
  readonly elements: readonly number[];
  /** Atoms of each in one formula unit. */
  readonly counts: readonly number[];
  /** (elements)² × ranks, the pairs in the order of `elements`, the first of a pair slowest. */
  readonly distances: Float64Array;
}

/** How many neighbours are looked at per ordered pair, by the number of elements; about 24 to 108 numbers in all. */
const RANKS = [24, 12, 8, 5, 4, 3] as const;

export function fingerprintRanks(elementCount: number): number {
  return RANKS[Math.min(elementCount, RANKS.length) - 1];
}

/** Growth of the radius that is searched, until enough neighbours are inside. */
const GROWTH = 1.25;
/** Atoms visited around all atoms of a cell; a cell so flat that it would take more has no fingerprint. */
const MOST_VISITED = 5_000_000;

/** Throws DegenerateCellError for a cell without volume or too flat or large to search, RangeError without atoms. */
export function prototypeFingerprint(crystal: Crystal): PrototypeFingerprint {
  const { elements, counts, kinds } = elementsOf(crystal.atomicNumbers);
  const ranks = fingerprintRanks(elements.length);
  const search = new NeighbourSearch(crystal, kinds, elements.length, ranks);
  const size = elements.length * ranks;
  const distances = new Float64Array(elements.length * size);
  const atomsOf = new Uint32Array(elements.length);
  for (const kind of kinds) atomsOf[kind]++;
  for (const [atom, kind] of kinds.entries()) {
    const nearest = search.nearest(atom);
    for (let index = 0; index < size; index++) distances[kind * size + index] += nearest[index] / atomsOf[kind];
  }
  return { elements, counts, distances };
}

function elementsOf(atomicNumbers: Uint8Array) {
  if (atomicNumbers.length === 0) throw new RangeError('A cell without atoms has no fingerprint.');
  const found = new Map<number, number>();
  for (const atomicNumber of atomicNumbers) found.set(atomicNumber, (found.get(atomicNumber) ?? 0) + 1);
  const sorted = [...found].sort(([z, count], [otherZ, other]) => count - other || z - otherZ);
  const divisor = sorted.map(([, count]) => count).reduce(greatestCommonDivisor);
  const elements = sorted.map(([z]) => z);
  return {
    elements,
    counts: sorted.map(([, count]) => count / divisor),
    kinds: Uint8Array.from(atomicNumbers, (z) => elements.indexOf(z)),
  };
}

function greatestCommonDivisor(first: number, second: number): number {
  return second === 0 ? first : greatestCommonDivisor(second, first % second);
}

/** Finds, around an atom, the nearest neighbours of each kind. */
class NeighbourSearch {
  private readonly lattice: Float64Array;
  private readonly fracCoords: Float64Array;
  private readonly kinds: Uint8Array;
  private readonly kindCount: number;
  private readonly ranks: number;
  /** Å. */
  private readonly unit: number;
  private readonly spacings: readonly number[];
  /** In Å; grows where it is found too small. */
  private radius: number;

  constructor(crystal: Crystal, kinds: Uint8Array, kindCount: number, ranks: number) {
    const volume = cellVolume(crystal.lattice);
    if (!(volume > 0)) throw new DegenerateCellError('The cell has no volume.');
    this.lattice = crystal.lattice;
    this.fracCoords = crystal.fracCoords;
    this.kinds = kinds;
    this.kindCount = kindCount;
    this.ranks = ranks;
    this.unit = (volume / kinds.length) ** (1 / 3);
    this.spacings = planeSpacings(crystal.lattice);
    // A sphere that holds the neighbours wanted of the rarest kind, were it spread evenly.
    const rarest = Math.min(...Array.from({ length: kindCount }, (_, kind) => kinds.filter((k) => k === kind).length));
    this.radius = this.unit * (((3 / (4 * Math.PI)) * (ranks + 1) * kinds.length) / rarest) ** (1 / 3);
  }

  /** kinds × ranks distances in units of (V/N)^(1/3), rising within each kind. */
  nearest(atom: number): Float64Array {
    for (;;) {
      const found = this.within(atom);
      if (found) return found;
      this.radius *= GROWTH;
    }
  }

  private within(atom: number): Float64Array | undefined {
    const { fracCoords, kinds, ranks, unit, radius } = this;
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = this.lattice;
    const [ra, rb, rc] = this.spacings.map((spacing) => Math.floor(radius / spacing + 0.5));
    if ((2 * ra + 1) * (2 * rb + 1) * (2 * rc + 1) * kinds.length ** 2 > MOST_VISITED) {
      throw new DegenerateCellError(`The cell of ${kinds.length} atoms is too flat or too large for a fingerprint.`);
    }
    const limit = radius * radius;
    const squares: number[][] = Array.from({ length: this.kindCount }, () => []);
    for (let other = 0; other < kinds.length; other++) {
      const of = squares[kinds[other]];
      let u = fracCoords[3 * other] - fracCoords[3 * atom];
      let v = fracCoords[3 * other + 1] - fracCoords[3 * atom + 1];
      let w = fracCoords[3 * other + 2] - fracCoords[3 * atom + 2];
      u -= Math.round(u);
      v -= Math.round(v);
      w -= Math.round(w);
      for (let i = -ra; i <= ra; i++) {
        for (let j = -rb; j <= rb; j++) {
          for (let k = -rc; k <= rc; k++) {
            const x = (u + i) * ax + (v + j) * bx + (w + k) * cx;
            const y = (u + i) * ay + (v + j) * by + (w + k) * cy;
            const z = (u + i) * az + (v + j) * bz + (w + k) * cz;
            const square = x * x + y * y + z * z;
            if (square <= limit && (other !== atom || i !== 0 || j !== 0 || k !== 0)) of.push(square);
          }
        }
      }
    }
    if (squares.some((of) => of.length < ranks)) return undefined;
    const nearest = new Float64Array(this.kindCount * ranks);
    for (const [kind, of] of squares.entries()) {
      const sorted = Float64Array.from(of).sort();
      for (let rank = 0; rank < ranks; rank++) nearest[kind * ranks + rank] = Math.sqrt(sorted[rank]) / unit;
    }
    return nearest;
  }
}
