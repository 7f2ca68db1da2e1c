import { type CifToken, type CifValue, cifTokens } from './cif-tokens';
import { quoteValue, StructureFileError } from './structure-file-error';

export type { CifValue } from './cif-tokens';

export interface CifLoop {
  /** In the form of `CifBlock`'s names. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly CifValue[])[];
  readonly line: number;
}

export interface CifBlock {
  readonly name: string;
  /** Line of its `data_` heading. */
  readonly line: number;
  /**
   * By data name in lower case, as CIF's names do not depend on case; the dot that newer dictionaries put between category
   * and item (`_cell.length_a`) reads as the underscore of older ones.
   */
  readonly items: ReadonlyMap<string, CifValue>;
  readonly loops: readonly CifLoop[];
}

interface BlockInProgress extends CifBlock {
  readonly items: Map<string, CifValue>;
  readonly loops: CifLoop[];
  readonly known: Set<string>;
}

/**
 * Parses the syntax of CIF 1.1 (Hall, Allen & Brown, Acta Cryst. A47, 655, 1991) and 2.0: data blocks, items, loops,
 * quoted strings, text fields, comments. Throws StructureFileError, naming the line, for anything that is not CIF, save
 * frames included.
 */
export function parseCif(content: string): CifBlock[] {
  const tokens = cifTokens(content);
  const blocks: BlockInProgress[] = [];
  let position = 0;
  while (position < tokens.length) {
    const token = tokens[position++];
    const block = blocks.at(-1);
    if (token.kind === 'data') {
      blocks.push({ name: token.text, line: token.line, items: new Map(), loops: [], known: new Set() });
    } else if (!block) {
      throw new StructureFileError(
        token.line,
        `${quoteValue(token.text)} stands before the first data block ("data_…").`,
      );
    } else if (token.kind === 'name') {
      const value = tokens[position++];
      if (value?.kind !== 'value') throw new StructureFileError(token.line, `${token.text} has no value.`);
      block.items.set(newName(block, token), value);
    } else if (token.kind === 'loop') {
      const names: string[] = [];
      for (; tokens[position]?.kind === 'name'; position++) names.push(newName(block, tokens[position]));
      const first = position;
      while (tokens[position]?.kind === 'value') position++;
      block.loops.push({ names, rows: toRows(names, tokens.slice(first, position), token.line), line: token.line });
    } else {
      throw new StructureFileError(token.line, `The value ${quoteValue(token.text)} belongs to no data name.`);
    }
  }
  return blocks;
}

function newName(block: BlockInProgress, token: CifToken): string {
  const name = token.text.toLowerCase().replace('.', '_');
  if (block.known.has(name)) throw new StructureFileError(token.line, `${token.text} is given twice.`);
  block.known.add(name);
  return name;
}

function toRows(names: readonly string[], values: readonly CifValue[], line: number): CifValue[][] {
  if (names.length === 0) throw new StructureFileError(line, 'The loop has no data names.');
  if (values.length === 0) throw new StructureFileError(line, 'The loop has no values.');
  if (values.length % names.length !== 0) {
    throw new StructureFileError(
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
