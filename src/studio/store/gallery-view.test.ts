import { beforeAll, describe, expect, it } from 'vitest';
import { loadSymmetry, type SymmetryFinder } from '../../crystal/symmetry';
import type { Annotation } from '../../generation/annotations';
import { summariseCandidate } from '../../generation/summary';
import { sampleRun, strontiumTitanate } from '../../generation/testing/sample-run';
import { type CandidateRow, candidateRow, tokenConfidence, validityOf } from '../candidate-row';
import { type GalleryView, initialGalleryView, rowsInView } from './gallery-view';
import { viewsOf, waitingCandidate } from './live-run';

let symmetry: SymmetryFinder;
beforeAll(async () => {
  symmetry = await loadSymmetry();
});

const strained = { ...strontiumTitanate, lattice: strontiumTitanate.lattice.map((x, i) => (i === 8 ? 1.1 * x : x)) };
const collapsed = { ...strontiumTitanate, fracCoords: strontiumTitanate.fracCoords.map((x) => x / 50) };
const barium = { ...strontiumTitanate, atomicNumbers: Uint8Array.of(56, 22, 8, 8, 8) };

/** Cubic, waiting, tetragonal, cubic again, with atoms too close, with barium. */
function rows(annotations: Record<number, Annotation> = {}): CandidateRow[] {
  const [sample] = viewsOf(sampleRun(1, 3));
  const crystals = [strontiumTitanate, undefined, strained, strontiumTitanate, collapsed, barium];
  const structures = [1, 0, 2, 1, 3, 4];
  return crystals.map((refined, index) => {
    const summary = refined && summariseCandidate(refined, symmetry);
    const view = refined ? { ...sample, refined } : waitingCandidate;
    return candidateRow(index, view, summary, structures[index], annotations[index] ?? {});
  });
}

function numbers(view: Partial<GalleryView>, annotations?: Record<number, Annotation>): number[] {
  return rowsInView(rows(annotations), { ...initialGalleryView, ...view }).map(({ index }) => index + 1);
}

describe('candidates in the gallery', () => {
  it('are sorted by any column, what is unknown last in both directions', () => {
    expect(numbers({})).toEqual([1, 2, 3, 4, 5, 6]);
    const sort = (column: GalleryView['sort']['column'], isDescending = false) =>
      numbers({ sort: { column, isDescending } });
    expect(sort('number', true)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(sort('formula')).toEqual([6, 1, 3, 4, 5, 2]);
    expect(sort('density')).toEqual([3, 1, 4, 5, 6, 2]);
    expect(sort('density', true)).toEqual([6, 1, 4, 5, 3, 2]);
    expect(sort('validity').at(-2)).toBe(5);
    expect(sort('structure', true)).toEqual([6, 5, 3, 1, 4, 2]);
    expect(sort('space group')).toEqual([3, 1, 4, 6, 2, 5]);
  });

  it('are found by formula, space group, tag and note', () => {
    expect(numbers({ query: 'batio' })).toEqual([6]);
    expect(numbers({ query: 'Pm-3m' })).toEqual([1, 4, 6]);
    expect(numbers({ query: '#221 srtio3' })).toEqual([1, 4]);
    const annotations = { 2: { tags: ['ferroelectric?'] }, 3: { note: 'Ask Mia' } };
    expect(numbers({ query: 'ferro' }, annotations)).toEqual([3]);
    expect(numbers({ query: 'mia ask' }, annotations)).toEqual([4]);
    expect(numbers({ query: 'nothing of this' }, annotations)).toEqual([]);
  });

  it('are filtered by star, validity and structure, together', () => {
    const starred = { 3: { isStarred: true }, 4: { isStarred: true } };
    expect(numbers({ only: ['starred'] }, starred)).toEqual([4, 5]);
    expect(numbers({ only: ['starred', 'valid'] }, starred)).toEqual([4]);
    expect(numbers({ only: ['distinct'] })).toEqual([1, 3, 5, 6]);
    expect(numbers({ only: ['distinct'] }, { 0: { isDeleted: true } })).toEqual([3, 4, 5, 6]);
  });
});

it('validity and confidence are what they are said to be', () => {
  const all = rows();
  expect(all.map(({ summary }) => summary && validityOf(summary))).toEqual([
    'valid',
    undefined,
    'valid',
    'valid',
    'atoms too close',
    'valid',
  ]);
  expect(tokenConfidence({ logProbabilities: [Math.log(0.25), Math.log(1)] })).toBeCloseTo(0.5, 12);
  expect(tokenConfidence({ logProbabilities: [] })).toBeUndefined();
  expect(all[0].confidence).toBeCloseTo(Math.exp(-0.2), 12);
});
