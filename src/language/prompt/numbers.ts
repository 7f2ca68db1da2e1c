const NUMBER_WORDS = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
  'eighteen nineteen twenty',
]
  .join(' ')
  .split(' ');

/** Pattern source of a whole number in digits or words up to twenty. */
export const COUNT = `\\d+|${NUMBER_WORDS.slice(1).reverse().join('|')}`;

/** Pattern source of a decimal number; minus signs of any kind. */
export const DECIMAL = '[-+−–]?\\s?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][-+]?\\d+)?';

/** Value of what COUNT matched. */
export function countValue(text: string): number {
  const word = NUMBER_WORDS.indexOf(text.toLowerCase());
  return word >= 0 ? word : Number(text);
}

/** Value of what DECIMAL matched. */
export function decimalValue(text: string): number {
  return Number(text.replace(/[−–]/, '-').replace(/\s/g, ''));
}

const BELOW =
  'fewer than|less than|no more than|not more than|at most|up to|maximum(?: of)?|max\\.?|below|under|<=|≤|<';
const ABOVE = 'more than|greater than|larger than|no less than|at least|minimum(?: of)?|min\\.?|above|over|>=|≥|>';

/** Pattern source of a comparison before a number. */
export const COMPARISON = `${BELOW}|${ABOVE}`;

export type Comparison = 'below' | 'above' | 'equal';

/** What a comparison means; `strict` when the bound itself is excluded. */
export function comparisonOf(text: string | undefined): { readonly sense: Comparison; readonly strict: boolean } {
  const word = (text ?? '').trim().toLowerCase();
  if (word === '') return { sense: 'equal', strict: false };
  const strict = /^(fewer than|less than|below|under|<|more than|greater than|larger than|above|over|>)$/.test(word);
  return { sense: new RegExp(`^(?:${BELOW})$`).test(word) ? 'below' : 'above', strict };
}
