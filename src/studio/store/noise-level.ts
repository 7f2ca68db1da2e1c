import { sigmaInAngstrom } from '../../crystal/lattice';
import { createSchedule, type Schedule } from '../../diffusion/schedule';
import type { DenoiserEntry } from '../../runtime/manifest';
import { type CandidateView, type StudioState, selectedCandidate } from './studio-store';

const schedules = new WeakMap<DenoiserEntry, Schedule>();

function scheduleOf(entry: DenoiserEntry): Schedule {
  const schedule = schedules.get(entry) ?? createSchedule(entry);
  schedules.set(entry, schedule);
  return schedule;
}

/** How far τ moves an atom: root mean square per axis in Å for the draft's cell, else as a share of the cell edge. */
export function noiseText(state: StudioState, tau: number): string {
  if (!state.models) return '';
  const sigma = scheduleOf(state.models.denoiser).sigma[tau] ?? 0;
  const lattice = draftLattice(selectedCandidate(state));
  return lattice
    ? `σ = ${sigmaInAngstrom(sigma, lattice).toFixed(2)}\u202fÅ`
    : `σ = ${(100 * sigma).toFixed(1)}\u202f% of the cell edge`;
}

function draftLattice(candidate: CandidateView | undefined): Float64Array | undefined {
  const lattice = candidate?.draft?.lattice;
  return lattice?.some((value) => value !== 0) ? lattice : undefined;
}
