import { ELEMENTS } from '../crystal/elements';
import type { Tokenizer } from './tokenizer';

/** Token ids that the crystal text is made of. */
export interface CrystalVocabulary {
  /** Length of a logit vector. */
  readonly size: number;
  readonly beginOfText: number;
  readonly endOfText: number;
  /** Ids of the digits 0–9. */
  readonly digits: readonly number[];
  readonly point: number;
  readonly space: number;
  readonly newline: number;
  /** ` 0.` and `\n0.`: a coordinate's separator together with the start that all coordinates share. */
  readonly spaceZeroPoint: number;
  readonly newlineZeroPoint: number;
  /** Token id by atomic number; index 0 is unused. */
  readonly elements: readonly number[];
}

/** Looks up the crystal text's tokens. Throws Error naming the first that the vocabulary lacks. */
export function crystalVocabulary(tokenizer: Tokenizer): CrystalVocabulary {
  return {
    size: tokenizer.size,
    beginOfText: tokenizer.id('<bos>'),
    endOfText: tokenizer.id('<eos>'),
    digits: [...'0123456789'].map((digit) => tokenizer.id(digit)),
    point: tokenizer.id('.'),
    space: tokenizer.id(' '),
    newline: tokenizer.id('\n'),
    spaceZeroPoint: tokenizer.id(' 0.'),
    newlineZeroPoint: tokenizer.id('\n0.'),
    elements: [-1, ...ELEMENTS.map(({ symbol }) => tokenizer.id(symbol))],
  };
}
