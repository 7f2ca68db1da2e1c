import { describe, expect, it } from 'vitest';
import { StudioError } from '../runtime/errors';
import { readRunFile, writeRunFile } from './run-file';
import { sampleRun, strontiumTitanate } from './testing/sample-run';

const fileOf = (text: string) => new File([text], 'runs.json');

describe('a file of runs', () => {
  it('brings back every run bit by bit', async () => {
    const imported = {
      ...sampleRun(1, 0),
      id: 'imported',
      source: { fileName: 'a.cif', format: 'CIF', title: 'a', notes: ['one'], crystal: strontiumTitanate } as const,
    };
    const runs = [sampleRun(2, 5), imported];
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
  ])('with %s damaged is refused by the place', async (good, bad, message) => {
    const text = writeRunFile([sampleRun(1, 5)]);
    expect(text).toMatch(good);
    await expect(readRunFile(fileOf(text.replace(good, bad)))).rejects.toThrow(message);
  });
});
