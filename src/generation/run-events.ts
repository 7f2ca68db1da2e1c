import type { Crystal } from '../crystal/crystal';
import type { TokenEvent } from '../language/language-model';
import type { CandidateRecord, DraftRecord } from './run';
import type { RunTrajectory } from './run-trajectory';

/** What a run reports while it goes on, in order. Candidates are named by their index in the run. */
export type RunEvent =
  | { readonly kind: 'draft-started'; readonly candidate: number; readonly attempt: number; readonly seed: number }
  | {
      readonly kind: 'token';
      readonly candidate: number;
      readonly attempt: number;
      readonly token: TokenEvent;
      /** The lattice and the complete atoms so far; only with the token that completed the lattice or an atom. */
      readonly partial?: Crystal;
    }
  | {
      readonly kind: 'draft-rejected';
      readonly candidate: number;
      readonly attempt: number;
      readonly draft: DraftRecord;
    }
  | {
      readonly kind: 'draft';
      readonly candidate: number;
      readonly attempt: number;
      readonly draft: DraftRecord;
      readonly crystal: Crystal;
    }
  /** The trajectory grows on its own from here on; `frame` only says that it did. */
  | { readonly kind: 'refinement-started'; readonly candidate: number; readonly trajectory: RunTrajectory }
  | { readonly kind: 'frame'; readonly candidates: readonly number[]; readonly timestep: number }
  /** A candidate is done: refined, failed, or without an accepted draft. */
  | { readonly kind: 'candidate'; readonly candidate: CandidateRecord }
  | RunProgress;

export interface RunProgress {
  readonly kind: 'progress';
  readonly stage: 'drafting' | 'refining';
  /** Drafts accepted or given up, or reverse steps done. */
  readonly done: number;
  readonly total: number;
  /** For the rest of the run, from measured speed; absent until there is a measurement. */
  readonly secondsLeft?: number;
}

export type RunListener = (event: RunEvent) => void;
