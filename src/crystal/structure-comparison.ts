import { refinementCell } from './cell-choice';
import type { Crystal } from './crystal';
import { compositionOf, formatFormula } from './formula';
import { cellVolume, determinant, invert, latticeFromParameters, latticeParameters, multiply } from './lattice';
import { niggliReduce } from './niggli';
import { DEFAULT_MATCH_TOLERANCE, type Superposition, superpositions } from './structure-matcher';
import type { SymmetryFinder } from './symmetry';

/** How the atoms of one crystal lie on those of another. */
export interface StructureMapping {
  /** By atom of the first crystal: the atom of the second that lies on it. */
  readonly partners: readonly number[];
  /**
   * By atom of the first crystal, in Å: distance to its partner, less the translation that all have in common, both cells
   * brought to the geometric mean of their volumes.
   */
  readonly displacements: readonly number[];
  /** Å. */
  readonly rootMeanSquare: number;
  /** Å. */
  readonly largest: number;
  /** The second crystal had to be mirrored to lie on the first. */
  readonly isMirrored: boolean;
}

/** Two crystals side by side, both in the standard orientation. */
export interface StructureComparison {
  readonly first: Crystal;
  /** Where there is a mapping: in axes, origin and order of atoms of the first. */
  readonly second: Crystal;
  /** Both are shown in primitive cells at 0.1 Å, for only these hold the same atoms. */
  readonly isPrimitive: boolean;
  readonly mapping?: StructureMapping;
  /** A sentence: why there is none. */
  readonly reason?: string;
}

/** Å within which cells are made primitive where the given ones hold different atoms. */
const PRIMITIVE_SYMPREC = 0.1;

/** Compares two crystals as they are, or in primitive cells where only these hold the same atoms. */
export function compareStructures(first: Crystal, second: Crystal, finder: SymmetryFinder): StructureComparison {
  const given = mapped(first, second);
  if (given) return { ...given, isPrimitive: false };
  const [one, other] = [first, second].map((crystal) => primitiveOf(crystal, finder));
  const primitive = one && other && mapped(one, other);
  if (primitive) return { ...primitive, isPrimitive: true };
  const cells = one && other ? [one, other] : [first, second];
  const { length, angle } = DEFAULT_MATCH_TOLERANCE;
  const reason = hasSameAtoms(cells[0], cells[1])
    ? `No choice of axes brings the cell lengths within ${100 * length} % and the angles within ${angle}° of each other.`
    : `The primitive cells hold different atoms, ${cells.map(contentOf).join(' and ')}.`;
  return { first: oriented(first), second: oriented(second), isPrimitive: false, reason };
}

function mapped(first: Crystal, second: Crystal) {
  try {
    const best = closest(first, second);
    return best && described(first, second, best);
  } catch (error) {
    // A cell without volume lies on nothing.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Closest extends Superposition {
  readonly isMirrored: boolean;
}

/** The superposition with the smallest root mean square distance; of equal ones a proper one, without a mirror. */
function closest(first: Crystal, second: Crystal): Closest | undefined {
  const [one, other] = [first, second].map(({ lattice }) => determinant(niggliReduce(lattice).lattice));
  let best: Closest | undefined;
  for (const candidate of superpositions(first, second)) {
    const isMirrored = one * other * determinant(candidate.basis) < 0;
    const gain = best ? best.rootMeanSquare - candidate.rootMeanSquare : Number.POSITIVE_INFINITY;
    if (gain > EQUAL || (gain > -EQUAL && best?.isMirrored && !isMirrored)) best = { ...candidate, isMirrored };
  }
  return best;
}

/** Of the cube root of the volume per atom. */
const EQUAL = 1e-6;

function described(first: Crystal, second: Crystal, best: Closest) {
  const { partners, isMirrored } = best;
  const { transform } = niggliReduce(first.lattice);
  const hand = Math.sign(determinant(first.lattice));
  const unit = Math.sqrt(lengthUnit(first) * lengthUnit(second));
  const mapping: StructureMapping = {
    partners,
    displacements: best.distances.map((distance) => distance * unit),
    rootMeanSquare: best.rootMeanSquare * unit,
    largest: best.largest * unit,
    isMirrored,
  };
  const axes = multiply(invert(transform), multiply(best.basis, niggliReduce(second.lattice).lattice));
  const aligned: Crystal = {
    lattice: latticeFromParameters(latticeParameters(axes)),
    atomicNumbers: Uint8Array.from(partners, (atom) => second.atomicNumbers[atom]),
    fracCoords: multiply(best.coordinates, transform).map((x) => hand * x),
  };
  return { first: oriented(first), second: aligned, mapping };
}

/** The same crystal with its own axes in the standard orientation, which is right-handed. */
function oriented({ lattice, atomicNumbers, fracCoords }: Crystal): Crystal {
  const hand = Math.sign(determinant(lattice));
  if (hand === 0) return { lattice, atomicNumbers, fracCoords };
  return {
    lattice: latticeFromParameters(latticeParameters(lattice)),
    atomicNumbers,
    fracCoords: fracCoords.map((x) => hand * x),
  };
}

/** Å: cube root of the volume per atom. */
function lengthUnit({ lattice, atomicNumbers }: Crystal): number {
  return (cellVolume(lattice) / atomicNumbers.length) ** (1 / 3);
}

function contentOf(crystal: Crystal): string {
  return formatFormula(compositionOf(crystal));
}

function hasSameAtoms(first: Crystal, second: Crystal): boolean {
  const [one, other] = [first, second].map(({ atomicNumbers }) => atomicNumbers.toSorted().join());
  return one === other;
}

function primitiveOf(crystal: Crystal, finder: SymmetryFinder): Crystal | undefined {
  try {
    return refinementCell(crystal, finder, PRIMITIVE_SYMPREC).crystal;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
