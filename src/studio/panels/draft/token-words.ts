import type { DraftToken } from '../../../generation/draft-tokens';

/** "3", "space", "line break", "end of text": a token as it is read aloud. */
export function tokenWords({ text }: Pick<DraftToken, 'text'>): string {
  if (text === '') return 'end of text';
  if (text === ' ') return 'space';
  if (text === '\n') return 'line break';
  return text.startsWith('\n') ? `line break, ${text.trim()}` : text.trim();
}

/** The token as it is seen alone: "3", "↵0.", "␣". */
export function tokenGlyphs({ text }: Pick<DraftToken, 'text'>): string {
  return text === '' ? 'end' : text.replaceAll('\n', '↵').replace(/^ | $/g, '␣');
}

/** "61 %", "0.3 %", "< 0.1 %". */
export function percent(logProbability: number): string {
  const share = 100 * Math.exp(logProbability);
  if (share < 0.1) return '< 0.1\u202f%';
  return `${share.toFixed(share < 10 ? 1 : 0)}\u202f%`;
}

/** "−0.49"; "0.00" has no sign. */
export function logarithm(logProbability: number): string {
  return logProbability
    .toFixed(2)
    .replace(/^-(?=.*[1-9])/, '\u2212')
    .replace('-', '');
}
