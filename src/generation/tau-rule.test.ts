import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from './engine';
import { RefinementCache, refinementKey } from './refinement-cache';
import { planBatches } from './refining';
import { RunTrajectory } from './run-trajectory';
import { createTinyEngine, TINY_REQUEST as request } from './testing/tiny-engine';

let engine: Engine;

beforeAll(async () => {
  engine = await createTinyEngine();
});
afterAll(() => engine.dispose());

it('refines each draft from the noise level that the denoiser finds in it', async () => {
  const run = await engine.start({ ...request, tauRule: 'estimate' });
  for (const candidate of run.candidates) {
    const estimated = await engine.estimateTau(candidate.draft!);
    expect(candidate.tau).toBe(estimated);
    const trajectory = RunTrajectory.fromRecord(run, candidate.index)!;
    expect(trajectory.provenance.tau).toBe(estimated);
    expect(trajectory.frameCount).toBe(estimated! + 1);
  }
  const cache = new RefinementCache();
  cache.store(run);
  const [first] = run.candidates;
  const key = refinementKey(run.request, first);
  expect(key.tau).toBe(first.tau);
  const { record } = cache.recall(run, key);
  expect(record.request).toMatchObject({ tau: first.tau });
  expect(record.request).not.toHaveProperty('tauRule');
  expect(record.candidates[0]).not.toHaveProperty('tau');
  expect(record.candidates[0].refined).toEqual(first.refined);
  // A τ that was asked for is the same for all.
  const again = await engine.refine(run, { tau: 20, start: 'as-is' });
  expect(again.request).not.toHaveProperty('tauRule');
  for (const { frames, draft } of again.candidates) expect(frames).toHaveLength(21 * (9 + draft!.fracCoords.length));
});

it('drafts of one noise level share batches, small cells first', () => {
  const draft = (candidate: number, atoms: number, tau?: number) => ({
    candidate,
    crystal: { lattice: new Float64Array(9), atomicNumbers: new Uint8Array(atoms), fracCoords: new Float64Array(0) },
    ...(tau !== undefined && { tau }),
  });
  const batches = planBatches([draft(0, 9), draft(1, 2, 50), draft(2, 4), draft(3, 5, 100)], 100);
  const planned = batches.map(({ tau, drafts }) => [tau, drafts.map(({ candidate }) => candidate)]);
  expect(planned).toEqual([
    [100, [2, 3, 0]],
    [50, [1]],
  ]);
});
