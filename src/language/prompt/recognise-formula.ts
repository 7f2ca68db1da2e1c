import { FormulaError, formatFormulaSubscript, parseFormula, reduceComposition } from '../../crystal/formula';
import { spaceGroupNumberOf } from '../../crystal/space-groups';
import type { Recognised, Recogniser } from './chip';

/** Words in capitals that are made of element symbols by accident. */
const ACRONYMS: ReadonlySet<string> = new Set([
  'CIF',
  'OK',
  'HI',
  'US',
  'UK',
  'UV',
  'IR',
  'SO',
  'IF',
  'IN',
  'OF',
  'NO',
]);

/** Formulas of two symbols or more, or with numbers: `SrTiO3`, `Ca(OH)2`. A single symbol is an element. */
export const recogniseFormula: Recogniser = (prompt, at) => {
  const written = formulaText(prompt, at);
  if (!written || ACRONYMS.has(written)) return undefined;
  const span = { start: at, end: at + written.length };
  try {
    const composition = parseFormula(written);
    // A single symbol is for the list of elements, `P4` for the space groups.
    if (composition.length === 1 && (/^[A-Z][a-z]?$/.test(written) || spaceGroupNumberOf(written))) return undefined;
    return formulaChip(reduceComposition(composition), composition, span);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    if (!isFormulaLike(written)) return undefined;
    const message = `“${written}” is not supported: ${error.message}`;
    return { end: span.end, chips: [], problems: [{ message, span, severity: 'error' }] };
  }
};

/** The chip of a formula, reduced and as it was written. */
export function formulaChip(
  composition: ReturnType<typeof parseFormula>,
  asWritten: ReturnType<typeof parseFormula>,
  span: { start: number; end: number },
): Recognised {
  const units = asWritten[0][1] / composition[0][1];
  const label = formatFormulaSubscript(composition) + (units > 1 ? `, from ${formatFormulaSubscript(asWritten)}` : '');
  const reduced =
    units > 1 ? ` Only the ratio of the elements is asked for, no molecule; write Z=${units} to fix the cell.` : '';
  const atoms = composition.reduce((sum, [, count]) => sum + count, 0);
  const detail = `Exactly this composition, ${atoms} ${atoms === 1 ? 'atom' : 'atoms'} a formula unit.${reduced}`;
  return { end: span.end, chips: [{ kind: 'formula', label, detail, span, wish: { composition } }] };
}

/** A stretch that could be a formula: up to white space or a comma, but brackets are kept whole. */
function formulaText(prompt: string, at: number): string | undefined {
  if (!/[A-Z[(]/.test(prompt[at]) || /[\p{L}\d]/u.test(prompt[at - 1] ?? '')) return undefined;
  let depth = 0;
  let end = at;
  for (; end < prompt.length; end++) {
    const character = prompt[end];
    if (/[([]/.test(character)) depth++;
    if (/[)\]]/.test(character) && --depth < 0) break;
    if (depth === 0 && /[\s,;]/.test(character)) break;
  }
  return prompt.slice(at, end).replace(/[.:!?'"”]+$/, '');
}

/** Whether a text that cannot be read was meant as a formula: capitals with numbers or brackets, not a long word. */
function isFormulaLike(text: string): boolean {
  // Wholly in brackets it is a remark.
  return !/^[([].*[)\]]$/.test(text) && !/[a-z]{3,}/.test(text) && /[A-Z][a-z]?[\d([]|[)\]][A-Z\d]/.test(text);
}
