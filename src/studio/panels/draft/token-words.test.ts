import { expect, it } from 'vitest';
import { logarithm, percent, tokenGlyphs, tokenWords } from './token-words';

it('names tokens for the ear and for the eye', () => {
  const texts = ['3', ' ', '\n', ' 0.', '\n0.', 'Sr', ''];
  expect(texts.map((text) => tokenWords({ text }))).toEqual([
    '3',
    'space',
    'line break',
    '0.',
    'line break, 0.',
    'Sr',
    'end of text',
  ]);
  expect(texts.map((text) => tokenGlyphs({ text }))).toEqual(['3', '␣', '↵', '␣0.', '↵0.', 'Sr', 'end']);
});

it('writes probabilities and their logarithms', () => {
  expect([0, Math.log(0.614), Math.log(0.034), -20].map(percent)).toEqual([
    '100\u202f%',
    '61\u202f%',
    '3.4\u202f%',
    '< 0.1\u202f%',
  ]);
  expect([-0.4949, -0.001, 0].map(logarithm)).toEqual(['\u22120.49', '0.00', '0.00']);
});
