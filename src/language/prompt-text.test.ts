import { describe, expect, it } from 'vitest';
import { ELECTRONEGATIVITY_ORDER } from '../crystal/elements';
import { latticeFromParameters } from '../crystal/lattice';
import type { Conditions } from './conditions';
import { writeCrystalText } from './crystal-text-writer';
import examples from './fixtures/text-examples.json';
import tokenizerJson from './fixtures/tokenizer.json';
import { promptText, promptTokens } from './prompt-text';
import { formatTwoDecimals } from './rounding';
import { Tokenizer } from './tokenizer';

const tokenizer = new Tokenizer(tokenizerJson);

describe('prompts and crystal texts as in training', () => {
  it('orders elements alike', () => {
    expect(ELECTRONEGATIVITY_ORDER).toEqual(examples.elementOrder);
  });

  it.each(examples.prompts)('writes the prompt of $conditions', ({ conditions, text, ids }) => {
    expect(promptText(conditions as Conditions)).toBe(text);
    expect(promptTokens(conditions as Conditions, tokenizer)).toEqual(ids);
  });

  it.each(examples.crystals)('writes $name', ({ cell, atomicNumbers, fracCoords, text, ids }) => {
    const [a, b, c, alpha, beta, gamma] = cell;
    const crystal = {
      lattice: latticeFromParameters({ a, b, c, alpha, beta, gamma }),
      atomicNumbers: Uint8Array.from(atomicNumbers),
      fracCoords: Float64Array.from(fracCoords),
    };
    expect(writeCrystalText(crystal)).toBe(text);
    expect([...tokenizer.encode(text), tokenizer.id('<eos>')]).toEqual(ids);
  });

  it('says the atom count that formula units imply, and exact elements that follow from counting', () => {
    expect(
      promptText({
        composition: [
          ['O', 3],
          ['Ti', 1],
          ['Sr', 1],
        ],
        formulaUnits: 2,
      }),
    ).toContain('formula is SrTiO3. The number of atoms is 10.\n');
    expect(promptText({ requiredElements: ['O', 'Sr'], elementCount: 2 })).toContain('The elements are Sr, O.\n');
    expect(promptText({ requiredElements: ['O'] })).not.toContain('elements');
  });

  it('rounds numbers as Python does', () => {
    const written = [0.125, 0.375, -0.004, -0.005, 2.675, 1.005, -1.125, 10].map(formatTwoDecimals);
    expect(written).toEqual(['0.12', '0.38', '0.00', '-0.01', '2.67', '1.00', '-1.12', '10.00']);
  });
});
