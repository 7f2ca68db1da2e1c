import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MOST_TAGS, readTags, withAnnotation } from './annotations';

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
