import { atomConfidences, tokensOf } from '../generation/draft-tokens';
import type { DraftRecord } from '../generation/run';
import type { CandidateView } from './store/studio-store';

const known = new WeakMap<DraftRecord, Float64Array | null>();

/**
 * How sure the language model was of each atom of a candidate, 0–1 in the order of its draft, which the refinement keeps;
 * null where no language model wrote it or the record does not tell.
 */
export function confidencesOf({ drafts, acceptedDraft, stage }: CandidateView): Float64Array | null {
  if (acceptedDraft) return confidencesOfDraft(acceptedDraft);
  const writing = stage === 'drafting' ? drafts.at(-1)?.tokens : undefined;
  return writing ? atomConfidences(writing) : null;
}

/** As `confidencesOf`; the same list comes back for the same draft. */
export function confidencesOfDraft(draft: DraftRecord): Float64Array | null {
  const found = known.get(draft);
  if (found !== undefined) return found;
  const tokens = tokensOf(draft);
  const confidences = tokens && draft.logProbabilities.length > 0 ? atomConfidences(tokens) : null;
  known.set(draft, confidences);
  return confidences;
}
