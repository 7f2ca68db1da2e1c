import { atomicNumberOf, compareByElectronegativity } from '../crystal/elements';
import { formatFormula, orderByElectronegativity } from '../crystal/formula';
import type { Conditions } from './conditions';
import { formatTwoDecimals } from './rounding';
import type { Tokenizer } from './tokenizer';

const OPENING = 'Below is a description of a bulk material.';
const REQUEST =
  '\nGenerate the lengths and angles of the lattice vectors and then the element type and coordinates for each atom ' +
  'within the lattice:\n';

/**
 * The prompt, in the sentences of the training texts (after Gruver et al., "Fine-tuned language models generate stable
 * inorganic materials as text", 2024, with one more for the number of atoms), in their order there. What the model was
 * never told about (open formulas, required elements) is left to the grammar.
 */
export function promptText(conditions: Conditions): string {
  const sentences: string[] = [];
  if (conditions.hypotheticalPerovskite) sentences.push(' It is a hypothetical perovskite.');
  const elements = exactElements(conditions);
  if (conditions.composition) {
    sentences.push(` The chemical formula is ${formatFormula(orderByElectronegativity(conditions.composition))}.`);
  } else if (elements) {
    sentences.push(` The elements are ${sortSymbols(elements).join(', ')}.`);
  }
  const atoms = atomCount(conditions);
  if (atoms !== undefined) sentences.push(` The number of atoms is ${atoms}.`);
  if (conditions.spaceGroup !== undefined) sentences.push(` The spacegroup number is ${conditions.spaceGroup}.`);
  const labelled = [
    ['The formation energy per atom', conditions.formationEnergy],
    ['The band gap', conditions.bandGap],
    ['The energy above the convex hull', conditions.energyAboveHull],
  ] as const;
  for (const [label, value] of labelled) {
    if (value !== undefined) sentences.push(` ${label} is ${formatTwoDecimals(value)}.`);
  }
  return OPENING + sentences.join('') + REQUEST;
}

/** `<bos>` and the prompt's tokens. Throws Error when the vocabulary lacks a part of the prompt. */
export function promptTokens(conditions: Conditions, tokenizer: Tokenizer): number[] {
  const text = promptText(conditions);
  const ids = tokenizer.encode(text);
  if (ids.includes(tokenizer.unknownId)) {
    throw new Error(`The vocabulary cannot write this prompt: ${JSON.stringify(text)}`);
  }
  return [tokenizer.id('<bos>'), ...ids];
}

/** Atoms in the cell where the conditions settle it: asked for, or formula units times the formula's atoms. */
export function atomCount(conditions: Conditions): number | undefined {
  if (conditions.atomCount !== undefined || conditions.formulaUnits === undefined) return conditions.atomCount;
  const counts =
    conditions.composition?.map(([, count]) => count) ?? conditions.stoichiometry?.map(({ count }) => count);
  return counts && conditions.formulaUnits * counts.reduce((sum, count) => sum + count, 0);
}

/** The cell's elements where the conditions settle them without a formula. */
function exactElements(conditions: Conditions): readonly string[] | undefined {
  if (conditions.elements) return conditions.elements;
  const { requiredElements, elementCount, stoichiometry } = conditions;
  const distinct = elementCount ?? stoichiometry?.length;
  return requiredElements?.length && requiredElements.length === distinct ? requiredElements : undefined;
}

function sortSymbols(symbols: readonly string[]): string[] {
  return symbols
    .map((symbol) => {
      const atomicNumber = atomicNumberOf(symbol);
      if (!atomicNumber) throw new RangeError(`"${symbol}" is not an element symbol.`);
      return { symbol, atomicNumber };
    })
    .sort((first, second) => compareByElectronegativity(first.atomicNumber, second.atomicNumber))
    .map(({ symbol }) => symbol);
}
