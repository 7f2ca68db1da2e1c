/** A file that cannot be read as one ordered crystal. The message names line and value and says what to do. */
export class StructureFileError extends Error {
  override readonly name = 'StructureFileError';
  /** From 1; undefined where no single line is at fault. */
  readonly line: number | undefined;

  constructor(line: number | undefined, reason: string) {
    super(line === undefined ? reason : `Line ${line}: ${reason}`);
    this.line = line;
  }
}

const LONGEST_QUOTE = 40;

/** A value as an error quotes it: on one line, shortened when long. */
export function quoteValue(text: string): string {
  const line = text
    .slice(0, 4 * LONGEST_QUOTE)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST_QUOTE ? `"${line.slice(0, LONGEST_QUOTE)}…"` : `"${line}"`;
}

const MOST_NAMED = 5;

/** "Ti1, O2 and O3", after five of them "and 7 more". */
export function nameList(names: readonly string[]): string {
  if (names.length > MOST_NAMED)
    return `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A decimal number as programs print it, Fortran's exponents (`1.0d-3`) included; undefined for anything else. */
export function decimalNumber(text: string): number | undefined {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text.replace(/[dD]/, 'e'));
  return Number.isFinite(value) ? value : undefined;
}
