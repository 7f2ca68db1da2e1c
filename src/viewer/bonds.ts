import { AtomBins } from '../crystal/atom-bins';
import { grownFloat32, grownInt16, grownUint32 } from '../crystal/growing-arrays';
import { cellVolume, type Numbers } from '../crystal/lattice';
import { covalentRadius, isMetal } from './elements';

/**
 * Which neighbours are joined.
 *
 * - `framework`: by covalent radii, then two conventions of structure drawings: metals that touch a non-metal are not
 *   joined to each other, and Li, Na, K, Rb, Cs, Ca, Sr and Ba stand free where their anions belong to a
 *   framework of other atoms (Sr in SrTiO3, Ca in CaCO3; in NaCl and CaF2 the bonds stay).
 * - `covalent-radii`: every pair that the radii join.
 */
export type BondRule = 'framework' | 'covalent-radii';

/** A pair is joined up to RADIUS_FACTOR (rᵢ + rⱼ) + RADIUS_MARGIN, both radii covalent and in Å. */
const RADIUS_FACTOR = 1.1;
const RADIUS_MARGIN = 0.2;
/** Closer than this two atoms coincide, which is no bond. Å. */
const SHORTEST_BOND = 0.4;
/** Between metals, only the first shell: neighbours up to this multiple of the nearest one. */
const METAL_SHELL = 1.1;
/**
 * Below this volume per atom, Å³, there are no bonds: on the way from noise a cell may be so small that an atom has
 * millions of images within a bond's length. Solid hydrogen at 400 GPa has 1.6 Å³.
 */
const SMALLEST_VOLUME_PER_ATOM = 1;
/** Faces nearer than this, Å, bound no cell in which bonds could be counted. */
const SMALLEST_HEIGHT = 0.5;
/** A softened bond thins from this share of its longest length to nothing at the longest. */
const SOFT_FROM = 0.92;

/** Atomic numbers are below this. */
const ELEMENTS = 119;

const COUNTER_IONS = new Set([3, 11, 19, 37, 55, 87, 20, 38, 56, 88]);

/**
 * Lengths in Å up to which two elements are joined, whatever the rule says; 0 joins none. Pairs are named by `pairKey`.
 */
export type BondCutoffs = ReadonlyMap<number, number>;

/** One number for a pair of elements, in either order. */
export function pairKey(atomicNumberA: number, atomicNumberB: number): number {
  return 128 * Math.min(atomicNumberA, atomicNumberB) + Math.max(atomicNumberA, atomicNumberB);
}

/** Length in Å up to which covalent radii join two elements. */
export function longestBond(atomicNumberA: number, atomicNumberB: number): number {
  return RADIUS_FACTOR * (covalentRadius(atomicNumberA) + covalentRadius(atomicNumberB)) + RADIUS_MARGIN;
}

/**
 * The bonds of one cell, each once: atom `first[b]` in the cell with atom `second[b]` displaced by the whole
 * lattice vectors `shift[3b…3b+2]`. `weight[b]` is 1, or falls to 0 at the longest length when softened. The arrays
 * are reused from call to call and only grow.
 */
export class BondList {
  count = 0;
  first: Uint32Array = new Uint32Array(64);
  second: Uint32Array = new Uint32Array(64);
  shift: Int16Array = new Int16Array(192);
  weight: Float32Array = new Float32Array(64);
  /** Å. */
  length: Float32Array = new Float32Array(64);
  private readonly bins = new AtomBins();
  private readonly isPresent = new Uint8Array(ELEMENTS);
  private readonly cutoff = new Float64Array(ELEMENTS * ELEMENTS);
  private nearestMetal: Float32Array = new Float32Array(32);
  private flags: Uint32Array = new Uint32Array(32);

  /**
   * Finds the bonds.
   * @param lattice 9 numbers, rows a, b, c in Å; @param heights the distances between opposite faces, Å.
   * @param fracCoords 3N fractional coordinates, each in [0, 1).
   */
  find(
    lattice: Numbers,
    heights: ArrayLike<number>,
    atomicNumbers: ArrayLike<number>,
    fracCoords: ArrayLike<number>,
    rule: BondRule,
    cutoffs: BondCutoffs,
    soften: boolean,
  ): void {
    this.collect(lattice, heights, atomicNumbers, fracCoords, cutoffs, soften);
    if (rule === 'framework') {
      const isChosen = (b: number) => cutoffs.has(pairKey(atomicNumbers[this.first[b]], atomicNumbers[this.second[b]]));
      this.dropSecondaryMetalBonds(atomicNumbers, isChosen);
      this.dropCounterIonBonds(atomicNumbers, isChosen);
    }
  }

  private collect(
    lattice: Numbers,
    heights: ArrayLike<number>,
    atomicNumbers: ArrayLike<number>,
    fracCoords: ArrayLike<number>,
    cutoffs: BondCutoffs,
    soften: boolean,
  ): void {
    const atomCount = atomicNumbers.length;
    this.count = 0;
    const isTooDense = cellVolume(lattice) < SMALLEST_VOLUME_PER_ATOM * atomCount;
    if (isTooDense || Math.min(heights[0], heights[1], heights[2]) < SMALLEST_HEIGHT) return;
    this.bins.sort(atomCount, fracCoords, heights, this.noteCutoffs(atomicNumbers, cutoffs));
    for (let i = 0; i < atomCount; i++) {
      this.bins.forEachNear(i, (j) => {
        if (j < i) return;
        const cutoff = this.cutoff[ELEMENTS * atomicNumbers[i] + atomicNumbers[j]];
        const da = fracCoords[3 * j] - fracCoords[3 * i];
        const db = fracCoords[3 * j + 1] - fracCoords[3 * i + 1];
        const dc = fracCoords[3 * j + 2] - fracCoords[3 * i + 2];
        const reachA = cutoff / heights[0];
        const reachB = cutoff / heights[1];
        const reachC = cutoff / heights[2];
        for (let sa = Math.ceil(-reachA - da); sa <= reachA - da; sa++) {
          for (let sb = Math.ceil(-reachB - db); sb <= reachB - db; sb++) {
            for (let sc = Math.ceil(-reachC - dc); sc <= reachC - dc; sc++) {
              if (i === j && !isUpperHalf(sa, sb, sc)) continue;
              const u = da + sa;
              const v = db + sb;
              const w = dc + sc;
              const x = u * lattice[0] + v * lattice[3] + w * lattice[6];
              const y = u * lattice[1] + v * lattice[4] + w * lattice[7];
              const z = u * lattice[2] + v * lattice[5] + w * lattice[8];
              const length = Math.sqrt(x * x + y * y + z * z);
              if (length < SHORTEST_BOND || length > cutoff) continue;
              this.push(i, j, sa, sb, sc, length, soften ? softWeight(length / cutoff) : 1);
            }
          }
        }
      });
    }
  }

  /** Notes up to which length each two elements that are there are joined; gives the longest, Å. */
  private noteCutoffs(atomicNumbers: ArrayLike<number>, cutoffs: BondCutoffs): number {
    const isPresent = this.isPresent.fill(0);
    for (let i = 0; i < atomicNumbers.length; i++) isPresent[atomicNumbers[i]] = 1;
    let longest = SHORTEST_BOND;
    for (let one = 1; one < ELEMENTS; one++) {
      for (let other = one; isPresent[one] && other < ELEMENTS; other++) {
        if (!isPresent[other]) continue;
        const cutoff = cutoffs.get(pairKey(one, other)) ?? longestBond(one, other);
        this.cutoff[ELEMENTS * one + other] = cutoff;
        this.cutoff[ELEMENTS * other + one] = cutoff;
        longest = Math.max(longest, cutoff);
      }
    }
    return longest;
  }

  private push(i: number, j: number, sa: number, sb: number, sc: number, length: number, weight: number): void {
    const b = this.count++;
    if (b >= this.first.length) this.grow();
    this.first[b] = i;
    this.second[b] = j;
    this.shift[3 * b] = sa;
    this.shift[3 * b + 1] = sb;
    this.shift[3 * b + 2] = sc;
    this.length[b] = length;
    this.weight[b] = weight;
  }

  private grow(): void {
    this.first = grownUint32(this.first, this.count);
    this.second = grownUint32(this.second, this.count);
    this.shift = grownInt16(this.shift, 3 * this.count);
    this.length = grownFloat32(this.length, this.count);
    this.weight = grownFloat32(this.weight, this.count);
  }

  private dropSecondaryMetalBonds(atomicNumbers: ArrayLike<number>, isChosen: (bond: number) => boolean): void {
    const atomCount = atomicNumbers.length;
    this.flags = grownUint32(this.flags, atomCount);
    this.nearestMetal = grownFloat32(this.nearestMetal, atomCount);
    const touchesNonMetal = this.flags.fill(0);
    const nearest = this.nearestMetal.fill(Number.POSITIVE_INFINITY);
    for (let b = 0; b < this.count; b++) {
      const i = this.first[b];
      const j = this.second[b];
      const metalI = isMetal(atomicNumbers[i]);
      const metalJ = isMetal(atomicNumbers[j]);
      if (metalI && metalJ) {
        nearest[i] = Math.min(nearest[i], this.length[b]);
        nearest[j] = Math.min(nearest[j], this.length[b]);
      } else {
        touchesNonMetal[i] ||= metalI ? 1 : 0;
        touchesNonMetal[j] ||= metalJ ? 1 : 0;
      }
    }
    this.keepWhere((b) => {
      const i = this.first[b];
      const j = this.second[b];
      if (!isMetal(atomicNumbers[i]) || !isMetal(atomicNumbers[j]) || isChosen(b)) return true;
      if (touchesNonMetal[i] || touchesNonMetal[j]) return false;
      return this.length[b] <= METAL_SHELL * Math.min(nearest[i], nearest[j]);
    });
  }

  private dropCounterIonBonds(atomicNumbers: ArrayLike<number>, isChosen: (bond: number) => boolean): void {
    this.flags = grownUint32(this.flags, atomicNumbers.length);
    const inFramework = this.flags.fill(0);
    for (let b = 0; b < this.count; b++) {
      const i = this.first[b];
      const j = this.second[b];
      if (COUNTER_IONS.has(atomicNumbers[i]) || COUNTER_IONS.has(atomicNumbers[j])) continue;
      inFramework[i] = 1;
      inFramework[j] = 1;
    }
    this.keepWhere((b) => {
      const i = this.first[b];
      const j = this.second[b];
      if (isChosen(b)) return true;
      if (COUNTER_IONS.has(atomicNumbers[i]) && inFramework[j]) return false;
      return !(COUNTER_IONS.has(atomicNumbers[j]) && inFramework[i]);
    });
  }

  private keepWhere(keep: (bond: number) => boolean): void {
    let kept = 0;
    for (let b = 0; b < this.count; b++) {
      if (!keep(b)) continue;
      this.first[kept] = this.first[b];
      this.second[kept] = this.second[b];
      this.shift.copyWithin(3 * kept, 3 * b, 3 * b + 3);
      this.length[kept] = this.length[b];
      this.weight[kept] = this.weight[b];
      kept++;
    }
    this.count = kept;
  }
}

/** Of a shift and its opposite, which mean the same bond of an atom with its own image, exactly one is upper. */
function isUpperHalf(sa: number, sb: number, sc: number): boolean {
  return sa > 0 || (sa === 0 && (sb > 0 || (sb === 0 && sc > 0)));
}

function softWeight(shareOfLongest: number): number {
  const t = Math.min(1, Math.max(0, (1 - shareOfLongest) / (1 - SOFT_FROM)));
  return t * t * (3 - 2 * t);
}
