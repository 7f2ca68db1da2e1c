import { DEFAULT_SYMMETRY_TOLERANCE } from '../../generation/keep-symmetry';
import type { RunRequest } from '../../generation/run';
import { effectiveStart, effectiveTau, estimatesTau } from './defaults';
import { conditionsOf } from './prompt';
import type { StudioState } from './studio-store';

/** What the prompt and the settings ask for. */
export function requestOf(state: StudioState, seed: number): RunRequest {
  const { count, temperature, topP, useGrammar, keepSymmetry } = state.settings;
  return {
    prompt: state.promptText,
    conditions: conditionsOf(state),
    seed,
    count,
    temperature,
    topP,
    useGrammar,
    tau: effectiveTau(state),
    ...(estimatesTau(state) && { tauRule: 'estimate' as const }),
    start: effectiveStart(state),
    keepSymmetry,
    symmetryTolerance: DEFAULT_SYMMETRY_TOLERANCE,
  };
}
