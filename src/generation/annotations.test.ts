import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasDeleted, MOST_TAGS, readTags, withAnnotation, withoutDeleted } from './annotations';
import type { RunRecord } from './run';

it('an annotation is changed in parts and goes when it says nothing', () => {
  const starred = withAnnotation(undefined, 2, { isStarred: true });
  expect(starred).toEqual({ 2: { isStarred: true } });
  const noted = withAnnotation(starred, 2, { note: 'a', tags: ['x'] });
  expect(noted).toEqual({ 2: { isStarred: true, note: 'a', tags: ['x'] } });
  expect(withAnnotation(noted, 2, { isStarred: false, note: '' })).toEqual({ 2: { tags: ['x'] } });
  expect(withAnnotation(starred, 2, { isStarred: false })).toEqual({});
  expect(withAnnotation(starred, 0, { isDeleted: true })).toEqual({ 0: { isDeleted: true }, 2: { isStarred: true } });
});

it('tags are read as typed, each once, and read alike again', () => {
  expect(readTags(' good ,,polar   axis, good,')).toEqual(['good', 'polar axis']);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const tags = readTags(text);
      expect(tags.length).toBeLessThanOrEqual(MOST_TAGS);
      expect(readTags(tags.join(', '))).toEqual(tags.map((tag) => tag.trim()).filter(Boolean));
    }),
  );
});

it('a deleted candidate leaves its place and nothing else', () => {
  const crystal = { lattice: new Float64Array(9), atomicNumbers: new Uint8Array(1), fracCoords: new Float64Array(3) };
  const candidate = { drafts: [], draft: crystal, refined: crystal, draftSeconds: 1, refineSeconds: 1 };
  const candidates = [0, 1].map((index) => ({ index, ...candidate }));
  const run = { candidates, annotations: { 1: { isDeleted: true, note: 'why' } } } as unknown as RunRecord;
  const stripped = withoutDeleted(run);
  expect(stripped.candidates[0]).toBe(candidates[0]);
  expect(stripped.candidates[1]).toEqual({
    index: 1,
    drafts: [],
    draftSeconds: 0,
    refineSeconds: 0,
    failure: 'It was deleted.',
  });
  expect(stripped.annotations).toEqual(run.annotations);
  expect([hasDeleted(run), hasDeleted(stripped)]).toEqual([true, false]);
  expect(withoutDeleted(stripped)).toBe(stripped);
});
