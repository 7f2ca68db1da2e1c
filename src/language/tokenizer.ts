/** The parts of a Hugging Face `tokenizer.json` that are read here: a WordLevel model with added special tokens. */
interface TokenizerFile {
  readonly added_tokens: readonly { readonly id: number; readonly content: string; readonly special: boolean }[];
  readonly model: {
    readonly type: string;
    readonly vocab: Readonly<Record<string, number>>;
    readonly unk_token: string;
  };
}

/**
 * Word-level tokenizer over a closed vocabulary. Text is cut, from left to right, into the longest vocabulary entries
 * that fit; a stretch that fits none becomes one unknown token. Decoding concatenates.
 */
export class Tokenizer {
  readonly size: number;
  readonly unknownId: number;
  private readonly idByToken: ReadonlyMap<string, number>;
  private readonly tokenById: readonly (string | undefined)[];
  private readonly specialIds: ReadonlySet<number>;
  private readonly pieces: RegExp;

  /** Reads the parsed `tokenizer.json`. Throws Error when it is of another kind or inconsistent. */
  constructor(json: unknown) {
    const file = checked(json);
    const entries = Object.entries(file.model.vocab);
    this.idByToken = new Map(entries);
    this.size = Math.max(...entries.map(([, id]) => id)) + 1;
    const tokenById: (string | undefined)[] = new Array(this.size).fill(undefined);
    for (const [token, id] of entries) {
      if (tokenById[id] !== undefined) {
        throw new Error(`tokenizer.json gives id ${id} to both "${tokenById[id]}" and "${token}".`);
      }
      tokenById[id] = token;
    }
    this.tokenById = tokenById;
    this.specialIds = new Set(file.added_tokens.filter((token) => token.special).map((token) => token.id));
    this.unknownId = this.id(file.model.unk_token);
    const longestFirst = entries.map(([token]) => token).sort((first, second) => second.length - first.length);
    this.pieces = new RegExp(longestFirst.map(escapePattern).join('|'), 'g');
  }

  /** Token ids of a text, special tokens only where they are written out. */
  encode(text: string): number[] {
    const ids: number[] = [];
    let end = 0;
    for (const match of text.matchAll(this.pieces)) {
      if (match.index > end) ids.push(this.unknownId);
      ids.push(this.id(match[0]));
      end = match.index + match[0].length;
    }
    if (end < text.length) ids.push(this.unknownId);
    return ids;
  }

  /** The characters of the tokens one after the other; special tokens give none. */
  decode(ids: Iterable<number>): string {
    let text = '';
    for (const id of ids) text += this.text(id);
    return text;
  }

  /** The characters one token adds to a text: '' for a special token. Throws RangeError for an id that is not there. */
  text(id: number): string {
    const token = this.spelling(id);
    return this.specialIds.has(id) ? '' : token;
  }

  /** How the vocabulary spells a token, special ones too. Throws RangeError for an id that is not there. */
  spelling(id: number): string {
    const token = this.tokenById[id];
    if (token === undefined) throw new RangeError(`Token id ${id} is not in the vocabulary of ${this.size}.`);
    return token;
  }

  /** Id of a token in its exact spelling. Throws Error when the vocabulary lacks it. */
  id(token: string): number {
    const id = this.idByToken.get(token);
    if (id === undefined) throw new Error(`The vocabulary has no token ${JSON.stringify(token)}.`);
    return id;
  }
}

function checked(json: unknown): TokenizerFile {
  const file = json as Partial<TokenizerFile> | null;
  if (file?.model?.type !== 'WordLevel' || !Array.isArray(file.added_tokens) || !file.model.vocab) {
    throw new Error(`tokenizer.json must hold a WordLevel model with added_tokens; found "${file?.model?.type}".`);
  }
  return file as TokenizerFile;
}

function escapePattern(token: string): string {
  return token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
