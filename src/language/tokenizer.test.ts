import { describe, expect, it } from 'vitest';
import tokenizerJson from './fixtures/tokenizer.json';
import oracle from './fixtures/tokenizer-oracle.json';
import { Tokenizer } from './tokenizer';
import { crystalVocabulary } from './vocabulary';

const tokenizer = new Tokenizer(tokenizerJson);

describe('the tokenizer', () => {
  it.each(oracle.rows)('cuts $text as Hugging Face tokenizers does', ({ text, ids, decoded }) => {
    expect(tokenizer.encode(text)).toEqual(ids);
    expect(tokenizer.decode(ids)).toBe(decoded);
  });

  it('knows the tokens of crystal text', () => {
    const vocabulary = crystalVocabulary(tokenizer);
    expect(vocabulary.size).toBe(160);
    expect(tokenizer.text(vocabulary.elements[38])).toBe('Sr');
    expect(tokenizer.decode(vocabulary.digits)).toBe('0123456789');
    expect(tokenizer.text(vocabulary.endOfText)).toBe('');
  });

  it('refuses other kinds of tokenizer, ids and tokens that are not there', () => {
    expect(() => new Tokenizer({ model: { type: 'BPE' } })).toThrow(/WordLevel.*"BPE"/);
    expect(() => new Tokenizer(null)).toThrow(/WordLevel/);
    expect(() => tokenizer.text(160)).toThrow(/160 is not in the vocabulary/);
    expect(() => tokenizer.id('Xx')).toThrow(/no token "Xx"/);
  });
});
