import type { CrystalSystem } from '../../crystal/space-groups';
import type { Conditions } from '../conditions';

/** Characters start ≤ i < end of the prompt. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ChipKind =
  | 'formula'
  | 'elements'
  | 'element-class'
  | 'exclusion'
  | 'structure-type'
  | 'space-group'
  | 'crystal-system'
  | 'element-count'
  | 'atom-count'
  | 'formula-units'
  | 'property';

/** A structure type's primitive cell in its ideal form. */
export interface IdealCell {
  readonly spaceGroup: number;
  readonly atoms: number;
}

/** One thing that the prompt asks for, as it was understood. */
export interface Chip {
  readonly kind: ChipKind;
  /** A few characters: `SrTiO₃`, `No. 225 (Fm3̅m)`. */
  readonly label: string;
  /** A sentence on what this makes the models do. */
  readonly detail: string;
  readonly span: Span;
  /** What this chip alone asks for. */
  readonly wish: Conditions;
  /** The primitive cell of a structure type, where the type alone settles it. */
  readonly idealCell?: IdealCell;
  /** The same where a crystal system settles it: a cubic perovskite is No. 221. */
  readonly idealCellInSystem?: Readonly<Partial<Record<CrystalSystem, IdealCell>>>;
}

/** `error`: nothing should run before it is settled; `warning`: it can run, but not all of the wish is served. */
export interface Problem {
  readonly message: string;
  /** Absent when the problem lies in no single place. */
  readonly span?: Span;
  readonly severity: 'error' | 'warning';
  /** The problem is none once this is asked for. */
  readonly settledBy?: keyof Conditions;
}

/** Ends the detail of a chip that leaves elements open (see draw-elements.ts). */
export const OTHERS_ARE_DRAWN =
  'What stays open is drawn by the seed from the combinations of elements in the training data.';

/** What a recogniser has made of the prompt from its position to `end`. */
export interface Recognised {
  readonly end: number;
  readonly chips: readonly Chip[];
  readonly problems?: readonly Problem[];
}

/** Reads one thing that begins exactly at character `at`; undefined when it is none of its kind. */
export type Recogniser = (prompt: string, at: number) => Recognised | undefined;

/** Matches a pattern exactly at a position. The pattern is compiled once per call site: pass a literal with flag y. */
export function matchAt(pattern: RegExp, prompt: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(prompt) ?? undefined;
}
