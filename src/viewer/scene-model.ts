import type { Crystal } from '../crystal/crystal';
import { grownFloat32, grownInt16, grownUint32 } from '../crystal/growing-arrays';
import { BondList } from './bonds';
import { polyhedronCentres } from './coordination';
import { writeFaceDistances } from './face-distances';
import type { ViewStyle } from './style';

/** What of a view's style decides which atoms and bonds are drawn. */
export type SceneOptions = Pick<
  ViewStyle,
  'bondRule' | 'bondCutoffs' | 'showBonds' | 'showPolyhedra' | 'polyhedronElements' | 'hiddenElements' | 'showImages'
>;

/** An atom this near to a face, in Å, lies on it: a model's coordinates are not exact. */
const ON_FACE = 0.2;
/** Softened images vanish at this distance from the face. */
const NEAR_FACE = 0.5;
const NONE = 0xffffffff;

/**
 * What is drawn for one crystal: its atoms with their periodic images, and the bonds between these.
 *
 * Every atom is drawn once in the cell; those on a face, edge or corner are repeated on the opposite ones. The
 * coordination of each atom inside the cell is complete: a bond that leaves the cell ends at its partner's image
 * outside. A bond between atoms on faces is completed only where no copy of it lies in the cell.
 *
 * The surroundings of a polyhedron's centre are complete on faces too. Without bonds and polyhedra no atoms outside the
 * cell are drawn.
 *
 * `update` reuses all arrays; they only grow. Entries at and beyond `atomCount` and `bondCount` are stale.
 */
export class SceneModel {
  atomCount = 0;
  /** Index in the crystal of each drawn atom. */
  atomIndex: Uint32Array = new Uint32Array(64);
  /** Whole lattice vectors to add to the crystal's own fractional coordinates, three for each drawn atom. */
  atomImage: Int16Array = new Int16Array(192);
  /** Cartesian coordinates in Å from the cell's origin, three for each drawn atom. */
  atomPosition: Float32Array = new Float32Array(192);
  /** 1, or less where a softened image grows or shrinks; 0 for hidden atoms. */
  atomWeight: Float32Array = new Float32Array(64);
  /** Drawn atoms from this one on are partners outside the cell. */
  firstPartner = 0;

  bondCount = 0;
  /** The two ends of each drawn bond, as drawn atoms. */
  bondFrom: Uint32Array = new Uint32Array(64);
  bondTo: Uint32Array = new Uint32Array(64);
  bondWeight: Float32Array = new Float32Array(64);

  /** The drawn neighbours of each drawn centre of a polyhedron; atoms that are hidden count. */
  readonly polyhedra = new Map<number, number[]>();

  private readonly bonds = new BondList();
  private readonly heights = new Float64Array(3);
  private readonly axisShift = new Int16Array(9);
  private readonly axisWeight = new Float32Array(9);
  private lattice: ArrayLike<number> = new Float64Array(9);
  private wrapped: Float32Array = new Float32Array(96);
  private homeShift: Int16Array = new Int16Array(96);
  private boundary: Float32Array = new Float32Array(32);
  private firstOfAtom: Uint32Array = new Uint32Array(32);
  private nextOfAtom: Uint32Array = new Uint32Array(64);

  /** Draws this image of an atom too, whatever else is drawn; the last update placed the atoms. */
  include(atom: number, [a, b, c]: readonly [number, number, number]): void {
    const drawn = this.drawnAtom(atom, a, b, c);
    // It may be there as one of a hidden element.
    if (drawn >= 0) this.atomWeight[drawn] = 1;
    if (drawn >= 0) return;
    const home = this.homeShift.subarray(3 * atom, 3 * atom + 3);
    this.pushAtom(atom, a - home[0], b - home[1], c - home[2], 1);
  }

  /** @param soften lets images and bonds grow and shrink near their limits, so that nothing pops in moving pictures. */
  update(crystal: Crystal, options: SceneOptions, soften = false): void {
    this.lattice = crystal.lattice;
    writeFaceDistances(crystal.lattice, this.heights);
    this.placeAtoms(crystal, options, soften);
    this.bondCount = 0;
    this.polyhedra.clear();
    if (!options.showBonds && !options.showPolyhedra) return;
    const { atomicNumbers } = crystal;
    const { bondRule, bondCutoffs, hiddenElements } = options;
    this.bonds.find(crystal.lattice, this.heights, atomicNumbers, this.wrapped, bondRule, bondCutoffs, soften);
    const isHidden = (atom: number) => hiddenElements.has(atomicNumbers[atom]);
    for (let bond = 0; bond < this.bonds.count; bond++) {
      if (isHidden(this.bonds.first[bond]) || isHidden(this.bonds.second[bond])) continue;
      this.placeBond(bond, options.showImages);
    }
    if (options.showPolyhedra) this.placePolyhedra(atomicNumbers, options);
  }

  /** The drawn atom that is this image of an atom of the crystal, or −1. */
  drawnAtom(atom: number, imageA: number, imageB: number, imageC: number): number {
    for (let drawn = 0; drawn < this.atomCount; drawn++) {
      const image = this.atomImage;
      if (this.atomIndex[drawn] !== atom || image[3 * drawn] !== imageA) continue;
      if (image[3 * drawn + 1] === imageB && image[3 * drawn + 2] === imageC) return drawn;
    }
    return -1;
  }

  private placeAtoms(crystal: Crystal, { hiddenElements, showImages }: SceneOptions, soften: boolean): void {
    const atomCount = crystal.atomicNumbers.length;
    this.wrapped = grownFloat32(this.wrapped, 3 * atomCount);
    this.homeShift = grownInt16(this.homeShift, 3 * atomCount);
    this.boundary = grownFloat32(this.boundary, atomCount);
    this.firstOfAtom = grownUint32(this.firstOfAtom, atomCount);
    this.atomCount = 0;
    for (let k = 0; k < 3 * atomCount; k++) {
      const whole = Math.floor(crystal.fracCoords[k]);
      this.wrapped[k] = crystal.fracCoords[k] - whole;
      this.homeShift[k] = -whole;
    }
    for (let atom = 0; atom < atomCount; atom++) {
      this.placeImages(atom, hiddenElements.has(crystal.atomicNumbers[atom]) ? 0 : 1, showImages, soften);
    }
    this.firstPartner = this.atomCount;
  }

  private placeImages(atom: number, size: number, showImages: boolean, soften: boolean): void {
    const { axisShift, axisWeight } = this;
    this.firstOfAtom[atom] = NONE;
    this.boundary[atom] = 0;
    let combinations = 1;
    for (let axis = 0; axis < 3; axis++) {
      const fraction = this.wrapped[3 * atom + axis];
      const lower = nearness(fraction * this.heights[axis], soften);
      const upper = nearness((1 - fraction) * this.heights[axis], soften);
      const weight = showImages ? Math.max(lower, upper) : 0;
      axisShift[axis] = lower >= upper ? 1 : -1;
      axisWeight[axis] = weight;
      if (weight > 0) combinations |= 1 << (axis + 1);
      this.boundary[atom] = Math.max(this.boundary[atom], weight);
    }
    for (let subset = 0; subset < 8; subset++) {
      if (((combinations >> 1) & subset) !== subset) continue;
      let weight = size;
      for (let axis = 0; axis < 3; axis++) if (subset & (1 << axis)) weight *= axisWeight[axis];
      const a = subset & 1 ? axisShift[0] : 0;
      const b = subset & 2 ? axisShift[1] : 0;
      const c = subset & 4 ? axisShift[2] : 0;
      this.pushAtom(atom, a, b, c, weight);
    }
  }

  /** Draws `atom`, moved from its place in the cell by whole lattice vectors; returns the drawn atom. */
  private pushAtom(atom: number, a: number, b: number, c: number, weight: number): number {
    const drawn = this.atomCount++;
    if (drawn >= this.atomIndex.length) this.growAtoms();
    if (drawn >= this.nextOfAtom.length) this.nextOfAtom = grownUint32(this.nextOfAtom, this.atomIndex.length);
    this.atomIndex[drawn] = atom;
    this.atomImage[3 * drawn] = this.homeShift[3 * atom] + a;
    this.atomImage[3 * drawn + 1] = this.homeShift[3 * atom + 1] + b;
    this.atomImage[3 * drawn + 2] = this.homeShift[3 * atom + 2] + c;
    const u = this.wrapped[3 * atom] + a;
    const v = this.wrapped[3 * atom + 1] + b;
    const w = this.wrapped[3 * atom + 2] + c;
    const { lattice } = this;
    for (let k = 0; k < 3; k++) {
      this.atomPosition[3 * drawn + k] = u * lattice[k] + v * lattice[3 + k] + w * lattice[6 + k];
    }
    this.atomWeight[drawn] = weight;
    this.nextOfAtom[drawn] = this.firstOfAtom[atom];
    this.firstOfAtom[atom] = drawn;
    return drawn;
  }

  private placeBond(bond: number, complete: boolean): void {
    const { bonds, boundary } = this;
    const i = bonds.first[bond];
    const j = bonds.second[bond];
    const a = bonds.shift[3 * bond];
    const b = bonds.shift[3 * bond + 1];
    const c = bonds.shift[3 * bond + 2];
    const weight = bonds.weight[bond];
    let shown = 0;
    for (let from = this.firstOfAtom[i]; from !== NONE; from = this.nextOfAtom[from]) {
      if (from >= this.firstPartner) continue;
      const to = this.drawnNear(from, i, j, a, b, c);
      if (to === NONE || to >= this.firstPartner) continue;
      const both = Math.min(this.atomWeight[from], this.atomWeight[to]);
      this.pushBond(from, to, weight * both);
      shown = Math.max(shown, both);
    }
    if (!complete) return;
    const insideI = 1 - boundary[i];
    const insideJ = 1 - boundary[j];
    if (insideI > 0) this.completeBond(i, j, a, b, c, weight, insideI);
    if (insideJ > 0) this.completeBond(j, i, -a, -b, -c, weight, insideJ);
    if (insideI === 0 && insideJ === 0 && shown === 0) this.completeBond(i, j, a, b, c, weight, 1);
  }

  /** Draws the bond from atom `i` in the cell to the image of `j` outside, unless that image lies in the cell. */
  private completeBond(i: number, j: number, a: number, b: number, c: number, weight: number, share: number): void {
    const home = this.find(i, 0, 0, 0);
    let partner = this.find(j, a, b, c);
    if (partner !== NONE && partner < this.firstPartner) return;
    if (partner === NONE) partner = this.pushAtom(j, a, b, c, 0);
    this.atomWeight[partner] = Math.max(this.atomWeight[partner], share);
    this.pushBond(home, partner, weight * share);
  }

  /** Draws what the surroundings of the centres still lack, and lists them. */
  private placePolyhedra(atomicNumbers: ArrayLike<number>, { polyhedronElements, hiddenElements }: SceneOptions): void {
    const { bonds } = this;
    const isCentre = polyhedronCentres(atomicNumbers, bonds, polyhedronElements);
    const joined = new Set<number>();
    for (let b = 0; b < this.bondCount; b++) joined.add(pairOfDrawn(this.bondFrom[b], this.bondTo[b]));
    const surround = (i: number, j: number, a: number, b: number, c: number, weight: number) => {
      if (!isCentre[i] || hiddenElements.has(atomicNumbers[i])) return;
      const shown = hiddenElements.has(atomicNumbers[j]) ? 0 : 1;
      for (let from = this.firstOfAtom[i]; from !== NONE; from = this.nextOfAtom[from]) {
        if (from >= this.firstPartner) continue;
        let to = this.drawnNear(from, i, j, a, b, c);
        if (to === NONE) to = this.pushAtom(j, ...this.shiftNear(from, i, a, b, c), this.atomWeight[from] * shown);
        this.polyhedra.set(from, [...(this.polyhedra.get(from) ?? []), to]);
        if (joined.has(pairOfDrawn(from, to))) continue;
        joined.add(pairOfDrawn(from, to));
        this.pushBond(from, to, weight * shown * this.atomWeight[from]);
      }
    };
    for (let bond = 0; bond < bonds.count; bond++) {
      const [i, j] = [bonds.first[bond], bonds.second[bond]];
      const [a, b, c] = bonds.shift.subarray(3 * bond, 3 * bond + 3);
      surround(i, j, a, b, c, bonds.weight[bond]);
      surround(j, i, -a, -b, -c, bonds.weight[bond]);
    }
  }

  /** Whole lattice vectors from an atom's place in the cell to where it lies (a, b, c) from the drawn atom `from`. */
  private shiftNear(from: number, i: number, a: number, b: number, c: number): [number, number, number] {
    return [
      this.atomImage[3 * from] - this.homeShift[3 * i] + a,
      this.atomImage[3 * from + 1] - this.homeShift[3 * i + 1] + b,
      this.atomImage[3 * from + 2] - this.homeShift[3 * i + 2] + c,
    ];
  }

  /** The drawn image of `j` that lies from the drawn atom `from`, an image of `i`, as (a, b, c) says. */
  private drawnNear(from: number, i: number, j: number, a: number, b: number, c: number): number {
    return this.find(j, ...this.shiftNear(from, i, a, b, c));
  }

  private find(atom: number, a: number, b: number, c: number): number {
    const imageA = this.homeShift[3 * atom] + a;
    const imageB = this.homeShift[3 * atom + 1] + b;
    const imageC = this.homeShift[3 * atom + 2] + c;
    for (let drawn = this.firstOfAtom[atom]; drawn !== NONE; drawn = this.nextOfAtom[drawn]) {
      const image = this.atomImage;
      if (image[3 * drawn] === imageA && image[3 * drawn + 1] === imageB && image[3 * drawn + 2] === imageC) {
        return drawn;
      }
    }
    return NONE;
  }

  private pushBond(from: number, to: number, weight: number): void {
    if (weight <= 0) return;
    const bond = this.bondCount++;
    if (bond >= this.bondFrom.length) {
      this.bondFrom = grownUint32(this.bondFrom, this.bondCount);
      this.bondTo = grownUint32(this.bondTo, this.bondCount);
      this.bondWeight = grownFloat32(this.bondWeight, this.bondCount);
    }
    this.bondFrom[bond] = from;
    this.bondTo[bond] = to;
    this.bondWeight[bond] = weight;
  }

  private growAtoms(): void {
    this.atomIndex = grownUint32(this.atomIndex, this.atomCount);
    this.atomImage = grownInt16(this.atomImage, 3 * this.atomIndex.length);
    this.atomPosition = grownFloat32(this.atomPosition, 3 * this.atomIndex.length);
    this.atomWeight = grownFloat32(this.atomWeight, this.atomIndex.length);
  }
}

function pairOfDrawn(one: number, other: number): number {
  return Math.min(one, other) * 0x100000 + Math.max(one, other);
}

/** 1 on a face, 0 away from it; in between only when softened. */
function nearness(distance: number, soften: boolean): number {
  if (distance <= ON_FACE) return 1;
  if (!soften || distance >= NEAR_FACE) return 0;
  const t = (NEAR_FACE - distance) / (NEAR_FACE - ON_FACE);
  return t * t * (3 - 2 * t);
}
