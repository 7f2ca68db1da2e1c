import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFormula } from '../crystal/formula';
import { SPACE_GROUPS, typesetSymbol } from '../crystal/space-groups';
import { planCell } from './cell-plan';
import type { Conditions } from './conditions';
import { type Chip, conditionsFromChips, setOthersAllowed, understandPrompt } from './prompt';
import { METALS } from './prompt/element-words';

const LIMITS = {
  maxAtoms: 20,
  elements: Array.from({ length: 94 }, (_, index) => index + 1).filter((z) => z !== 18 && !(z >= 84 && z <= 88)),
};
const understand = (prompt: string) => understandPrompt(prompt, LIMITS);

const STRONTIUM_TITANATE = {
  composition: [
    ['Sr', 1],
    ['Ti', 1],
    ['O', 3],
  ],
};
const ROCK_SALT = {
  composition: [
    ['Na', 1],
    ['Cl', 1],
  ],
};

describe('what a prompt asks for', () => {
  it.each([
    ['', {}],
    ['Generate any crystal, please.', {}],
    ['SrTiO3', STRONTIUM_TITANATE],
    ['a crystal of SrTiO₃.', STRONTIUM_TITANATE],
    ['Sr2Ti2O6', STRONTIUM_TITANATE],
    [
      'LiFePO4',
      {
        composition: [
          ['Li', 1],
          ['Fe', 1],
          ['P', 1],
          ['O', 4],
        ],
      },
    ],
    [
      'Ca(OH)2',
      {
        composition: [
          ['Ca', 1],
          ['O', 2],
          ['H', 2],
        ],
      },
    ],
    ['(NaCl)', ROCK_SALT],
    ['Si', { composition: [['Si', 1]] }],
    ['silicon', { composition: [['Si', 1]] }],
    [
      'InAs',
      {
        composition: [
          ['In', 1],
          ['As', 1],
        ],
      },
    ],
    ['lithium and oxygen', { elements: ['Li', 'O'] }],
    ['lithium iron phosphate', { elements: ['Li', 'Fe', 'P', 'O'] }],
    ['Li-Fe-P-O', { elements: ['Li', 'Fe', 'P', 'O'] }],
    ['Ga, In and As', { elements: ['Ga', 'In', 'As'] }],
    ['Ga In As', { elements: ['Ga', 'In', 'As'] }],
    ['aluminium nitride', { elements: ['Al', 'N'] }],
    ['with Li, O', { requiredElements: ['Li', 'O'] }],
    ['with only Li, O', { elements: ['Li', 'O'] }],
    ['a crystal with In', { requiredElements: ['In'] }],
    ['Na or K chloride', { requiredElements: ['Cl'], requiredFromEach: [['Na', 'K']] }],
    [
      'sodium halide',
      {
        requiredElements: ['Na'],
        requiredFromEach: [['F', 'Cl', 'Br', 'I']],
        allowedElements: ['Na', 'F', 'Cl', 'Br', 'I'],
      },
    ],
    ['an oxide', { requiredElements: ['O'] }],
    ['a binary oxide', { requiredElements: ['O'], elementCount: 2 }],
    ['ternary Li and O', { requiredElements: ['Li', 'O'], elementCount: 3 }],
    ['an oxide without lead', { requiredElements: ['O'], excludedElements: ['Pb'] }],
    ['lead-free oxide with no Cd or Hg', { requiredElements: ['O'], excludedElements: ['Pb', 'Cd', 'Hg'] }],
    ['an intermetallic with Ni', { allowedElements: METALS, requiredElements: ['Ni'] }],
    ['three elements', { elementCount: 3 }],
    ['space group 225', { spaceGroup: 225 }],
    ['spacegroup number 62', { spaceGroup: 62 }],
    ['SG 62', { spaceGroup: 62 }],
    ['#227', { spaceGroup: 227 }],
    ['Fm-3m', { spaceGroup: 225 }],
    ['Fd3m', { spaceGroup: 227 }],
    ['P6_3/mmc', { spaceGroup: 194 }],
    ['P 63/m m c', { spaceGroup: 194 }],
    ['space group Cm', { spaceGroup: 8 }],
    ['NaCl P1', { ...ROCK_SALT, spaceGroup: 1 }],
    ['cubic', { crystalSystem: 'cubic' }],
    ['rhombohedral', { crystalSystem: 'trigonal' }],
    ['cubic, space group 225', { spaceGroup: 225 }],
    ['10 atoms', { atomCount: 10 }],
    ['with 8 atoms per cell', { atomCount: 8 }],
    ['a ten-atom cell', { atomCount: 10 }],
    ['at most 8 atoms', { maxAtomCount: 8 }],
    ['fewer than 8 atoms', { maxAtomCount: 7 }],
    ['NaCl Z=4', { ...ROCK_SALT, formulaUnits: 4 }],
    ['four formula units of NaCl', { ...ROCK_SALT, formulaUnits: 4 }],
    ['band gap 1.5 eV', { bandGap: 1.5 }],
    ['a band gap of about 1500 meV', { bandGap: 1.5 }],
    ['1.5 eV band gap', { bandGap: 1.5 }],
    ['between 1 and 2 eV band gap', { bandGap: 1.5 }],
    ['formation energy -2 eV/atom', { formationEnergy: -2 }],
    ['formation energy of −0.35 eV per atom', { formationEnergy: -0.35 }],
    ['energy above hull 0.05 eV/atom', { energyAboveHull: 0.05 }],
    ['50 meV/atom above hull', { energyAboveHull: 0.05 }],
    ['energy above hull < 0.05 eV/atom', { energyAboveHull: 0.025 }],
    ['a stable nitride', { energyAboveHull: 0, requiredElements: ['N'] }],
    ['iron(III) oxide', { elements: ['Fe', 'O'] }],
    ['a Mg-rich oxide', { requiredElements: ['Mg', 'O'] }],
    [
      'ZrO2 (P2_1/c)',
      {
        composition: [
          ['Zr', 1],
          ['O', 2],
        ],
        spaceGroup: 14,
      },
    ],
    ['a semiconductor with a band gap of 1.1 eV', { bandGap: 1.1 }],
    ['hull<0.02', { energyAboveHull: 0.01 }],
    ['Rock salt NaCl', { ...ROCK_SALT, spaceGroup: 225, atomCount: 2 }],
    ['rock salt NaCl, Z=4', { ...ROCK_SALT, spaceGroup: 225, formulaUnits: 4 }],
    [
      'rutile TiO2',
      {
        composition: [
          ['Ti', 1],
          ['O', 2],
        ],
        spaceGroup: 136,
        atomCount: 6,
      },
    ],
    ['cubic perovskite SrTiO3', { ...STRONTIUM_TITANATE, spaceGroup: 221, atomCount: 5 }],
    ['perovskite SrTiO3', STRONTIUM_TITANATE],
    ['hypothetical perovskite SrTiO3', { ...STRONTIUM_TITANATE, hypotheticalPerovskite: true, atomCount: 5 }],
    [
      'hypothetical perovskite TlCoN2O',
      { ...understand('TlCoN2O').conditions, hypotheticalPerovskite: true, atomCount: 5 },
    ],
    ['bcc iron', { composition: [['Fe', 1]], spaceGroup: 229, atomCount: 1 }],
  ] as unknown as [string, Conditions][])('%j', (prompt, conditions) => {
    const understood = understand(prompt);
    expect(understood.conditions).toEqual(conditions);
    expect(understood.notUnderstood).toEqual([]);
    expect(understood.problems).toEqual([]);
  });

  it.each([
    ['srtio3', 'SrTiO₃'],
    ['Srtio3', 'SrTiO₃'],
    ['nacl', 'NaCl'],
    ['a crystal of lifepo4, please', 'LiFePO₄'],
    ['rutile tio2', 'TiO₂'],
    ['co2', 'CO₂'],
    ['al2o3', 'Al₂O₃'],
    ['ca(oh)2', 'Ca(OH)₂'],
    ['fe3o4', 'Fe₃O₄'],
    ['gaas', 'GaAs'],
    ['mgo', 'MgO'],
    ['nio', 'NiO'],
    ['sic', 'SiC'],
    ['bn', 'BN'],
    ['la2cuo4', 'La₂CuO₄'],
    ['cspbi3', 'CsPbI₃'],
    ['licoo2', 'LiCoO₂'],
    ['pbo2', 'PbO₂'],
    ['hno3', 'HNO₃'],
  ])('reads %j as the formula %s, and says so', (prompt, formula) => {
    const { chips, notUnderstood, problems } = understand(prompt);
    const chip = chips.find(({ kind }) => kind === 'formula');
    expect(chip?.wish.composition).toEqual(parseFormula(formula));
    expect(chip?.detail).toMatch(/Read from “/);
    expect([notUnderstood, problems]).toEqual([[], []]);
  });

  it('takes the likelier reading of a formula without capitals and names the other', () => {
    const { chips, problems } = understand('osb2');
    expect(chips.map(({ label }) => label)).toEqual(['OsB₂']);
    expect(problems).toEqual([
      {
        severity: 'warning',
        message: '“osb2” is read as OsB₂. Write OSb₂ if you mean that.',
        span: { start: 0, end: 4 },
      },
    ]);
  });

  it.each([
    [
      'as',
      'in',
      'no',
      'cosi',
      'gas',
      'was',
      'can',
      'base',
      'case',
      'run',
      'uses',
      'thin',
      'on',
      'if',
      'so',
      'us',
      'his',
    ],
    [
      'sun',
      'pin',
      'coin',
      'basic',
      'bacon',
      'nation',
      'cation',
      'fusion',
      'phonon',
      'lattice',
      'base64',
      'case2',
      'mp3',
    ],
    ['section2', 'version2', 'bcc', 'fcc', 'hcp', 'pbc', 'vs', 'ab', 'fi', 'sin', 'cos', 'tan', 'pi', 'us', 'un', 'up'],
  ])('makes no formula of words: %s, %s, %s …', (...words) => {
    for (const word of words) {
      const { chips } = understand(`a crystal, ${word}, please`);
      expect([word, chips.filter(({ kind }) => kind === 'formula')]).toEqual([word, []]);
    }
  });

  it('"a cubic perovskite oxide with strontium" is ABX₃ with O and Sr in No. 221', () => {
    const { conditions, notUnderstood, problems, chips } = understand('a cubic perovskite oxide with strontium');
    const { stoichiometry, ...rest } = conditions;
    expect(rest).toEqual({ requiredElements: ['O', 'Sr'], spaceGroup: 221, atomCount: 5 });
    expect(stoichiometry?.map(({ count }) => count)).toEqual([1, 1, 3]);
    expect([notUnderstood, problems]).toEqual([[], []]);
    expect(chips.map(({ kind }) => kind)).toEqual(['crystal-system', 'structure-type', 'element-class', 'elements']);
    let cell = planCell(conditions, LIMITS);
    for (const atomicNumber of [38, 22, 8, 8, 8]) cell = cell.add(atomicNumber);
    expect(cell.mayEnd).toBe(true);
  });

  it('knows all 230 space groups by number and by symbol, plain and typeset', () => {
    for (const group of SPACE_GROUPS) {
      for (const written of [String(group.number), group.symbol, group.spacedSymbol, typesetSymbol(group)]) {
        const { conditions, notUnderstood } = understand(`NaCl in space group ${written}`);
        expect([written, conditions.spaceGroup, notUnderstood]).toEqual([written, group.number, []]);
      }
    }
  });

  it.each([
    ['In space group 225, NaCl', { ...ROCK_SALT, spaceGroup: 225 }],
    ['I would like NaCl', ROCK_SALT],
    ['As a chemist, I need NaCl', ROCK_SALT],
    ['Can He make NaCl', ROCK_SALT],
    ['No lead: NaCl', { ...ROCK_SALT }],
    ['NaCl as in the sea', ROCK_SALT],
  ] as unknown as [string, Conditions][])('does not take English words for elements: %j', (prompt, conditions) => {
    expect(understand(prompt).conditions).toEqual(conditions);
  });

  it.each([
    ['something beautiful', ['something beautiful']],
    ['superconductor with Tc > 77 K', ['superconductor', 'Tc', '77 K']],
    ['not cubic', ['not cubic']],
    ['CIF of NaCl', ['CIF']],
    ['NaCl with bulk modulus of 200 GPa', ['modulus', '200 GPa']],
    ['magnetic oxide', ['magnetic']],
    ['NaCl As grown', ['As grown']],
  ])('names what it does not understand: %j', (prompt, words) => {
    expect(understand(prompt).notUnderstood.map(({ text }) => text)).toEqual(words);
  });
});

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

describe('any prompt at all', () => {
  const words = fc.constantFrom(
    ...'SrTiO3 NaCl with without and or , oxide perovskite cubic In As No I Z=4 10 atoms band gap 1.5 eV < space group 225'.split(
      ' ',
    ),
    ...'Fm-3m P 63 / ( ) [ stable Ba(Ti,Zr)O3 not binary lithium Li − # 5 elements halide fcc C 2 conventional cell'.split(
      ' ',
    ),
  );

  it('is read to its end: every word is in a chip, a problem, a filler or named', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), fc.string(), (parts, noise) => {
        const prompt = `${parts.join(' ')} ${noise}`;
        const understood = understand(prompt);
        let end = 0;
        for (const { span } of understood.chips as readonly Chip[]) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(prompt.length);
        // Without an error the grammar accepts the conditions: nothing fails later.
        if (understood.problems.every(({ severity }) => severity !== 'error')) planCell(understood.conditions, LIMITS);
      }),
      { numRuns: 500 },
    );
  });
});
