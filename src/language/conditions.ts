import type { CrystalSystem } from '../crystal/space-groups';

/**
 * What a prompt asks for, after it has been understood. Plain data: it crosses workers, is stored in runs, and the
 * chips in the studio edit it. Every field is optional; an empty object asks for any crystal.
 *
 * The model is told those fields that it was trained on (formula, elements, atom count, space group, energies, gap);
 * the grammar enforces composition, elements and counts, whether the model was told or not.
 */
export interface Conditions {
  /** Reduced formula as [element symbol, count], in the order of the formula; counts have no common divisor. */
  readonly composition?: readonly (readonly [symbol: string, count: number])[];
  /** A formula with elements left open, as structure types give it (ignored when `composition` is given). */
  readonly stoichiometry?: readonly StoichiometrySlot[];
  /** Exactly these element symbols, each present (ignored when `composition` is given). */
  readonly elements?: readonly string[];
  /** These element symbols must be present; others may be ("an oxide"). */
  readonly requiredElements?: readonly string[];
  /** Of each of these sets at least one element must be present ("a halide"). */
  readonly requiredFromEach?: readonly (readonly string[])[];
  /** No element outside this set ("an intermetallic"); absent: all that the model was trained on. */
  readonly allowedElements?: readonly string[];
  /** None of these elements ("lead-free"). */
  readonly excludedElements?: readonly string[];
  /** Number of different elements ("binary" = 2). */
  readonly elementCount?: number;
  /** Number of atoms in the primitive cell. */
  readonly atomCount?: number;
  /** At most this many atoms in the primitive cell. */
  readonly maxAtomCount?: number;
  /** Formula units Z in the primitive cell; needs `composition` or `stoichiometry`. */
  readonly formulaUnits?: number;
  /** International space-group number, 1–230. A wish to the model, not a guarantee. */
  readonly spaceGroup?: number;
  /** Without a `spaceGroup`, one of this system is drawn by the seed (see draw-space-group.ts). A wish to the model. */
  readonly crystalSystem?: CrystalSystem;
  /** eV/atom. A wish to the model. */
  readonly formationEnergy?: number;
  /** eV. A wish to the model. */
  readonly bandGap?: number;
  /** eV/atom. A wish to the model. */
  readonly energyAboveHull?: number;
  /** One of the computed ABX₃ cells of Perov-5, most of which do not exist. A wish to the model. */
  readonly hypotheticalPerovskite?: true;
}

/** One element's place in an open formula: A, B or X₃ in ABX₃. Different slots hold different elements. */
export interface StoichiometrySlot {
  /** Atoms of this element in one formula unit. */
  readonly count: number;
  /** Symbols that may fill the slot; absent: any. */
  readonly elements?: readonly string[];
}
