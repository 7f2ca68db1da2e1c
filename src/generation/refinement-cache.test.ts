import { describe, expect, it } from 'vitest';
import { RefinementCache, refinementKey } from './refinement-cache';
import type { CandidateRecord, RunRecord, RunRequest } from './run';

const draft = {
  lattice: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4),
  atomicNumbers: Uint8Array.of(11),
  fracCoords: Float64Array.of(0, 0, 0),
};
const request: RunRequest = {
  prompt: 'Na',
  conditions: {},
  seed: 7,
  count: 2,
  temperature: 1,
  topP: 1,
  useGrammar: true,
  tau: 100,
  start: 'as-is',
  keepSymmetry: 'draft',
  symmetryTolerance: 0.1,
};

/** A run whose candidates `refined` are refined, each with 12 numbers of frames for τ = 0 and as many for each step. */
function runAt(tau: number, refined: readonly number[] = [0, 1], change: Partial<RunRequest> = {}): RunRecord {
  const candidates = [0, 1].map((index): CandidateRecord => {
    const result = { refined: draft, frames: new Float32Array(12 * (tau + 1)) };
    return {
      index,
      drafts: [],
      draft,
      draftSeconds: 1,
      refineSeconds: 1,
      ...(refined.includes(index) && result),
    };
  });
  return {
    version: 1,
    id: 'run',
    createdAt: '2026-03-04T05:06:07.000Z',
    request: { ...request, tau, ...change },
    languageModel: { id: 'writer', sha256: 'a' },
    denoiser: { id: 'refiner', sha256: 'b' },
    candidates,
    status: 'refined',
  };
}

describe('RefinementCache', () => {
  it('gives back the run as it was stored', () => {
    const cache = new RefinementCache();
    const [at100, at200] = [runAt(100), runAt(200)];
    cache.store(at100);
    cache.store(at200);
    expect(cache.recall(at200, refinementKey(at100.request))).toEqual({ record: at100, missing: [] });
    expect(cache.recall(at100, refinementKey(at200.request))).toEqual({ record: at200, missing: [] });
  });

  it('does not miss what was deleted', () => {
    const cache = new RefinementCache();
    const run = { ...runAt(100, [0]), annotations: { 1: { isDeleted: true } } };
    cache.store(run);
    expect(cache.recall(run, refinementKey(run.request)).missing).toEqual([]);
    expect(cache.recall(run, { ...refinementKey(run.request), tau: 200 }).missing).toEqual([0]);
  });

  it('says which candidates are missing and shows their drafts', () => {
    const cache = new RefinementCache();
    cache.store(runAt(200, [1]));
    const { record, missing } = cache.recall(runAt(100), refinementKey(runAt(200).request));
    expect(missing).toEqual([0]);
    expect(record.candidates[0]).not.toHaveProperty('refined');
    expect(record.candidates[0].draft).toBe(draft);
    expect(record.candidates[1].refined).toBe(draft);
  });

  it('does not take what was cut short', () => {
    const cache = new RefinementCache();
    cache.store({ ...runAt(200, []), status: 'stopped' });
    expect(cache.recall(runAt(100), refinementKey(runAt(200).request)).missing).toEqual([0, 1]);
  });

  it('finds the nearest noise level of the same draft, start, symmetry and noise', () => {
    const cache = new RefinementCache();
    for (const tau of [100, 200, 600]) cache.store(runAt(tau));
    cache.store(runAt(300, [0, 1], { start: 're-noised' }));
    cache.store(runAt(310, [0, 1], { keepSymmetry: 'off' }));
    cache.store(runAt(320, [0, 1], { refinementSeed: 8 }));
    cache.store({ ...runAt(330), id: 'other' });
    const key = refinementKey(request);
    const run = runAt(100);
    expect(cache.taus(run, 0, key)).toEqual([100, 200, 600]);
    expect(cache.nearestTau(run, 0, { ...key, tau: 150 })).toBe(100);
    expect(cache.nearestTau(run, 0, { ...key, tau: 390 })).toBe(200);
    expect(cache.nearestTau(run, 0, { ...key, tau: 1000 })).toBe(600);
    expect(cache.nearestTau(run, 0, { ...key, refinementSeed: 9 })).toBeUndefined();
    expect(cache.recall(run, { ...key, tau: 320, refinementSeed: 8 }).record.request.refinementSeed).toBe(8);
  });

  it('knows that at τ = 0 all settings give the draft', () => {
    const cache = new RefinementCache();
    cache.store(runAt(0));
    const key = { ...refinementKey(request), start: 're-noised', tau: 0, refinementSeed: 9 } as const;
    expect(cache.recall(runAt(100), key).missing).toEqual([]);
  });

  it('forgets the oldest beyond its memory', () => {
    const bytes = 2 * 12 * 4 * (101 + 201);
    const cache = new RefinementCache(bytes);
    for (const tau of [100, 200]) cache.store(runAt(tau));
    const run = runAt(100);
    expect(cache.taus(run, 0, refinementKey(request))).toEqual([100, 200]);
    cache.store(runAt(50));
    expect(cache.taus(run, 0, refinementKey(request))).toEqual([50, 200]);
    cache.store(runAt(50));
    expect(cache.taus(run, 1, refinementKey(request))).toEqual([50, 200]);
  });
});
