import { expect, it } from 'vitest';
import { sampleRun } from '../../generation/testing/sample-run';
import { searchRuns, spaceGroupsOf, summarise, surplusRuns } from './run-summary';

it('runs are found by prompt, file name, formula and space group, all words together', async () => {
  const perovskite = sampleRun(2, 0);
  const named = { ...perovskite, id: 'other', request: { ...perovskite.request, prompt: 'a cubic oxide' } };
  const groups = await spaceGroupsOf(perovskite);
  expect(groups).toEqual([221]);
  const runs = [summarise(perovskite, groups), { ...summarise(named, [62]), fileName: 'tausonite.cif' }];
  const found = (query: string) => searchRuns(runs, query).map(({ id }) => id);
  expect(found('')).toEqual(['run', 'other']);
  expect(found('srtio3')).toEqual(['run', 'other']);
  expect(found('Cubic OXIDE')).toEqual(['other']);
  expect(found('Pm-3m')).toEqual(['run']);
  expect(found('221')).toEqual(['run']);
  expect(found('#62 tausonite')).toEqual(['other']);
  expect(found('srtio3 pnma')).toEqual(['other']);
  expect(found('NaCl')).toEqual([]);
});

it('of many runs the oldest give way, of large ones sooner, but none on which something was noted', () => {
  const summary = summarise(sampleRun(1, 3));
  expect(summary.frameBytes).toBe(4 * 24 * 4);
  const runs = Array.from({ length: 53 }, (_, index) => ({ ...summary, id: String(index) }));
  expect(surplusRuns(runs, new Set())).toEqual(['50', '51', '52']);
  expect(surplusRuns(runs, new Set(['51']))).toEqual(['50', '52']);
  const large = runs.slice(0, 4).map((run) => ({ ...run, frameBytes: 100e6 }));
  expect(surplusRuns(large, new Set())).toEqual(['2', '3']);
  expect(surplusRuns([{ ...summary, frameBytes: 1e9 }], new Set())).toEqual([]);
});

it('a deleted candidate is no longer found in its run', async () => {
  const run = { ...sampleRun(1, 0), annotations: { 0: { isDeleted: true } } };
  expect(summarise(run).formulas).toEqual([]);
  expect(await spaceGroupsOf(run)).toEqual([]);
});
