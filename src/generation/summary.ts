import { type Contact, closestContact } from '../crystal/contacts';
import type { Crystal } from '../crystal/crystal';
import { compositionOf, formulaUnits, reducedFormula } from '../crystal/formula';
import { density } from '../crystal/geometry';
import { type LatticeParameters, latticeParameters } from '../crystal/lattice';
import {
  type LadderRung,
  type SymmetryAnalysis,
  SymmetryError,
  type SymmetryFinder,
  TOLERANCE_LADDER,
} from '../crystal/symmetry';
import {
  type ChargeNeutrality,
  chargeNeutrality,
  type StructuralValidity,
  structuralValidity,
} from '../crystal/validity';

/** Å; where one tolerance has to stand for all. */
export const SUMMARY_SYMPREC = 0.1;

/** What is to be said of a candidate, in the panel and on the command line alike. */
export interface CandidateSummary {
  /** Reduced, `SrTiO3`. */
  readonly formula: string;
  /** Z of the cell as computed. */
  readonly formulaUnits: number;
  readonly atomCount: number;
  /** Of the cell as computed. */
  readonly lattice: LatticeParameters;
  /** g/cm³. */
  readonly density: number;
  readonly structure: StructuralValidity;
  /** Absent where no atoms are near each other. */
  readonly contact?: Contact | undefined;
  readonly charge: ChargeNeutrality;
  /** At 0.01, 0.05, 0.1 and 0.2 Å. */
  readonly spaceGroups: readonly LadderRung[];
  /** At 0.1 Å; absent where no group is found there. */
  readonly cells?: StandardCells | undefined;
}

export interface StandardCells {
  readonly primitiveAtoms: number;
  readonly conventionalAtoms: number;
  readonly conventionalLattice: LatticeParameters;
  /** Order of the point group: the operations of a primitive cell. */
  readonly pointGroupOrder: number;
}

/** Summarises a crystal. Throws DegenerateCellError (RangeError) for a cell too flat to search for neighbours. */
export function summariseCandidate(crystal: Crystal, symmetry: SymmetryFinder): CandidateSummary {
  const composition = compositionOf(crystal);
  return {
    formula: reducedFormula(crystal),
    formulaUnits: formulaUnits(composition),
    atomCount: crystal.atomicNumbers.length,
    lattice: latticeParameters(crystal.lattice),
    density: density(crystal),
    structure: structuralValidity(crystal),
    contact: closestContact(crystal),
    charge: chargeNeutrality(composition),
    ...symmetryOf(crystal, symmetry),
  };
}

/** The search at the tolerance that stands for all gives both its rung of the ladder and the standard cells. */
function symmetryOf(crystal: Crystal, symmetry: SymmetryFinder): Pick<CandidateSummary, 'spaceGroups' | 'cells'> {
  let analysis: SymmetryAnalysis | undefined;
  try {
    analysis = symmetry.analyse(crystal, SUMMARY_SYMPREC);
  } catch (error) {
    if (!(error instanceof SymmetryError || error instanceof RangeError)) throw error;
  }
  const spaceGroups = TOLERANCE_LADDER.flatMap((symprec) =>
    analysis && symprec === SUMMARY_SYMPREC
      ? { symprec, spaceGroup: analysis.spaceGroup }
      : symmetry.ladder(crystal, [symprec]),
  );
  return { spaceGroups, cells: analysis && standardCells(analysis) };
}

function standardCells({ primitive, conventional }: SymmetryAnalysis): StandardCells {
  const primitiveAtoms = primitive.atomicNumbers.length;
  const conventionalAtoms = conventional.crystal.atomicNumbers.length;
  return {
    primitiveAtoms,
    conventionalAtoms,
    conventionalLattice: latticeParameters(conventional.crystal.lattice),
    pointGroupOrder: (conventional.operations.length * primitiveAtoms) / conventionalAtoms,
  };
}
