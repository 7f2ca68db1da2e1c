import { describe, expect, it } from 'vitest';
import { readCif } from '../crystal/cif-reader';
import { sampleRun } from '../generation/testing/sample-run';
import { makeFile } from './exports';
import { viewsOf } from './store/live-run';
import { createStudioStore, type StudioState } from './store/studio-store';

function benchWith(count: number, selected = 0): StudioState {
  const run = sampleRun(count, 3);
  const store = createStudioStore();
  store.setState({ run, candidates: viewsOf(run), selected });
  return store.getState();
}

describe('export files', () => {
  it('the symmetrised CIF names formula, group, τ and seed, and holds the asymmetric unit', async () => {
    const { name, text } = await makeFile('cif-symmetrised', benchWith(1));
    expect(name).toBe('SrTiO3-Pm-3m-tau3-seed7.cif');
    expect(text).toContain('_space_group_IT_number            221');
    expect(text.match(/^ +(Sr|Ti|O)\d/gm)).toHaveLength(3);
    expect(readCif(text).crystal.atomicNumbers).toHaveLength(5);
  });

  it('CIFs say what was found of the crystal, and the report says it as JSON', async () => {
    const cif = (await makeFile('cif-p1', benchWith(1))).text.replace(/\s+/g, ' ');
    expect(cif).toContain('Charge balance: Sr2+ Ti4+ O2- [neutral]');
    expect(cif).toContain('Closest contact: Ti-O 1.95 angstrom [not short]');
    expect(cif).toMatch(/Space group at 0.1 angstrom: Pm-3m \(no. 221\); atoms 0.000 angstrom/);
    const { name, text, mediaType } = await makeFile('report-json', benchWith(1));
    expect({ name, mediaType }).toEqual({ name: 'SrTiO3-tau3-seed7-report.json', mediaType: 'application/json' });
    const { format, version, formula, lines, numbers, origin } = JSON.parse(text);
    expect({ format, version, formula }).toEqual({ format: 'tau-studio-report', version: 1, formula: 'SrTiO3' });
    expect(origin).toMatchObject({ tau: 3, relaxed: false });
    expect(lines.map((line: { name: string }) => line.name)).toContain('Bond valence sums');
    expect(numbers.sites.map(({ wyckoff }: { wyckoff: string }) => wyckoff)).toEqual(['1a', '1b', '3c']);
  });

  it('of several candidates the number is in the name', async () => {
    expect((await makeFile('cif-p1', benchWith(4, 2))).name).toBe('SrTiO3-tau3-seed7-3-P1.cif');
  });

  it('the trajectory has every frame, the POSCAR every element', async () => {
    const xyz = await makeFile('trajectory-extxyz', benchWith(1));
    expect(xyz.text.match(/^5$/gm)).toHaveLength(4);
    const poscar = await makeFile('poscar', benchWith(1));
    expect(poscar.text).toMatch(/\nSr Ti O\n1 1 3\nDirect\n/);
  });

  it('nothing refined, nothing exported', async () => {
    await expect(makeFile('poscar', createStudioStore().getState())).rejects.toThrow('no refined crystal');
  });

  it('a crystal without determinable symmetry leads to the other CIF', async () => {
    const state = benchWith(1);
    const refined = state.candidates[0].refined;
    if (!refined) throw new Error('no crystal');
    const collapsed = { ...refined, fracCoords: refined.fracCoords.map(() => 0) };
    const candidates = [{ ...state.candidates[0], refined: collapsed }];
    await expect(makeFile('cif-symmetrised', { ...state, candidates })).rejects.toThrow('CIF (P1)');
  });
});
