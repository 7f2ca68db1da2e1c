import { expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run';
import { searchRuns, spaceGroupsOf, summarise } from './run-summary';

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
