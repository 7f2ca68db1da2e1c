import type { StartMode } from '../crystal/trajectory';

/** A structure in a JSON line: plain arrays, so that any language reads it. */
export interface StructureJson {
  /** 9 numbers, rows a, b, c, in Å. */
  readonly lattice: readonly number[];
  readonly atomicNumbers: readonly number[];
  /** 3N fractional coordinates. */
  readonly fracCoords: readonly number[];
}

/**
 * One line of `generate --json`: one candidate. A file of such lines is also what `--drafts-from` reads: with it the
 * language model is not asked, each line's `draft` is refined instead, and `id` and `candidate` (hence the noise) are kept.
 */
export interface CandidateLine {
  /** From the line of `--prompts-file` ({"id", "prompt"} or {"id", "conditions"} per line); "prompt" otherwise. */
  readonly id: string;
  readonly prompt: string;
  readonly candidate: number;
  readonly seed: number;
  readonly tau: number;
  readonly start: StartMode;
  readonly grammar: boolean;
  /** "refined", or "rejected" when no draft was accepted within the limit; only drafts counted then. */
  readonly status: 'refined' | 'rejected' | 'failed';
  /** Reduced formula; absent without an accepted draft, as are all that follow up to `rejectedDrafts`. */
  readonly formula?: string;
  readonly atoms?: number;
  /** International number at 0.01, 0.05, 0.1 and 0.2 Å. */
  readonly spaceGroup?: Readonly<Record<'0.01' | '0.05' | '0.1' | '0.2', number>>;
  readonly structurallyValid?: boolean;
  readonly chargeNeutral?: boolean;
  readonly draft?: StructureJson;
  readonly refined?: StructureJson;
  /** Reason of each draft that was turned down before this one. */
  readonly rejectedDrafts: readonly string[];
  /** Over all tokens of the accepted draft: mean share of raw probability mass that the grammar removed. */
  readonly meanMaskedMass?: number;
  /** Mean of −log₂ p of the accepted draft's tokens. */
  readonly bitsPerToken?: number;
  readonly seconds: { readonly draft: number; readonly refine: number };
  /** CIF (P1) of the candidate, relative to the output folder. */
  readonly file?: string;
}
