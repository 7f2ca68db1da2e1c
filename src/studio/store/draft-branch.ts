import { DEFAULT_SYMMETRY_TOLERANCE } from '../../generation/keep-symmetry';
import type { DraftRecord, RunRequest } from '../../generation/run';
import { effectiveStart, effectiveTau } from './defaults';
import { type StudioState, selectedCandidate } from './studio-store';

/** A token of a draft of the candidate in view. */
export type TokenAddress = NonNullable<StudioState['draftToken']>;

/** Why no draft in view can be written again from a token on; undefined when it can. */
export function whyNotBranched({ phase, run }: StudioState): string | undefined {
  if (phase !== 'idle' && phase !== 'refining-again') return 'A run is under way.';
  if (!run || run.source) return 'There is no draft of the language model in view.';
  return undefined;
}

/** The draft that a token belongs to, once it is written. */
export function draftAt(state: StudioState, { attempt, place }: TokenAddress): DraftRecord | undefined {
  const record = selectedCandidate(state)?.drafts[attempt]?.record;
  return record && place < record.tokenIds.length ? record : undefined;
}

/**
 * A run of one candidate that keeps a draft up to a token, goes on with the token given, and is refined as the settings in
 * force say. Undefined where there is no such draft.
 */
export function branchRequest(
  state: StudioState,
  address: TokenAddress,
  token: number,
  seed: number,
): RunRequest | undefined {
  const draft = draftAt(state, address);
  if (!draft || !state.run || whyNotBranched(state)) return undefined;
  const { refinementSeed: _, ...asked } = state.run.request;
  const { tokenIds, drawnWishes } = draft;
  const prefix = [...tokenIds.slice(0, address.place), token];
  return {
    ...asked,
    seed,
    count: 1,
    tau: effectiveTau(state),
    start: effectiveStart(state),
    keepSymmetry: state.settings.keepSymmetry,
    symmetryTolerance: DEFAULT_SYMMETRY_TOLERANCE,
    branch: { prefix, ...(drawnWishes && { drawnWishes }) },
  };
}
