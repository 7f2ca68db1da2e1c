import { describe, expect, it } from 'vitest';
import { parseFormula } from '../crystal/formula';
import { SPACE_GROUPS, typesetSymbol } from '../crystal/space-groups';
import { planCell } from './cell-plan';
import type { Conditions } from './conditions';
import { METALS } from './prompt/element-words';
import { LIMITS, ROCK_SALT, understand } from './testing/understand';

const STRONTIUM_TITANATE = {
  composition: [
    ['Sr', 1],
    ['Ti', 1],
    ['O', 3],
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
