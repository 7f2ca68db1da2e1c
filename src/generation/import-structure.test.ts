import { describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { readFixture, type StoredCrystal, toCrystal } from '../crystal/fixtures/read-fixture';
import { neighbourPairs } from '../crystal/geometry';
import type { StructureFile } from '../crystal/structure-file';
import { supercell } from '../crystal/supercell';
import { loadSymmetry } from '../crystal/symmetry';
import { importStructure } from './import-structure';
import { NO_MODEL, type RunRequest } from './run';
import { RunTrajectory } from './run-trajectory';
import { createTinyEngine } from './testing/tiny-engine';

const oracles = readFixture<{ name: string; crystal: StoredCrystal }[]>('symmetry.json');
const symmetry = await loadSymmetry();
const rockSalt = symmetry.analyse(toCrystal(oracles[0].crystal), 0.01).conventional.crystal;
const request: RunRequest = {
  prompt: 'left in the box',
  conditions: { elements: ['O'] },
  seed: 7,
  count: 4,
  temperature: 1,
  topP: 1,
  useGrammar: true,
  tau: 20,
  start: 'as-is',
};
const limits = { maxAtoms: 20, trainedElements: [11, 17] };
const file = (crystal: Crystal): StructureFile => ({ crystal, title: 'halite', format: 'CIF', notes: ['A note.'] });

describe('importStructure', () => {
  it('makes a run of the primitive Niggli cell, which is refined as a draft is', async () => {
    const run = importStructure('halite.cif', file(rockSalt), request, limits, symmetry);
    expect(run.source).toEqual({
      fileName: 'halite.cif',
      format: 'CIF',
      title: 'halite',
      notes: ['A note.'],
      crystal: rockSalt,
    });
    expect(run).toMatchObject({ languageModel: NO_MODEL, denoiser: NO_MODEL, status: 'stopped' });
    expect(run.request).toMatchObject({ prompt: '', conditions: {}, count: 1, seed: 7 });
    expect(run.candidates[0].draft?.atomicNumbers.length).toBe(2);

    const engine = await createTinyEngine();
    const refined = await engine.refine(run, { tau: 20, start: 'as-is' });
    expect(refined.source).toEqual(run.source);
    expect(refined.candidates[0].refined?.atomicNumbers.length).toBe(2);
    expect(RunTrajectory.fromRecord(refined, 0)?.provenance.source).toBe('the file halite.cif (CIF)');
    await engine.dispose();
  });

  it('takes a large cell that holds a small one', () => {
    const run = importStructure('a.cif', file(supercell(rockSalt, [2, 2, 1])), request, limits, symmetry);
    expect(run.candidates[0].draft?.atomicNumbers.length).toBe(2);
  });

  it('says why a structure cannot be refined, and keeps it', () => {
    const tight = { ...limits, maxAtoms: 1 };
    const large = importStructure('a.cif', file(rockSalt), request, tight, symmetry);
    expect(large.source?.refusal).toBe(
      'It cannot be refined: its primitive cell has 2 atoms, and the diffusion model takes at most 1.',
    );
    expect(large.candidates).toHaveLength(1);
    expect(large.candidates[0]).not.toHaveProperty('draft');
    const salty = { ...limits, trainedElements: [17] };
    const unknown = importStructure('a.cif', file(rockSalt), request, salty, symmetry);
    expect(unknown.source?.refusal).toContain('not trained on Na');
  });

  it('keeps the hand of a chiral crystal whose cell is left-handed', () => {
    const quartz = toCrystal(oracles.find(({ name }) => name === 'alpha quartz SiO2')!.crystal);
    const left: Crystal = {
      ...quartz,
      lattice: quartz.lattice.map((x) => -x),
      fracCoords: quartz.fracCoords.map((x) => -x),
    };
    const every = { maxAtoms: 20, trainedElements: [8, 14] };
    const groups = [quartz, left].map((crystal) => {
      const { draft } = importStructure('a.vasp', file(crystal), request, every, symmetry).candidates[0];
      expect(neighbourPairs(draft!, 2).length).toBe(neighbourPairs(quartz, 2).length);
      return symmetry.analyse(draft!, 0.01).spaceGroup.number;
    });
    expect(groups).toEqual([154, 154]);
  });
});
