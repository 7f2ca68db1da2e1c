import type { Crystal } from '../crystal/crystal';
import type { CellLimits } from '../language/cell-progress';
import type { Conditions } from '../language/conditions';
import { CrystalTextParser, type DraftResult } from '../language/crystal-text';
import { drawOpenWishes } from '../language/draw-open-wishes';
import { drawSpaceGroup } from '../language/draw-space-group';
import type { LanguageModel } from '../language/language-model';
import { throwIfAborted } from '../runtime/errors';
import { type DraftToken, packAlternatives } from './draft-tokens';
import type { DraftRecord, DrawnWishes, RunRequest } from './run';
import type { RunListener } from './run-events';
import { draftSeed } from './seeds';

/** After this many rejected drafts a candidate is given up. */
export const DRAFT_ATTEMPTS = 8;
/** Near its likeliest text the model repeats a mistake: each rejected draft makes the next one this much bolder. */
const BOLDER_PER_REJECTION = 0.1;

export interface DraftingParts {
  readonly languageModel: LanguageModel;
  /** What the language model was trained on. */
  readonly limits: CellLimits;
  readonly maxAtoms: number;
}

/**
 * Step 1 of Algorithm 1 for one candidate: draws drafts until one is a crystal, at most `DRAFT_ATTEMPTS` times. Every
 * attempt is appended to `drafts`, so that what was written survives an abort.
 *
 * @returns the accepted draft, or undefined when every attempt was rejected.
 */
export async function draftCandidate(
  { languageModel, limits, maxAtoms }: DraftingParts,
  request: RunRequest,
  candidate: number,
  drafts: DraftRecord[],
  emit: RunListener,
  signal: AbortSignal,
): Promise<Crystal | undefined> {
  const { branch } = request;
  const asked = { ...request.conditions, ...branch?.drawnWishes };
  const inGroup = drawSpaceGroup(asked, draftSeed(request.seed, candidate, 0));
  for (let attempt = 0; attempt < DRAFT_ATTEMPTS; attempt++) {
    const seed = draftSeed(request.seed, candidate, attempt);
    const conditions = drawOpenWishes(inGroup, seed, limits);
    emit({ kind: 'draft-started', candidate, attempt, seed });
    const parser = new CrystalTextParser({ maxAtoms });
    const writing = { tokens: [] as DraftToken[], maskedMass: 0 };
    let endOfText = false;
    const { useGrammar, topP } = request;
    const temperature = request.temperature + attempt * BOLDER_PER_REJECTION;
    // What is kept of another draft is given out again, so that the record has it all.
    const beginning = branch && { prefix: branch.prefix, giveFrom: 0 };
    const asking = { conditions, useGrammar, temperature, topP, seed, ...beginning };
    for await (const token of languageModel.generate(asking, signal)) {
      writing.tokens.push(token);
      writing.maskedMass += token.maskedMass;
      endOfText = token.endOfText;
      const grew = parser.push(token.text).length > 0;
      emit({ kind: 'token', candidate, attempt, token, ...(grew && parser.partial && { partial: parser.partial }) });
      if (parser.rejection) break;
    }
    throwIfAborted(signal);
    const result = parser.finish(endOfText);
    const drawn = drawnWishes(request.conditions, conditions);
    const draft = { ...draftRecord(seed, writing, result), ...(drawn && { drawnWishes: drawn }) };
    drafts.push(draft);
    if (result.accepted) {
      emit({ kind: 'draft', candidate, attempt, draft, crystal: result.crystal });
      return result.crystal;
    }
    emit({ kind: 'draft-rejected', candidate, attempt, draft });
  }
  return undefined;
}

/** What `conditions` have that was not asked for; undefined when nothing was drawn. */
function drawnWishes(asked: Conditions, { spaceGroup, elements, composition }: Conditions): DrawnWishes | undefined {
  const drawn = {
    ...(spaceGroup && spaceGroup !== asked.spaceGroup && { spaceGroup }),
    ...(elements && elements !== asked.elements && { elements }),
    ...(composition && composition !== asked.composition && { composition }),
  };
  return Object.keys(drawn).length > 0 ? drawn : undefined;
}

interface Writing {
  readonly tokens: readonly DraftToken[];
  /** Sum over the tokens. */
  readonly maskedMass: number;
}

function draftRecord(seed: number, writing: Writing, result: DraftResult): DraftRecord {
  const { tokens, maskedMass } = writing;
  const record = {
    seed,
    text: tokens.map(({ text }) => text).join(''),
    tokenIds: tokens.map(({ id }) => id),
    logProbabilities: tokens.map(({ logProbability }) => logProbability),
    alternatives: packAlternatives(tokens),
    meanMaskedMass: tokens.length === 0 ? 0 : maskedMass / tokens.length,
  };
  return result.accepted ? record : { ...record, rejection: result.rejection.message };
}
