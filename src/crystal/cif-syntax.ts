/** A value and the line (from 1) that it stands on. `quoted` values are text even where they look like `?` or a number. */
export interface CifValue {
  readonly text: string;
  readonly line: number;
  readonly quoted: boolean;
}

export interface CifLoop {
  /** Lower case, as CIF's data names do not depend on case. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly CifValue[])[];
  readonly line: number;
}

export interface CifBlock {
  readonly name: string;
  /** Line of its `data_` heading. */
  readonly line: number;
  readonly items: ReadonlyMap<string, CifValue>;
  readonly loops: readonly CifLoop[];
}

/** A CIF file that cannot be read; `line` counts from 1. */
export class CifError extends Error {
  override readonly name = 'CifError';
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`Line ${line}: ${reason}`);
    this.line = line;
  }
}

/**
 * Parses the syntax of CIF 1.1 (Hall, Allen & Brown, Acta Cryst. A47, 655, 1991): data blocks, items, loops, quoted
 * strings, text fields, comments. Throws CifError, naming the line, for anything that is not CIF, save frames included.
 */
export function parseCif(content: string): CifBlock[] {
  const tokens = tokenise(content);
  const blocks: { name: string; line: number; items: Map<string, CifValue>; loops: CifLoop[] }[] = [];
  let position = 0;
  while (position < tokens.length) {
    const token = tokens[position++];
    const block = blocks.at(-1);
    if (token.kind === 'data') {
      blocks.push({ name: token.text, line: token.line, items: new Map(), loops: [] });
    } else if (!block) {
      throw new CifError(token.line, `"${token.text}" stands before the first data block ("data_…").`);
    } else if (token.kind === 'name') {
      const value = tokens[position++];
      if (value?.kind !== 'value') throw new CifError(token.line, `${token.text} has no value.`);
      const name = token.text.toLowerCase();
      if (isKnown(block, name)) throw new CifError(token.line, `${token.text} is given twice.`);
      block.items.set(name, value);
    } else if (token.kind === 'loop') {
      const names: string[] = [];
      for (; tokens[position]?.kind === 'name'; position++) {
        const name = tokens[position].text.toLowerCase();
        if (isKnown(block, name) || names.includes(name)) {
          throw new CifError(tokens[position].line, `${tokens[position].text} is given twice.`);
        }
        names.push(name);
      }
      const values: CifValue[] = [];
      for (; tokens[position]?.kind === 'value'; position++) values.push(tokens[position]);
      block.loops.push({ names, rows: toRows(names, values, token.line), line: token.line });
    } else {
      throw new CifError(token.line, `The value "${token.text}" belongs to no data name.`);
    }
  }
  return blocks;
}

function isKnown(block: { items: ReadonlyMap<string, CifValue>; loops: readonly CifLoop[] }, name: string): boolean {
  return block.items.has(name) || block.loops.some((loop) => loop.names.includes(name));
}

function toRows(names: readonly string[], values: readonly CifValue[], line: number): CifValue[][] {
  if (names.length === 0) throw new CifError(line, 'The loop has no data names.');
  if (values.length === 0) throw new CifError(line, 'The loop has no values.');
  if (values.length % names.length !== 0) {
    throw new CifError(
      values.at(-1)?.line ?? line,
      `The loop of line ${line} has ${names.length} names but ${values.length} values: the last row is incomplete.`,
    );
  }
  const rows: CifValue[][] = [];
  for (let start = 0; start < values.length; start += names.length) {
    rows.push(values.slice(start, start + names.length));
  }
  return rows;
}

interface Token extends CifValue {
  readonly kind: 'data' | 'loop' | 'name' | 'value';
}

function tokenise(content: string): Token[] {
  const lines = content.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const tokens: Token[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (lines[index].startsWith(';')) {
      const end = lines.findIndex((line, other) => other > index && line.startsWith(';'));
      if (end < 0) throw new CifError(index + 1, 'The text field that starts here has no closing ";".');
      const text = [lines[index].slice(1), ...lines.slice(index + 1, end)].join('\n');
      tokens.push({ kind: 'value', text, line: index + 1, quoted: true });
      index = end;
      tokeniseLine(lines[index].slice(1), index + 1, tokens);
    } else {
      tokeniseLine(lines[index], index + 1, tokens);
    }
  }
  return tokens;
}

function tokeniseLine(text: string, line: number, tokens: Token[]): void {
  let position = 0;
  for (;;) {
    while (/\s/.test(text[position] ?? '')) position++;
    if (position >= text.length || text[position] === '#') return;
    const quote = text[position];
    if (quote === "'" || quote === '"') {
      // A quote closes only where white space follows: 'O' and 'a'b' are strings.
      let end = position + 1;
      while (end < text.length && !(text[end] === quote && /^\s|^$/.test(text.slice(end + 1, end + 2)))) end++;
      if (end >= text.length) throw new CifError(line, `The string ${text.slice(position)} has no closing ${quote}.`);
      tokens.push({ kind: 'value', text: text.slice(position + 1, end), line, quoted: true });
      position = end + 1;
    } else {
      const [word] = /^\S+/.exec(text.slice(position)) as RegExpExecArray;
      tokens.push(bareToken(word, line));
      position += word.length;
    }
  }
}

function bareToken(word: string, line: number): Token {
  const lower = word.toLowerCase();
  const token = { text: word, line, quoted: false };
  if (lower === 'loop_') return { ...token, kind: 'loop' };
  if (lower.startsWith('data_')) return { ...token, kind: 'data', text: word.slice(5) };
  if (word.startsWith('_')) return { ...token, kind: 'name' };
  if (lower.startsWith('save_') || lower === 'global_' || lower === 'stop_') {
    throw new CifError(line, `"${word}" is a reserved word that CIF data files do not use.`);
  }
  if (/^[[\]$]/.test(word)) throw new CifError(line, `A bare value must not start with "${word[0]}": quote it.`);
  return { ...token, kind: 'value' };
}
