import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { StructureClusters } from '../crystal/structure-clusters';
import { loadSymmetry } from '../crystal/symmetry';
import type { Engine } from './engine';
import { RefinementCache, type RefinementKey, refinementKey } from './refinement-cache';
import type { CandidateRecord, RunRecord } from './run';
import type { RunProgress } from './run-events';
import { estimateSweep, judgeSweepPoint, sweepCsv, sweepKeys, sweepTau } from './tau-sweep';
import { createTinyEngine, TINY_REQUEST } from './testing/tiny-engine';

let engine: Engine;
let run: RunRecord;

beforeAll(async () => {
  engine = await createTinyEngine();
  run = await engine.start(TINY_REQUEST);
});
afterAll(() => engine.dispose());

describe('sweepKeys', () => {
  it('are every level with every seed, the draft once', () => {
    const key = { ...refinementKey(run.request), refinementSeed: 2 ** 32 - 1 };
    const keys = sweepKeys(key, [50, 0, 10, 50], 2);
    expect(keys.map(({ tau, refinementSeed }) => [tau, refinementSeed])).toEqual([
      [0, 2 ** 32 - 1],
      [10, 2 ** 32 - 1],
      [10, 0],
      [50, 2 ** 32 - 1],
      [50, 0],
    ]);
  });
});

describe('sweepTau', () => {
  const sweep = async (
    memory: RefinementCache,
    keys: readonly RefinementKey[],
    stopAfter = Number.POSITIVE_INFINITY,
  ) => {
    const results: [RefinementKey, CandidateRecord][] = [];
    const progress: RunProgress[] = [];
    const control = new AbortController();
    const isComplete = await sweepTau(
      engine,
      memory,
      run,
      1,
      keys,
      {
        refined: (key, candidate) => {
          results.push([key, candidate]);
          if (results.length === stopAfter) control.abort();
        },
        progress: (event) => progress.push(event),
      },
      control.signal,
    );
    return { results, progress, isComplete };
  };

  it('refines one draft at all levels, with what is in memory for nothing', async () => {
    const memory = new RefinementCache();
    memory.store(run);
    const keys = sweepKeys(refinementKey(run.request), [0, 30, 60], 2);
    expect(estimateSweep(engine, memory, run, 1, keys)).toBeGreaterThan(0);
    const { results, progress, isComplete } = await sweep(memory, keys);
    expect(isComplete).toBe(true);
    expect(results.map(([key]) => key)).toEqual(keys);
    expect(results.every(([, { draft }]) => draft === run.candidates[1].draft)).toBe(true);
    expect(results[1][1]).toBe(run.candidates[1]);
    expect(results[2][1].frames).not.toEqual(results[1][1].frames);
    // One of 30 steps is in memory.
    expect(progress.at(-1)).toMatchObject({ done: 150, total: 150 });
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).toSorted((a, b) => a - b));

    const refine = vi.spyOn(engine, 'refine');
    expect((await sweep(memory, keys)).results).toEqual(results);
    expect(refine).not.toHaveBeenCalled();
    expect(estimateSweep(engine, memory, run, 1, keys)).toBe(0);
  });

  it('ends when it is stopped and keeps what it has', async () => {
    const memory = new RefinementCache();
    const { results, isComplete } = await sweep(memory, sweepKeys(refinementKey(run.request), [0, 20, 900], 1), 2);
    expect(isComplete).toBe(false);
    expect(results).toHaveLength(2);
    expect(memory.taus(run, 1, refinementKey(run.request))).toEqual([0, 20]);
  });

  it('judges what it finds, and writes it down', async () => {
    const memory = new RefinementCache();
    const { results } = await sweep(memory, sweepKeys(refinementKey(run.request), [0, 40], 1));
    const finder = await loadSymmetry();
    const clusters = new StructureClusters(finder);
    const points = results.map(([key, candidate]) => judgeSweepPoint(key, candidate, finder, clusters));
    expect(points[0]).toMatchObject({ displacement: 0, structure: 1, refined: run.candidates[1].draft });
    expect(points[1].displacement).toBeGreaterThan(0);
    const failed = judgeSweepPoint(
      results[1][0],
      { ...results[1][1], refined: undefined, failure: 'A "bloated" cell, of no use.' } as CandidateRecord,
      finder,
      clusters,
    );
    const lines = sweepCsv([...points, failed])
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^0,7,1,\d+,[\w/-]+,0\.0000,\d\.\d{4},(yes|no),$/);
    expect(lines[3]).toBe('40,7,,,,,,no,"A ""bloated"" cell, of no use."');
  });
});
