import { describe, expect, it } from 'vitest';
import { understand } from './testing/understand';

describe('problems', () => {
  it.each([
    ['Ba(Ti,Zr)O3', 'error', /“Ba\(Ti,Zr\)O3” is not supported: .*mixed occupancy/],
    ['La0.7Sr0.3MnO3', 'error', /partial occupancy is not supported/],
    ['LixCoO2', 'error', /“LixCoO2” is not supported/],
    ['XyO2', 'error', /“XyO2” is not supported: "Xy" .*not an element/],
    ['KAr2F', 'error', /not trained on crystals with Ar/],
    ['30 atoms', 'error', /30 atoms .* 1 to 20/],
    ['Ca10P6O26', 'error', /Ca₅P₃O₁₃: One formula unit has 21 atoms/],
    ['SrTiO3 Z=5', 'error', /formula units/],
    ['GaAs with 9 atoms', 'error', /9 atoms are no multiple of the 2 in GaAs; ask for 8 or 10/],
    ['NaCl Z=2 with 6 atoms', 'error', /2 formula units of NaCl are 4 atoms, not 6/],
    ['SrTiO3 and NaCl', 'error', /Two formulas at once: SrTiO₃ and NaCl/],
    ['SrTiO3 nitride', 'error', /SrTiO₃ has no N/],
    ['SrTiO3 with lithium', 'error', /SrTiO₃ has no Li/],
    ['NaCl without chlorine', 'error', /NaCl contains Cl/],
    ['ternary NaCl', 'error', /NaCl has 2 different elements, not 3/],
    ['intermetallic NaCl', 'error', /contains Cl/],
    ['rutile NaCl', 'error', /NaCl does not fit the formula of “rutile”/],
    ['hexagonal space group 225', 'error', /is cubic, not hexagonal/],
    ['space group 231', 'error', /There is no space group 231/],
    ['space group 225 Pnma', 'error', /Two space groups/],
    ['garnet', 'error', /80 atoms/],
    ['5 atoms, 6 atoms', 'error', /Two numbers of atoms/],
    ['binary Li, Na, K', 'error', /not 2 elements/],
    ['band gap -1 eV', 'error', /cannot be negative/],
    ['Z=2', 'warning', /needs a formula/],
    ['a semiconductor', 'warning', /name a band gap/],
    ['a band gap', 'warning', /needs a value in eV/],
    ['at least 5 atoms', 'warning', /least number of atoms/],
    ['4 to 8 atoms', 'warning', /upper bound/],
    [
      'LiFePO4, space group 62',
      'warning',
      /Pnma.* with LiFePO₄ needs at least 28 atoms .* at most 20: .*cannot be met\. It runs if you want it/,
    ],
    ['CaTiO3 in Pnma with 5 atoms', 'warning', /needs at least 20 atoms .*; 5 are asked for/],
    ['space group 62, 10 atoms', 'warning', /10 atoms do not fill positions of Pnma/],
    ['asdf qwerty', 'error', /Nothing in “asdf qwerty” .* clear the prompt/],
    ['a semiconductor', 'error', /Nothing in “a semiconductor” .* clear the prompt/],
    ['x'.repeat(501), 'error', /501 characters; at most 500/],
  ] as const)('%j', (prompt, severity, message) => {
    const { problems } = understand(prompt);
    const problem = severity === 'error' ? problems[0] : problems.find((found) => message.test(found.message));
    expect(problem?.message).toMatch(message);
    expect(problem?.severity).toBe(severity);
  });

  it.each(['space group 62 with 20 atoms', 'CaTiO3, Pnma', 'LiFeO2, space group 166', 'NaCl, Fm-3m, 8 atoms'])(
    'there are none where the atoms fit the space group: %s',
    (prompt) => expect(understand(prompt).problems).toEqual([]),
  );

  it.each(['Si diamond', 'diamond Ge', 'silicon, diamond'])('reads the structure, not carbon, in %j', (prompt) => {
    const { conditions, problems } = understand(prompt);
    expect(problems).toEqual([]);
    expect(conditions).toMatchObject({
      composition: [[expect.stringMatching(/Si|Ge/), 1]],
      spaceGroup: 227,
      atomCount: 2,
    });
  });

  it('lets several elements share a place of a structure type', () => {
    expect(understand('perovskite Sr2FeMoO6').problems).toEqual([]);
    expect(understand('cubic perovskite Sr2FeMoO6').conditions.atomCount).toBeUndefined();
  });
});
