import type { DraftToken } from '../../../generation/draft-tokens';

/** A token where it is seen. */
export interface PlacedToken {
  readonly token: DraftToken;
  /** Its number in the draft, from 0. */
  readonly place: number;
  /** Its characters without line breaks. */
  readonly text: string;
}

export type TokenLine = readonly PlacedToken[];

/**
 * The tokens of a draft by the lines of its text. A token that begins with a break stands on the line that it opens, a break
 * alone on the line that it ends; the end of the text has a line of its own.
 */
export function linesOf(tokens: readonly DraftToken[]): TokenLine[] {
  const lines: PlacedToken[][] = [[]];
  for (const [place, token] of tokens.entries()) {
    const text = token.text.replaceAll('\n', '');
    const breaks = token.text.length - text.length;
    const opensLine = text !== '' && token.text.startsWith('\n');
    const placed = { token, place, text };
    if (!opensLine) lines.at(-1)?.push(placed);
    for (let line = 0; line < breaks; line++) lines.push([]);
    if (opensLine) lines.at(-1)?.push(placed);
  }
  return lines.at(-1)?.length === 0 ? lines.slice(0, -1) : lines;
}

/** The same tokens in the same places. */
export function isSameLine(one: TokenLine, other: TokenLine): boolean {
  return one.length === other.length && one.every(({ token }, index) => token === other[index].token);
}

/** Where the arrow keys lead from a token; undefined for other keys. */
export function placeAfterKey(lines: readonly TokenLine[], place: number, key: string): number | undefined {
  const row = lines.findIndex((line) => line.some((placed) => placed.place === place));
  const line = lines[row];
  if (!line) return undefined;
  const column = line.findIndex((placed) => placed.place === place);
  const inLine = (to: TokenLine | undefined, at: number) => to?.[Math.min(at, to.length - 1)]?.place ?? place;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(place - 1, 0);
    case 'ArrowRight':
      return Math.min(place + 1, lines.at(-1)?.at(-1)?.place ?? place);
    case 'ArrowUp':
      return inLine(lines[row - 1], column);
    case 'ArrowDown':
      return inLine(lines[row + 1], column);
    case 'Home':
      return inLine(line, 0);
    case 'End':
      return inLine(line, line.length - 1);
    default:
      return undefined;
  }
}
