import type { Crystal } from '../../crystal/crystal';
import type { StartMode, Trajectory } from '../../crystal/trajectory';
import type { LoadProgress } from '../../language/language-model';
import type { CandidateRecord, DraftRecord, RunRecord, RunStatus } from '../../generation/run';

export type Palette = 'jmol' | 'colour-blind-safe';

/** What a user sets beside the prompt; kept across reloads. */
export interface Settings {
  /** Candidates per run, 1–8. */
  readonly count: number;
  /** 32-bit unsigned; null draws a new one for each run. */
  readonly seed: number | null;
  /** Softmax temperature, > 0. */
  readonly temperature: number;
  /** Nucleus mass, 0 < topP ≤ 1. */
  readonly topP: number;
  readonly useGrammar: boolean;
  readonly start: StartMode;
  readonly palette: Palette;
  /** Noise level at which refinement starts, integer 0–1000. */
  readonly tau: number;
}

/** A draft while it streams and after. `text` grows token by token. */
export interface DraftView {
  readonly text: string;
  readonly rejection?: string | undefined;
}

export type CandidateStage = 'waiting' | 'drafting' | 'drafted' | 'refining' | 'refined' | 'rejected';

/** One candidate as it comes to be. The frames live in `trajectory`, outside React. */
export interface CandidateView {
  readonly index: number;
  readonly stage: CandidateStage;
  /** All attempts, the last one still streaming while `stage` is 'drafting'. */
  readonly drafts: readonly DraftView[];
  /** Complete draft records, for confidence and export. */
  readonly records: readonly DraftRecord[];
  readonly draft?: Crystal | undefined;
  readonly refined?: Crystal | undefined;
  readonly trajectory?: Trajectory | undefined;
  readonly record?: CandidateRecord | undefined;
}

export type RunPhase = 'loading' | 'drafting' | 'refining' | 'done';

export interface RunView {
  readonly id: string;
  readonly phase: RunPhase;
  readonly candidates: readonly CandidateView[];
  /** The stored form; present once something can be stored. */
  readonly record?: RunRecord | undefined;
  readonly status: RunStatus;
}
