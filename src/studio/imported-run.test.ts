import { expect, it } from 'vitest';
import { readStructureFile } from '../crystal/structure-file';
import { loadSymmetry } from '../crystal/symmetry';
import { importStructure } from '../generation/import-structure';
import { sampleRun, strontiumTitanate } from '../generation/testing/sample-run';
import { makeFile } from './exports';
import { viewsOf } from './store/live-run';
import { createStudioStore, type StudioState } from './store/studio-store';

const limits = { maxAtoms: 20, trainedElements: [8, 22, 38] };

async function benchWithFile(): Promise<StudioState> {
  const structure = { crystal: strontiumTitanate, title: 'tausonite', format: 'CIF', notes: [] } as const;
  const run = importStructure('tausonite.cif', structure, sampleRun(1, 0).request, limits, await loadSymmetry());
  const store = createStudioStore();
  store.setState({ run, candidates: viewsOf(run) });
  return store.getState();
}

it('a structure from a file is shown as it is and exported as it is, saying where it came from', async () => {
  const state = await benchWithFile();
  expect(state.candidates).toMatchObject([{ stage: 'imported', draft: strontiumTitanate, drafts: [] }]);
  for (const kind of ['cif-symmetrised', 'cif-p1', 'poscar', 'pymatgen-json'] as const) {
    const { name, text } = await makeFile(kind, state);
    expect(name).toMatch(/^tausonite/);
    expect(text).toContain('tausonite.cif (CIF)');
    expect(text).not.toMatch(/language.model|prompt/i);
    const { crystal } = await readStructureFile(name, new TextEncoder().encode(text));
    expect([...crystal.atomicNumbers].sort()).toEqual([22, 38, 8, 8, 8]);
  }
  await expect(makeFile('trajectory-extxyz', state)).rejects.toThrow('no recorded frames');
});
