import type { Crystal } from '../crystal/crystal';
import { type CrystalSystem, type SpaceGroup, spaceGroup } from '../crystal/space-groups';
import { largestStrain } from '../crystal/strain';
import { symmetrise } from '../crystal/symmetrise';
import { type SymmetryAnalysis, SymmetryError, type SymmetryFinder } from '../crystal/symmetry';
import type { SymmetryOperation } from '../crystal/symmetry-operation';
import type { Locks } from '../diffusion/locked-part';
import type { Conditions } from '../language/conditions';
import { staysInPlace } from './locks';
import type { KeepSymmetry, KeptSymmetry } from './run';

/** Both defaults were chosen by measurement, see ADR 6. */
export const DEFAULT_KEEP_SYMMETRY: KeepSymmetry = 'draft';
/** Å. Rounding to crystal text moves an atom by less than half of it. */
export const DEFAULT_SYMMETRY_TOLERANCE = 0.2;
/** Å: beyond it atoms of any crystal could be taken for each other. */
export const LARGEST_SYMMETRY_TOLERANCE = 1;
const SMALLEST_TOLERANCE = 0.01;
/** How far, in Å, the prompt's space group is looked for: a draft that was asked for it may miss it by more than by chance. */
const PROMPT_TOLERANCE = 0.5;

/** What the prompt says about symmetry. */
export type SymmetryWish = Pick<Conditions, 'spaceGroup' | 'crystalSystem'>;

/** A draft ready for a refinement that keeps its symmetry. */
export interface SymmetricStart {
  /** Obeys the operations exactly. */
  readonly crystal: Crystal;
  readonly operations: readonly SymmetryOperation[];
  readonly kept: KeptSymmetry;
}

/**
 * The symmetry that a refinement of `draft` is to keep, and the draft brought onto it. `draft` takes the largest group
 * that the draft has at any tolerance up to `tolerance` (Å); `prompt` takes the group or crystal system asked for at the
 * largest tolerance at which the draft has it, and without one what `draft` takes. Never throws for a crystal without
 * determinable symmetry: nothing is kept then, and `kept` says so. Symmetry onto which what is locked would have to be moved
 * is not kept.
 */
export function symmetricStart(
  draft: Crystal,
  keep: Exclude<KeepSymmetry, 'off'>,
  tolerance: number,
  wish: SymmetryWish,
  finder: SymmetryFinder,
  locks?: Locks,
): SymmetricStart {
  if (keep === 'draft') return ownSymmetry(draft, tolerance, finder, '', locks);
  const asked = wishInWords(wish);
  if (!asked) return ownSymmetry(draft, tolerance, finder, "the prompt asks for none; of the draft's own, ", locks);
  const farthest = Math.max(tolerance, PROMPT_TOLERANCE);
  for (const analysis of analyses(draft, farthest, finder)) {
    if (!obeys(analysis.spaceGroup, wish)) continue;
    const start = startFrom(draft, analysis, 'as asked for, ', locks);
    if (start) return start;
  }
  return ownSymmetry(
    draft,
    tolerance,
    finder,
    `the draft does not have ${asked} within ${farthest} Å, which was asked for; of its own, `,
    locks,
  );
}

/** Analyses at falling tolerances; those at which nothing can be determined are left out. */
function* analyses(draft: Crystal, largest: number, finder: SymmetryFinder): Generator<SymmetryAnalysis> {
  for (let tolerance = largest; tolerance >= SMALLEST_TOLERANCE; tolerance /= Math.SQRT2) {
    try {
      yield finder.analyse(draft, tolerance);
    } catch (error) {
      if (!(error instanceof SymmetryError)) throw error;
    }
  }
}

function ownSymmetry(
  draft: Crystal,
  tolerance: number,
  finder: SymmetryFinder,
  preface: string,
  locks: Locks | undefined,
): SymmetricStart {
  let best: SymmetricStart | undefined;
  for (const analysis of analyses(draft, tolerance, finder)) {
    if (analysis.operations.length <= (best?.operations.length ?? 1)) continue;
    best = startFrom(draft, analysis, preface, locks) ?? best;
  }
  return (
    best ?? {
      crystal: draft,
      operations: [],
      kept: {
        spaceGroup: 1,
        tolerance,
        displacement: 0,
        strain: 0,
        sentence: `Symmetry kept: ${preface}none, for the draft has none within ${tolerance} Å.`,
      },
    }
  );
}

/** Undefined where the operations do not permute the atoms, or not without moving what is locked. */
function startFrom(
  draft: Crystal,
  analysis: SymmetryAnalysis,
  preface: string,
  locks: Locks | undefined,
): SymmetricStart | undefined {
  const { operations, symprec, spaceGroup: group } = analysis;
  try {
    const { crystal, displacement } = symmetrise(draft, operations);
    if (locks && !staysInPlace(locks, draft, crystal)) return undefined;
    const tolerance = Number(symprec.toPrecision(2));
    const strain = largestStrain(draft.lattice, crystal.lattice);
    const cost = `found in the draft within ${tolerance} Å; ${costInWords(displacement, strain)}`;
    const sentence = `Symmetry kept: ${preface}${group.symbol} (${group.number}), ${cost}.`;
    return { crystal, operations, kept: { spaceGroup: group.number, tolerance, displacement, strain, sentence } };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What it took to make a draft obey its symmetry exactly. */
function costInWords(displacement: number, strain: number): string {
  const moved = displacement < 5e-4 ? 'no atom had to move' : `atoms moved by up to ${displacement.toFixed(3)} Å`;
  const strained =
    strain < 5e-5 ? 'the cell stayed as it was' : `the cell was strained by up to ${(100 * strain).toFixed(2)} %`;
  return displacement < 5e-4 && strain < 5e-5
    ? 'the draft obeys it exactly'
    : `to obey it exactly ${moved} and ${strained}`;
}

function obeys(group: SpaceGroup, wish: SymmetryWish): boolean {
  return wish.spaceGroup === undefined
    ? group.crystalSystem === (wish.crystalSystem as CrystalSystem)
    : group.number === wish.spaceGroup;
}

function wishInWords(wish: SymmetryWish): string | undefined {
  if (wish.spaceGroup !== undefined) return `${spaceGroup(wish.spaceGroup).symbol} (${wish.spaceGroup})`;
  return wish.crystalSystem && `a ${wish.crystalSystem} group`;
}
