import { StudioError, throwIfAborted } from '../runtime/errors';
import { alternativesAt } from './alternatives';
import { UnsatisfiableConditionsError } from './cell-progress';
import type { Conditions } from './conditions';
import { drawOpenWishes } from './draw-open-wishes';
import { drawSpaceGroup } from './draw-space-group';
import { CrystalGrammar, type GrammarLimits, type GrammarState, TOKENS_PER_ATOM } from './grammar';
import type { GenerateRequest, TokenEvent } from './language-model';
import { applyMask, logProbability } from './logits';
import { promptTokens } from './prompt-text';
import { uniformRandom } from './random';
import { sampleToken } from './sampling';
import type { Tokenizer } from './tokenizer';
import { type CrystalVocabulary, crystalVocabulary } from './vocabulary';

/** One text in progress inside an engine: it remembers what it has read. */
export interface LogitsStream {
  /**
   * Reads the tokens and gives the raw logits (V) of the one that follows. The caller owns the array.
   * Throws StudioError.
   */
  read(tokens: readonly number[], signal?: AbortSignal): Promise<Float32Array>;
}

/** What an engine tells the decoder about its model. */
export interface DecoderModel {
  readonly tokenizer: Tokenizer;
  readonly limits: GrammarLimits;
  /** Tokens, the prompt's included. */
  readonly contextLength: number;
}

/** Longest lattice, `12.3 ` three times and `120 ` three times, and the end of the text. */
const TOKENS_WITHOUT_ATOMS = 3 * 5 + 3 * 4 + 1;

/**
 * Writes one crystal text, the same for every engine: prompt, grammar, raw probabilities, sampling. The random number
 * of a token depends on the seed and the token's place alone, so a text that is continued from a prefix of its own goes
 * on as it did.
 */
export async function* decodeText(
  model: DecoderModel,
  stream: LogitsStream,
  request: GenerateRequest,
  signal?: AbortSignal,
): AsyncGenerator<TokenEvent, void, undefined> {
  const { tokenizer } = model;
  const vocabulary = crystalVocabulary(tokenizer);
  const prefix = request.prefix ?? [];
  const conditions = conditionsFor(request, vocabulary, model.limits);
  const prompt = promptTokens(conditions, tokenizer);
  const available = model.contextLength - prompt.length;
  const limits = limitsFor(model.limits, available);
  const grammar = request.useGrammar ? grammarFor(vocabulary, conditions, limits) : undefined;
  if (grammar) advanceOver(grammar, prefix);
  let state = grammar?.start;
  const longest = Math.min(available, TOKENS_WITHOUT_ATOMS + (limits.maxAtoms + 1) * TOKENS_PER_ATOM);
  checkPrefix(prefix, vocabulary, longest);
  const { giveFrom = prefix.length } = request;
  const textOf = (id: number) => (id === vocabulary.endOfText ? '' : tokenizer.spelling(id));

  let logits = await stream.read(prompt, signal);
  // The prefix too one by one, as it was when it was first written, so that the logits are the same to the last bit.
  for (let place = 0; place < longest; place++) {
    throwIfAborted(signal);
    const raw = logits.slice();
    const maskedMass = grammar && state ? applyMask(logits, grammar.allowed(state)) : 0;
    const id = prefix[place] ?? sampleToken(logits, request, uniformRandom(request.seed, place));
    const endOfText = id === vocabulary.endOfText;
    if (place >= giveFrom) {
      const alternatives = alternativesAt(raw, logits, textOf);
      yield { id, text: textOf(id), endOfText, logProbability: logProbability(raw, id), maskedMass, alternatives };
    }
    if (endOfText) return;
    if (grammar && state) state = grammar.advance(state, id);
    if (place + 1 < longest) logits = await stream.read([id], signal);
  }
}

/** Fewer atoms where a short context would otherwise cut texts off. */
function limitsFor(limits: GrammarLimits, available: number): GrammarLimits {
  const fitting = Math.floor((available - TOKENS_WITHOUT_ATOMS) / TOKENS_PER_ATOM);
  if (fitting < 1) throw new StudioError('invalid-input', 'The prompt leaves no room for a crystal.');
  return { ...limits, maxAtoms: Math.min(limits.maxAtoms, fitting) };
}

/** What is open is drawn, but a text that is continued under another seed keeps the elements it has. */
function conditionsFor(request: GenerateRequest, vocabulary: CrystalVocabulary, limits: GrammarLimits): Conditions {
  const drawn = drawOpenWishes(request.conditions, request.seed, limits);
  const { prefix = [] } = request;
  if (prefix.length === 0 || drawn === request.conditions) return drawn;
  try {
    advanceOver(grammarFor(vocabulary, drawn, limits), prefix);
    return drawn;
  } catch {
    return drawSpaceGroup(request.conditions, request.seed);
  }
}

function grammarFor(vocabulary: CrystalVocabulary, conditions: Conditions, limits: GrammarLimits): CrystalGrammar {
  try {
    return new CrystalGrammar(vocabulary, conditions, limits);
  } catch (error) {
    if (error instanceof UnsatisfiableConditionsError) throw new StudioError('unsupported', error.message);
    throw error;
  }
}

/** Throws StudioError `invalid-input` for a prefix that cannot be the beginning of a text of this vocabulary. */
function checkPrefix(prefix: readonly number[], vocabulary: CrystalVocabulary, longest: number): void {
  const unknown = prefix.find((token) => !(Number.isInteger(token) && token >= 0 && token < vocabulary.size));
  if (unknown !== undefined) {
    throw new StudioError(
      'invalid-input',
      `The text to continue has a token ${unknown} that this model does not know.`,
    );
  }
  const end = prefix.indexOf(vocabulary.endOfText);
  if (prefix.length > longest || (end >= 0 && end < prefix.length - 1)) {
    throw new StudioError('invalid-input', 'The text to continue goes on after its end.');
  }
}

function advanceOver(grammar: CrystalGrammar, prefix: readonly number[]): GrammarState {
  let state = grammar.start;
  for (const [place, token] of prefix.entries()) {
    try {
      state = grammar.advance(state, token);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new StudioError('invalid-input', `The text to continue is not allowed at token ${place}: ${error.message}`);
    }
  }
  return state;
}
