import type { Crystal } from '../crystal/crystal';
import { compositionOf, formulaUnits, reducedFormula } from '../crystal/formula';
import { density } from '../crystal/geometry';
import { type LatticeParameters, latticeParameters } from '../crystal/lattice';
import type { LadderRung, SymmetryFinder } from '../crystal/symmetry';
import {
  type ChargeNeutrality,
  chargeNeutrality,
  type StructuralValidity,
  structuralValidity,
} from '../crystal/validity';

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
  readonly charge: ChargeNeutrality;
  /** At 0.01, 0.05, 0.1 and 0.2 Å. */
  readonly spaceGroups: readonly LadderRung[];
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
    charge: chargeNeutrality(composition),
    spaceGroups: symmetry.ladder(crystal),
  };
}
