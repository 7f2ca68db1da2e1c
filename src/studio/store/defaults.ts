import type { StartMode } from '../../crystal/trajectory';
import type { StudioState } from './studio-store';

/** τ in force: the user's, else the default that was measured for the denoiser. */
export function effectiveTau(state: StudioState): number {
  return state.settings.tau ?? state.models?.denoiser.defaultTau ?? 300;
}

/** Whether drafts get their own τ in force; only where the denoiser can estimate it. */
export function estimatesTau({ settings, models }: StudioState): boolean {
  return settings.tauRule === 'estimate' && models?.denoiser.noiseNorm !== undefined;
}

/** How the draft enters in force: the user's choice, else the measured default. */
export function effectiveStart(state: StudioState): StartMode {
  return state.settings.start ?? state.models?.denoiser.defaultStart ?? 'as-is';
}
