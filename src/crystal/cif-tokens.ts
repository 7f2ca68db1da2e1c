import { quoteValue, StructureFileError } from './structure-file-error';

/** A value and the line (from 1) that it stands on. `quoted` values are text even where they look like `?` or a number. */
export interface CifValue {
  readonly text: string;
  readonly line: number;
  readonly quoted: boolean;
}

export interface CifToken extends CifValue {
  readonly kind: 'data' | 'loop' | 'name' | 'value';
}

/**
 * Tokens of a CIF 1.1 file, or of CIF 2.0 where the first line says so (Bernstein et al., J. Appl. Cryst. 49, 277,
 * 2016): there quotes may be tripled, and a list or a table is one value, kept as it is written. One pass over the text.
 * Throws StructureFileError, naming the line, for what is neither.
 */
export function cifTokens(content: string): CifToken[] {
  return new Tokeniser(content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')).all();
}

const BLANK = /\s/g;
const BLANK_OR_BRACKET = /[\s[\]{}]/g;

class Tokeniser {
  private readonly text: string;
  private readonly isVersion2: boolean;
  private readonly tokens: CifToken[] = [];
  private position = 0;
  private line = 1;
  /** Open brackets of a CIF 2.0 list or table, and where the outermost stands. */
  private readonly open: string[] = [];
  private composite = { start: 0, line: 0 };

  constructor(text: string) {
    this.text = text;
    this.isVersion2 = text.startsWith('#\\#CIF_2.0');
  }

  all(): CifToken[] {
    while (this.skipBlanks()) this.next();
    if (this.open.length > 0) {
      throw new StructureFileError(this.composite.line, `The list or table that starts here has no closing bracket.`);
    }
    return this.tokens;
  }

  /** Past white space and comments; false at the end. */
  private skipBlanks(): boolean {
    for (; this.position < this.text.length; this.position++) {
      const character = this.text[this.position];
      if (character === '\n') this.line++;
      else if (character === '#') this.position = this.endOfLine(this.position) - 1;
      else if (!isBlank(character)) return true;
    }
    return false;
  }

  private next(): void {
    const character = this.text[this.position];
    const isLineStart = this.position === 0 || this.text[this.position - 1] === '\n';
    if (character === ';' && isLineStart) this.textField();
    else if (character === "'" || character === '"') this.quotedString(character);
    else if (this.isVersion2 && /[[\]{}]/.test(character)) this.bracket(character);
    // Between a table's key and its value.
    else if (this.open.length > 0 && character === ':') this.position++;
    else this.word();
  }

  private textField(): void {
    const start = this.position;
    const end = this.text.indexOf('\n;', start);
    if (end < 0) throw new StructureFileError(this.line, 'The text field that starts here has no closing ";".');
    this.value(this.text.slice(start + 1, end), true);
    this.advanceTo(end + 2);
  }

  private quotedString(quote: string): void {
    const { position, text, line } = this;
    if (this.isVersion2 && text.startsWith(quote.repeat(3), position)) {
      const end = text.indexOf(quote.repeat(3), position + 3);
      if (end < 0) throw new StructureFileError(line, `The string that starts here has no closing ${quote.repeat(3)}.`);
      this.value(text.slice(position + 3, end), true);
      this.advanceTo(end + 3);
      return;
    }
    const lineEnd = this.endOfLine(position);
    let end = text.indexOf(quote, position + 1);
    // In CIF 1.1 a quote closes only where white space follows: 'O' and 'a'b' are strings.
    while (!this.isVersion2 && end >= 0 && end + 1 < lineEnd && !isBlank(text[end + 1])) {
      end = text.indexOf(quote, end + 1);
    }
    if (end < 0 || end >= lineEnd) {
      throw new StructureFileError(
        line,
        `The string ${quoteValue(text.slice(position, lineEnd))} has no closing ${quote}.`,
      );
    }
    this.value(text.slice(position + 1, end), true);
    this.position = end + 1;
  }

  private bracket(character: string): void {
    const closing = { '[': ']', '{': '}' }[character];
    if (closing) {
      if (this.open.length === 0) this.composite = { start: this.position, line: this.line };
      this.open.push(closing);
    } else if (this.open.pop() !== character) {
      throw new StructureFileError(this.line, `The bracket "${character}" closes nothing.`);
    } else if (this.open.length === 0) {
      const text = this.text.slice(this.composite.start, this.position + 1);
      this.tokens.push({ kind: 'value', text, line: this.composite.line, quoted: true });
    }
    this.position++;
  }

  private word(): void {
    const { position, text } = this;
    const stops = this.isVersion2 ? BLANK_OR_BRACKET : BLANK;
    stops.lastIndex = position;
    const end = stops.exec(text)?.index ?? text.length;
    const word = text.slice(position, end);
    this.position = end;
    if (this.open.length > 0) return;
    const lower = word.toLowerCase();
    const { line } = this;
    if (lower === 'loop_') this.tokens.push({ kind: 'loop', text: word, line, quoted: false });
    else if (lower.startsWith('data_')) this.tokens.push({ kind: 'data', text: word.slice(5), line, quoted: false });
    else if (word.startsWith('_')) this.tokens.push({ kind: 'name', text: word, line, quoted: false });
    else if (lower.startsWith('save_') || lower === 'global_' || lower === 'stop_') {
      throw new StructureFileError(line, `${quoteValue(word)} is a reserved word that CIF data files do not use.`);
    } else if (/^[[\]$]/.test(word)) {
      throw new StructureFileError(line, `A bare value must not start with "${word[0]}": quote it.`);
    } else this.value(word, false);
  }

  private value(text: string, quoted: boolean): void {
    if (this.open.length === 0) this.tokens.push({ kind: 'value', text, line: this.line, quoted });
  }

  private advanceTo(end: number): void {
    for (let at = this.text.indexOf('\n', this.position); at >= 0 && at < end; at = this.text.indexOf('\n', at + 1)) {
      this.line++;
    }
    this.position = end;
  }

  private endOfLine(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || (character > '~' && /\s/.test(character)) || character === '\n';
}
