import type { Crystal } from '../crystal/crystal';
import type { SpaceGroup } from '../crystal/space-groups';
import type { Annotation } from '../generation/annotations';
import type { DraftRecord } from '../generation/run';
import type { CandidateSummary } from '../generation/summary';
import { groupOf } from '../report/judge-candidate';
import type { CandidateStage, CandidateView } from './store/studio-store';

/** What the gallery shows of one candidate, as a picture and as a row. */
export interface CandidateRow {
  /** From 0; people count from 1. */
  readonly index: number;
  readonly stage: CandidateStage;
  /** The refined crystal, or the draft once it is complete. */
  readonly crystal: Crystal | undefined;
  /** Of `crystal`; absent until it has been worked out, and while another crystal is to come. */
  readonly summary: CandidateSummary | undefined;
  /** Geometric mean of the draft's token probabilities, 0–1, before grammar and temperature. Not calibrated. */
  readonly confidence: number | undefined;
  /** Noise level that it was refined from. */
  readonly tau: number | undefined;
  /** Number of its structure among those of the run, from 1; 0 until it is known. */
  readonly structure: number;
  readonly annotation: Annotation;
  /** Why there is no refined crystal. */
  readonly failure: string | undefined;
}

export function candidateRow(
  index: number,
  view: CandidateView,
  summary: CandidateSummary | undefined,
  structure: number,
  annotation: Annotation,
): CandidateRow {
  const { stage, acceptedDraft, trajectory, failure } = view;
  return {
    index,
    stage,
    crystal: completeCrystal(view),
    summary,
    confidence: acceptedDraft && tokenConfidence(acceptedDraft),
    tau: stage === 'refined' ? trajectory?.provenance.tau : undefined,
    structure,
    annotation,
    failure,
  };
}

/** What can be drawn whole. */
export function completeCrystal({ stage, draft, refined }: CandidateView): Crystal | undefined {
  return refined ?? (stage === 'drafting' ? undefined : draft);
}

/** What is worth working out: no other crystal takes its place by itself. */
export function settledCrystal(view: CandidateView): Crystal | undefined {
  const isOver = view.stage !== 'drafting' && view.stage !== 'drafted' && view.stage !== 'refining';
  return isOver ? completeCrystal(view) : undefined;
}

/** Undefined for a draft that no language model wrote. */
export function tokenConfidence({ logProbabilities }: Pick<DraftRecord, 'logProbabilities'>): number | undefined {
  if (logProbabilities.length === 0) return undefined;
  return Math.exp(logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length);
}

export function spaceGroupOf({ summary }: CandidateRow): SpaceGroup | undefined {
  return summary && groupOf(summary);
}

export type Validity = 'valid' | 'atoms too close' | 'not neutral';

/** As in the literature on generative models: no two atoms within 0.5 Å, and charge neutral by SMACT's rule. */
export function validityOf({ structure, charge }: CandidateSummary): Validity {
  if (!structure.valid) return 'atoms too close';
  return charge.valid ? 'valid' : 'not neutral';
}

/** At τ = 0 nothing is refined. */
export function stageInWords({ stage, tau }: Pick<CandidateRow, 'stage' | 'tau'>): string {
  return stage === 'refined' && tau === 0 ? 'draft' : stage;
}
