import { expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { editedStructure, editsInWords } from './edited-structure';
import { fileOrigin } from './run-trajectory';
import { TINY_REQUEST as request } from './testing/tiny-engine';

const perovskite: Crystal = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};
const edited: Crystal = {
  ...perovskite,
  atomicNumbers: perovskite.atomicNumbers.with(1, 40),
  fracCoords: perovskite.fracCoords.with(12, 0.9),
};
const limits = { maxAtoms: 20, trainedElements: [8, 22, 38, 40] };
const edit = { before: perovskite, after: edited, locks: { lattice: true, sites: [0] }, origin: 'Taken from a test.' };

it('is a run whose draft is the structure as edited, with what is locked', () => {
  const run = editedStructure(edit, request, limits);
  expect(run.candidates[0]).toMatchObject({ draft: edited, locks: { lattice: true, sites: [0] } });
  expect(run.request).toMatchObject({ prompt: '', count: 1, seed: request.seed });
  expect(run.source).toMatchObject({ crystal: edited, fileName: 'SrZrO3' });
});

it('says what was changed, by how much through the nearest cell wall, and from where', () => {
  expect(editsInWords(perovskite, edited)).toEqual(['Ti2 became Zr.', 'O5 moved by 0.39 Å.']);
  expect(editsInWords(perovskite, perovskite)).toEqual([]);
  const { source } = editedStructure(edit, request, limits);
  expect(source && fileOrigin(source).source).toBe(
    'SrZrO3, edited in the studio: Taken from a test. Ti2 became Zr. O5 moved by 0.39 Å.',
  );
});

it('refuses what the diffusion model does not take, and keeps the structure', () => {
  const { source, candidates } = editedStructure(edit, request, { ...limits, trainedElements: [8, 22, 38] });
  expect(source?.refusal).toContain('not trained on Zr');
  expect(candidates[0]).not.toHaveProperty('draft');
  expect(editedStructure(edit, request, { ...limits, maxAtoms: 4 }).source?.refusal).toContain('5 atoms');
});
