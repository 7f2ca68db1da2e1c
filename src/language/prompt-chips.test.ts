import { describe, expect, it } from 'vitest';
import { conditionsFromChips, setOthersAllowed } from './prompt';
import { LIMITS, ROCK_SALT, understand } from './testing/understand';

describe('chips', () => {
  it('lie where their words are', () => {
    const prompt = 'a rock salt oxide, 4 atoms, space group 225, band gap 2 eV';
    const words = understand(prompt).chips.map(({ span }) => prompt.slice(span.start, span.end));
    expect(words).toEqual(['rock salt', 'oxide', '4 atoms', 'space group 225', 'band gap 2 eV']);
  });

  it('say what was made of a multiple formula or a range', () => {
    const labels = (prompt: string) => understand(prompt).chips.map(({ label }) => label);
    expect(labels('C60')).toEqual(['C, from C₆₀']);
    expect(labels('band gap between 1 and 2 eV')).toEqual(['band gap 1.50 eV (middle of 1 to 2)']);
    expect(labels('band gap above 2 eV')).toEqual(['band gap 2.00 eV (the bound)']);
  });

  it('can be removed: the conditions follow', () => {
    const { chips } = understand('SrTiO3 and NaCl');
    expect(conditionsFromChips(chips.slice(1), LIMITS)).toEqual({ conditions: ROCK_SALT, problems: [] });
    const perovskite = understand('cubic perovskite').chips;
    expect(conditionsFromChips(perovskite.slice(1), LIMITS).conditions.spaceGroup).toBeUndefined();
  });

  it('of elements can be widened and narrowed', () => {
    const [chip] = understand('with Li, O').chips;
    const narrow = setOthersAllowed(chip, false);
    expect(conditionsFromChips([narrow], LIMITS).conditions).toEqual({ elements: ['Li', 'O'] });
    expect(setOthersAllowed(narrow, true)).toEqual(chip);
  });

  it('say on the crystal system that the space group is drawn', () => {
    expect(understand('tetragonal').chips[0].detail).toMatch(/drawn by the seed/);
  });
});
