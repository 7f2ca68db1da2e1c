/**
 * What a prompt asks for, after it has been understood. Plain data: it crosses workers, is stored in runs, and the
 * chips in the studio edit it. Every field is optional; an empty object asks for any crystal.
 */
export interface Conditions {
  /** Reduced formula as [element symbol, count], in the order of the formula; counts have no common divisor. */
  readonly composition?: readonly (readonly [symbol: string, count: number])[];
  /** Exactly these element symbols, each present (ignored when `composition` is given). */
  readonly elements?: readonly string[];
  /** These element symbols must be present; others may be ("an oxide"). */
  readonly requiredElements?: readonly string[];
  /** Number of different elements ("binary" = 2). */
  readonly elementCount?: number;
  /** Number of atoms in the primitive cell. */
  readonly atomCount?: number;
  /** Formula units Z in the primitive cell; needs `composition`. */
  readonly formulaUnits?: number;
  /** International space-group number, 1–230. A wish to the model, not a guarantee. */
  readonly spaceGroup?: number;
  /** eV/atom. A wish to the model. */
  readonly formationEnergy?: number;
  /** eV. A wish to the model. */
  readonly bandGap?: number;
  /** eV/atom. A wish to the model. */
  readonly energyAboveHull?: number;
}
