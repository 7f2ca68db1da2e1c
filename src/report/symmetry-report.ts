import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import { bonds } from '../crystal/geometry';
import { determinant, invert, multiply, transpose } from '../crystal/lattice';
import type { SpaceGroup } from '../crystal/space-groups';
import { sitePermutations, symmetrise } from '../crystal/symmetrise';
import { type SymmetryAnalysis, SymmetryError, type SymmetryFinder, TOLERANCE_LADDER } from '../crystal/symmetry';
import { SUMMARY_SYMPREC } from '../generation/summary';
import type { IonicReport } from './ionic-report';

/** What making the crystal exactly symmetric would change. */
export interface SymmetrisationCost {
  /** Å: of the atoms within the cell, a common translation left out. */
  readonly meanDisplacement: number;
  readonly largestDisplacement: number;
  /** Norm of the cell's Lagrangian strain. */
  readonly strain: number;
}

/** One rung of the tolerance ladder. */
export interface SymmetryRung {
  /** Å. */
  readonly symprec: number;
  readonly spaceGroup?: SpaceGroup;
  /** Absent without a group, and for cells too large for it. */
  readonly cost?: SymmetrisationCost;
}

/** Atoms that symmetry at 0.1 Å makes one; where there is none, single atoms. */
export interface ReportedSite {
  readonly symbol: string;
  /** In the conventional cell, `4a`; absent where no group is found. */
  readonly wyckoff?: string;
  /** Indices of its atoms in the crystal. */
  readonly atoms: readonly number[];
  /** By bond valence where ions are known, by covalent radii otherwise. */
  readonly coordinationNumber: number;
  /** Mean over its atoms, valence units; absent where ions or parameters are not known. */
  readonly bondValenceSum?: number;
}

/** Permutations of more atoms would take too long. */
const MOST_ATOMS = 400;

/** The group at each tolerance with what it costs. */
export function symmetryRungs(crystal: Crystal, finder: SymmetryFinder): SymmetryRung[] {
  return TOLERANCE_LADDER.map((symprec) => {
    const analysis = analyse(crystal, finder, symprec);
    if (!analysis) return { symprec };
    return { symprec, spaceGroup: analysis.spaceGroup, ...costOf(crystal, analysis) };
  });
}

/** The sites of a crystal in the order of its atoms. */
export function reportedSites(
  crystal: Crystal,
  finder: SymmetryFinder,
  ionic: IonicReport | undefined,
): readonly ReportedSite[] {
  const { atomicNumbers } = crystal;
  const analysis = analyse(crystal, finder, SUMMARY_SYMPREC);
  const orbits = analysis && orbitsOf(crystal, analysis);
  const numbers = ionic?.coordinationNumbers ?? coordinationByRadii(crystal);
  const cells = analysis ? analysis.conventional.crystal.atomicNumbers.length / atomicNumbers.length : 1;
  return (orbits ?? [...atomicNumbers.keys()].map((atom) => [atom])).map((atoms) => {
    const mean = (values: ArrayLike<number>) => atoms.reduce((sum, atom) => sum + values[atom], 0) / atoms.length;
    const letter = orbits && analysis?.wyckoffLetters[atoms[0]];
    return {
      symbol: symbolOf(atomicNumbers[atoms[0]]),
      ...(letter && { wyckoff: `${Math.round(atoms.length * cells)}${letter}` }),
      atoms,
      coordinationNumber: mean(numbers),
      ...(ionic && { bondValenceSum: mean(ionic.bondValenceSums) }),
    };
  });
}

function analyse(crystal: Crystal, finder: SymmetryFinder, symprec: number): SymmetryAnalysis | undefined {
  try {
    return finder.analyse(crystal, symprec);
  } catch (error) {
    if (error instanceof SymmetryError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function costOf(crystal: Crystal, { operations }: SymmetryAnalysis): { cost?: SymmetrisationCost } {
  if (crystal.atomicNumbers.length > MOST_ATOMS) return {};
  try {
    const { crystal: ideal, displacement, meanDisplacement } = symmetrise(crystal, operations);
    const strain = lagrangianStrain(crystal.lattice, ideal.lattice);
    return { cost: { meanDisplacement, largestDisplacement: displacement, strain } };
  } catch (error) {
    // The atoms obey the operations too roughly to be carried onto each other.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

/** Frobenius norm of (FᵀF − 1)/2, where F carries one lattice to the other; rotations count for nothing. */
function lagrangianStrain(from: Float64Array, to: Float64Array): number {
  if (determinant(from) === 0) return Number.POSITIVE_INFINITY;
  const gradient = transpose(multiply(invert(from), to));
  const green = multiply(transpose(gradient), gradient);
  return Math.hypot(...green.map((value, index) => (value - (index % 4 === 0 ? 1 : 0)) / 2));
}

/** Atoms that the operations carry onto each other; undefined where they do not permute them, or there are too many. */
function orbitsOf(crystal: Crystal, { operations }: SymmetryAnalysis): number[][] | undefined {
  if (crystal.atomicNumbers.length > MOST_ATOMS) return undefined;
  let permutations: Uint16Array[];
  try {
    permutations = sitePermutations(crystal, operations);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const orbits = new Map<number, number[]>();
  for (const atom of crystal.atomicNumbers.keys()) {
    const first = Math.min(...permutations.map((permutation) => permutation[atom]));
    orbits.set(first, [...(orbits.get(first) ?? []), atom]);
  }
  return [...orbits.values()];
}

function coordinationByRadii(crystal: Crystal): Uint16Array {
  const numbers = new Uint16Array(crystal.atomicNumbers.length);
  for (const { first, second } of bonds(crystal)) {
    numbers[first]++;
    numbers[second]++;
  }
  return numbers;
}
