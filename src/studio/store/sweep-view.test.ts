import { expect, it } from 'vitest';
import { readTaus } from './sweep-view';

it('reads noise levels however they are set apart, each once and in order', () => {
  expect(readTaus('300, 0 50;50\n1000,', 1000)).toEqual([0, 50, 300, 1000]);
});

it.each([
  ['', 'at least one'],
  ['0, 1200', '“1200” is not an integer from 0 to 1000'],
  ['0, 1.5', '“1.5”'],
  ['-3', '“-3”'],
  [Array.from({ length: 41 }, (_, i) => i).join(), '41 noise levels'],
])('says what is wrong with %j', (text, message) => {
  expect(() => readTaus(text, 1000)).toThrow(message);
});
