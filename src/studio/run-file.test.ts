import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../generation/run';
import { sampleDraft, sampleRun, strontiumTitanate } from '../generation/testing/sample-run';
import { StudioError } from '../runtime/errors';
import { readRunFile, writeRunFile } from './run-file';

const fileOf = (text: string) => new File([text], 'runs.json');

/** With all that a draft's record can hold. */
function branched(): RunRecord {
  const run = sampleRun(1, 5);
  const alternatives = {
    ids: Int32Array.of(1, 4),
    logProbabilities: Float32Array.of(-0.5, -1),
    allowed: Uint8Array.of(1, 0),
    spellings: { 1: 'Sr', 2: '.', 3: '', 4: 'Ti' },
  };
  const candidates = [{ ...run.candidates[0], drafts: [{ ...sampleDraft, alternatives }] }];
  const branch = { prefix: [1, 2], drawnWishes: { spaceGroup: 62 } };
  const annotations = { 0: { isStarred: true, tags: ['polar'] } };
  return { ...run, candidates, request: { ...run.request, branch }, annotations };
}

describe('a file of runs', () => {
  it('brings back every run bit by bit', async () => {
    const imported = {
      ...sampleRun(1, 0),
      id: 'imported',
      source: { fileName: 'a.cif', format: 'CIF', title: 'a', notes: ['one'], crystal: strontiumTitanate } as const,
    };
    const annotations = { 1: { isStarred: true, tags: ['polar'], note: 'Ask Mia.' } };
    const runs = [sampleRun(2, 5), { ...sampleRun(2, 5), annotations }, imported, branched()];
    expect(await readRunFile(fileOf(writeRunFile(runs)))).toEqual(runs);
  });

  it.each([
    ['{"format"', 'it is not JSON'],
    ['{"format":"cif"}', 'not a file of runs of this studio'],
    ['{"format":"tau-studio-runs","version":9}', 'version 9, this build reads version 1'],
    ['{"format":"tau-studio-runs","version":1}', 'no list of runs'],
    ['{"format":"tau-studio-runs","version":1,"runs":[7]}', 'runs[0] must be an object'],
  ])('that is %s is refused by name', async (text, message) => {
    await expect(readRunFile(fileOf(text))).rejects.toThrow(StudioError);
    await expect(readRunFile(fileOf(text))).rejects.toThrow(message);
    await expect(readRunFile(fileOf(text))).rejects.toThrow('runs.json was not imported');
  });

  it.each([
    [/"id":"run"/, '"id":""', 'runs[0].id must be a text'],
    [/"createdAt":"[^"]+"/, '"createdAt":"soon"', 'runs[0].createdAt must be a date'],
    [/"seed":7/, '"seed":-7', 'runs[0].request.seed must be a number from 0'],
    [/"conditions":\{\}/, '"conditions":{"atomCount":0}', 'in runs[0].request.conditions the condition “atomCount”'],
    [/"tau":5/, '"tau":4', 'runs[0].candidates[0].frames must be at most 5 frames'],
    [/"status":"refined"/, '"status":"fine"', 'runs[0].status must be one of'],
    [/"atomicNumbers":\{"uint8":"[^"]+"/, '"atomicNumbers":{"uint8":"AAAA"', 'atomicNumbers must be atomic numbers'],
    [
      /"lattice":\{"float64":"[^"]+"/,
      '"lattice":{"float64":"AAAA"',
      'a list of float64 numbers is cut, it has 3 bytes',
    ],
    [/"frames":\{"float32":"[^"]+"/, '"frames":{"float32":"***"', 'a list of float32 numbers is not base64'],
    [/"frames":\{"float32":"[^"]+"/, '"frames":{"float32":"AADAfw=="', 'frames must be finite numbers'],
    [/"fracCoords":\{"float64":"[^"]+"\}/, '"x":1', 'draft.fracCoords is missing'],
    [/"prefix":\[1,2\]/, '"prefix":[1,"2"]', 'request.branch.prefix[1] must be an integer'],
    [/"spaceGroup":62/, '"spaceGroup":999', 'in runs[0].request.branch.drawnWishes the condition “spaceGroup”'],
    [/"annotations":\{"0"/, '"annotations":{"1"', 'runs[0].annotations.1 must be of a candidate'],
    [/"isStarred":true/, '"isStarred":1', 'runs[0].annotations.0.isStarred must be one of true, false'],
    [/"polar"/, '""', 'runs[0].annotations.0.tags[0] must be a text'],
    [/"4":"Ti"/, '"4":7', 'alternatives.spellings.4 must be a text'],
    [/"allowed":\{"uint8":"[^"]+"/, '"allowed":{"uint8":"AQ=="', 'alternatives.allowed must be 2 numbers'],
  ])('with %s damaged is refused by the place', async (good, bad, message) => {
    const text = writeRunFile([branched()]);
    expect(text).toMatch(good);
    await expect(readRunFile(fileOf(text.replace(good, bad)))).rejects.toThrow(message);
  });
});
