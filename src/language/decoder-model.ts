import type { LanguageModelEntry } from '../runtime/manifest';
import statistics from './data/training-statistics.json';
import type { DecoderModel } from './decoding';
import type { Tokenizer } from './tokenizer';

/** What the manifest and the training data say that a model can write. */
export function decoderModel(
  entry: Pick<LanguageModelEntry, 'contextLength' | 'maxAtoms' | 'trainedElements'>,
  tokenizer: Tokenizer,
): DecoderModel {
  const { min, max } = statistics.cellLengths;
  const limits = { maxAtoms: entry.maxAtoms, elements: entry.trainedElements, lengths: [min, max] as const };
  return { tokenizer, limits, contextLength: entry.contextLength };
}
