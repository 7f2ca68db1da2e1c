import { type Chip, matchAt, OTHERS_ARE_DRAWN, type Recognised, type Recogniser } from './chip';
import { COMPARISON, COUNT, comparisonOf, countValue } from './numbers';

const CELL = '(?:\\s*(?:per|in the|in a|in each|/)\\s*(?:primitive\\s+|unit\\s+)*cell)?';
const ATOMS = new RegExp(
  `(${COMPARISON})?\\s*\\b(${COUNT})(?:[\\s-]+|\\b(?=\\d))?\\s*atoms?\\b(?:\\s+cell)?${CELL}`,
  'iy',
);
const ATOM_RANGE = new RegExp(`(?:between\\s+)?\\b(${COUNT})\\s*(?:-|–|to|and)\\s*(${COUNT})\\s*atoms\\b${CELL}`, 'iy');
const ATOMS_LABELLED = new RegExp(
  `(?:number of atoms|atom count|atoms|n_?atoms)\\s*(?:is|of|:|=)?\\s*(${COMPARISON})?\\s*\\b(${COUNT})\\b`,
  'iy',
);
const CONVENTIONAL = /\s*(?:per|in the|in a|\/)\s*conventional\s+(?:unit\s+)?cell/iy;
const Z = /Z\s*(?:=|:|is)?\s*(\d+)\b/y;
const UNITS = new RegExp(`\\b(${COUNT})\\s*(?:formula[\\s-]units?|f\\.?\\s?u\\.?)(?![a-z])${CELL}`, 'iy');
const DISTINCT = new RegExp(
  `\\b(${COUNT})[\\s-](?:(?:different|distinct|chemical)\\s+)*(?:elements?|components?|species)\\b`,
  'iy',
);
const ARITY =
  /(unary|elemental|binary|binaries|ternary|ternaries|quaternary|quaternaries|quinary|senary)\b(?:\s+(?:compounds?|phases?|systems?))?/iy;
const ARITY_COUNTS: Readonly<Record<string, number>> = { u: 1, e: 1, b: 2, t: 3, s: 6 };

/** "10 atoms", "at most eight atoms per cell". */
export const recogniseAtomCount: Recogniser = (prompt, at) => {
  const range = matchAt(ATOM_RANGE, prompt, at);
  if (range) {
    const [low, high] = [countValue(range[1]), countValue(range[2])];
    const span = { start: at, end: at + range[0].length };
    const message = `Only the upper bound of “${range[0].trim()}” can be kept: at least ${low} atoms cannot be asked for.`;
    return { ...atomLimit(high, span), problems: [{ message, span, severity: 'warning' }] };
  }
  const match = matchAt(ATOMS, prompt, at) ?? matchAt(ATOMS_LABELLED, prompt, at);
  if (!match) return undefined;
  const conventional = matchAt(CONVENTIONAL, prompt, at + match[0].length);
  const span = { start: at, end: at + match[0].length + (conventional?.[0].length ?? 0) };
  const result = comparedAtoms(match[1], countValue(match[2]), span);
  if (!conventional) return result;
  const message = 'Counts are taken for the primitive cell, which may be smaller than the conventional one.';
  return { ...result, problems: [...(result.problems ?? []), { message, span, severity: 'warning' }] };
};

function comparedAtoms(comparison: string | undefined, count: number, span: Chip['span']): Recognised {
  const { sense, strict } = comparisonOf(comparison);
  if (sense === 'below') return atomLimit(strict ? count - 1 : count, span);
  if (sense === 'above') {
    const message = 'A least number of atoms cannot be asked for; name the exact number.';
    return { end: span.end, chips: [], problems: [{ message, span, severity: 'warning' }] };
  }
  const label = `${count} ${count === 1 ? 'atom' : 'atoms'}`;
  const detail = `Exactly ${label} in the primitive cell.`;
  return one({ kind: 'atom-count', label, detail, span, wish: { atomCount: count } });
}

function atomLimit(count: number, span: Chip['span']): Recognised {
  const label = `at most ${count} atoms`;
  return one({
    kind: 'atom-count',
    label,
    detail: `${capitalised(label)} in the primitive cell.`,
    span,
    wish: { maxAtomCount: count },
  });
}

/** "Z=4", "two formula units". */
export const recogniseFormulaUnits: Recogniser = (prompt, at) => {
  const match = matchAt(Z, prompt, at) ?? matchAt(UNITS, prompt, at);
  if (!match) return undefined;
  const formulaUnits = countValue(match[1]);
  const span = { start: at, end: at + match[0].length };
  const detail = `${formulaUnits} formula ${formulaUnits === 1 ? 'unit' : 'units'} in the primitive cell.`;
  return one({ kind: 'formula-units', label: `Z = ${formulaUnits}`, detail, span, wish: { formulaUnits } });
};

/** "ternary", "three elements". */
export const recogniseElementCount: Recogniser = (prompt, at) => {
  const arity = matchAt(ARITY, prompt, at);
  const match = arity ?? matchAt(DISTINCT, prompt, at);
  if (!match) return undefined;
  const elementCount = arity ? arityOf(arity[1]) : countValue(match[1]);
  const span = { start: at, end: at + match[0].length };
  const label = `${elementCount} ${elementCount === 1 ? 'element' : 'elements'}`;
  const detail = `Exactly ${elementCount} different ${elementCount === 1 ? 'element' : 'elements'}. ${OTHERS_ARE_DRAWN}`;
  return one({ kind: 'element-count', label, detail, span, wish: { elementCount } });
};

function arityOf(word: string): number {
  const lower = word.toLowerCase();
  if (lower.startsWith('qua')) return 4;
  return lower.startsWith('qui') ? 5 : ARITY_COUNTS[lower[0]];
}

function one(chip: Chip): Recognised {
  return { end: chip.span.end, chips: [chip] };
}

function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
