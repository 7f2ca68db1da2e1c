import type { Crystal } from '../../crystal/crystal';
import type { CandidateRecord, DraftRecord, RunRecord } from '../run';

/** Cubic perovskite, a = 3.905 Å. */
export const strontiumTitanate: Crystal = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};

export const sampleDraft: DraftRecord = {
  seed: 1,
  text: '3.9 3.9 3.9\n90 90 90\nSr\n0.00 0.00 0.00\n',
  tokenIds: [1, 2, 3],
  logProbabilities: [-0.1, -0.2, -0.3],
  meanMaskedMass: 0.1,
};

/** A refined candidate with τ + 1 equal frames. */
export function sampleCandidate(index: number, tau: number): CandidateRecord {
  const frame = [...strontiumTitanate.lattice, ...strontiumTitanate.fracCoords];
  return {
    index,
    drafts: [{ ...sampleDraft, rejection: 'Two atoms are 0.1 Å apart.' }, sampleDraft],
    draft: strontiumTitanate,
    refined: strontiumTitanate,
    frames: Float32Array.from(Array.from({ length: tau + 1 }, () => frame).flat()),
    draftSeconds: 1,
    refineSeconds: 2,
  };
}

export function sampleRun(count: number, tau: number): RunRecord {
  return {
    version: 1,
    id: 'run',
    createdAt: '2026-03-04T05:06:07.000Z',
    request: {
      prompt: 'SrTiO3',
      conditions: {},
      seed: 7,
      count,
      temperature: 0.8,
      topP: 0.95,
      useGrammar: true,
      tau,
      start: 'as-is',
    },
    languageModel: { id: 'writer', sha256: 'a' },
    denoiser: { id: 'refiner', sha256: 'b' },
    candidates: Array.from({ length: count }, (_, index) => sampleCandidate(index, tau)),
    status: 'refined',
  };
}
