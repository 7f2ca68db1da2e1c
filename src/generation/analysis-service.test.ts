import { describe, expect, it } from 'vitest';
import { writeP1Cif } from '../crystal/cif';
import { supercell } from '../crystal/supercell';
import { openAnalysis } from './analysis-service';
import { DEFAULT_TEMPERATURE, DEFAULT_TOP_P, type RunRequest } from './run';

const perovskite = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};
const request: RunRequest = {
  prompt: '',
  conditions: {},
  seed: 1,
  count: 1,
  temperature: DEFAULT_TEMPERATURE,
  topP: DEFAULT_TOP_P,
  useGrammar: true,
  tau: 100,
  start: 'as-is',
};
const limits = { maxAtoms: 20, trainedElements: [8, 22, 38] };
const open = (fileName: string, text: string) =>
  openAnalysis().call('open', { fileName, content: new TextEncoder().encode(text), request, limits });

describe('the analysis service, over a port', () => {
  it('opens a file as a run whose draft is the primitive cell', async () => {
    const run = await open('large.cif', writeP1Cif(supercell(perovskite, [2, 2, 1])));
    expect(run.source).toMatchObject({ fileName: 'large.cif', format: 'CIF' });
    expect(run.source?.crystal.atomicNumbers).toHaveLength(20);
    expect(run.candidates[0].draft?.atomicNumbers).toHaveLength(5);
  });

  it('names the file and what is wrong with it', async () => {
    await expect(open('broken.cif', 'data_x\n_cell_length_a four\n')).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/^broken\.cif: /),
    });
  });

  it('summarises a crystal, and says why a symmetry cannot be found', async () => {
    const analysis = openAnalysis();
    const summary = await analysis.call('summarise', supercell(perovskite, [2, 2, 2]));
    expect(summary.spaceGroups.map(({ spaceGroup }) => spaceGroup?.number)).toEqual([221, 221, 221, 221]);
    expect(summary.cells).toMatchObject({ primitiveAtoms: 5, conventionalAtoms: 5, pointGroupOrder: 48 });
    const collapsed = { ...perovskite, fracCoords: new Float64Array(15) };
    await expect(analysis.call('symmetry', { crystal: collapsed, symprec: 0.1 })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('gives the lines of the conventional cell, or of the one given', async () => {
    const analysis = openAnalysis();
    const pattern = { crystal: supercell(perovskite, [1, 1, 2]), wavelength: 1.54184, range: [10, 40] } as const;
    const [line] = await analysis.call('pattern', { ...pattern, isConventional: true });
    expect([line.spacing.toFixed(3), line.reflections[0].indices]).toEqual(['3.905', [1, 0, 0]]);
    const asGiven = await analysis.call('pattern', { ...pattern, isConventional: false });
    expect(asGiven[0].reflections.map(({ indices }) => indices)).toContainEqual([0, 0, 2]);
    const { distances } = await analysis.call('distances', { crystal: perovskite, longest: 5, step: 0.1 });
    expect(distances).toHaveLength(50);
  });
});
