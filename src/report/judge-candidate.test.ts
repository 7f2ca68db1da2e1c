import { beforeAll, describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { loadSymmetry, type SymmetryFinder } from '../crystal/symmetry';
import { type CandidateSummary, summariseCandidate } from '../generation/summary';
import { strontiumTitanate } from '../generation/testing/sample-run';
import { hasUsualVolume, hasVeryShortContact, lostByRefinement, symmetryWish, wishOutcomes } from './judge-candidate';

/** The oxygens off their sites, and one cation on top of another's place. */
const scrambled: Crystal = {
  ...strontiumTitanate,
  fracCoords: strontiumTitanate.fracCoords.map((x, index) => x + 0.05 * Math.sin(7 * index)),
};
/** All anions on one line, no octahedra. */
const layered: Crystal = {
  ...strontiumTitanate,
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.25, 0.5, 0.5, 0.75),
};
const inflated: Crystal = { ...strontiumTitanate, lattice: strontiumTitanate.lattice.map((x) => 3 * x) };
const collapsed: Crystal = { ...strontiumTitanate, lattice: strontiumTitanate.lattice.map((x) => 0.6 * x) };

describe('the judgement of a candidate', () => {
  let symmetry: SymmetryFinder;
  let perfect: CandidateSummary;
  beforeAll(async () => {
    symmetry = await loadSymmetry();
    perfect = summariseCandidate(strontiumTitanate, symmetry);
  });

  it('says of each wish what was asked and what was got', () => {
    const composition = [['Sr', 1] as const, ['Ti', 1] as const, ['O', 3] as const];
    expect(wishOutcomes({ composition, spaceGroup: 62, atomCount: 5 }, perfect, strontiumTitanate, undefined)).toEqual([
      { name: 'Space group', asked: 'Pnma (no. 62)', got: 'Pm3\u0305m (no. 221)', isMet: false },
      { name: 'Atoms', asked: '5', got: '5', isMet: true },
      { name: 'Formula', asked: 'SrTiO₃', got: 'SrTiO₃', isMet: true },
    ]);
    expect(wishOutcomes({ crystalSystem: 'cubic' }, perfect, strontiumTitanate, undefined)).toEqual([
      { name: 'Crystal system', asked: 'cubic', got: 'cubic', isMet: true },
    ]);
    expect(wishOutcomes({ spaceGroup: 221 }, perfect, strontiumTitanate, 'antiperovskite')).toMatchObject([
      {
        name: 'Structure type, by its space group',
        asked: 'antiperovskite: Pm3\u0305m (no. 221)',
        isMet: true,
      },
    ]);
    expect(wishOutcomes({ bandGap: 2 }, perfect, strontiumTitanate, undefined)).toEqual([
      { name: 'Band gap', asked: '2\u202feV', got: '', isMet: undefined },
    ]);
    expect(wishOutcomes({}, perfect, strontiumTitanate, 'perovskite')).toEqual([
      { name: 'Structure type', asked: 'perovskite: corner-sharing TiO₆', got: 'corner-sharing TiO₆', isMet: true },
    ]);
    expect(wishOutcomes({}, perfect, layered, 'perovskite')).toMatchObject([
      { asked: 'perovskite: corner-sharing octahedra', got: 'another arrangement', isMet: false },
    ]);
    expect(wishOutcomes({}, perfect, strontiumTitanate, 'layered perovskite')).toMatchObject([{ isMet: undefined }]);
    const halide = {
      requiredElements: ['O'],
      elementCount: 2,
      requiredFromEach: [['F', 'Cl']],
      excludedElements: ['Pb'],
    };
    expect(wishOutcomes(halide, perfect, strontiumTitanate, undefined)).toEqual([
      { name: 'Number of elements', asked: '2', got: '3', isMet: false },
      { name: 'Contains', asked: 'O', got: 'Sr, Ti, O', isMet: true },
      { name: 'Contains one of', asked: 'F, Cl', got: 'Sr, Ti, O', isMet: false },
      { name: 'Without', asked: 'Pb', got: 'Sr, Ti, O', isMet: true },
    ]);
    expect(wishOutcomes({ elements: ['Ti', 'O', 'Sr'] }, perfect, strontiumTitanate, undefined)).toMatchObject([
      { isMet: true },
    ]);
  });

  it('sees contacts and volumes that no crystal of the training data has', () => {
    expect([hasVeryShortContact(perfect), hasUsualVolume(perfect)]).toEqual([false, true]);
    expect(hasUsualVolume(summariseCandidate(inflated, symmetry))).toBe(false);
    const near = summariseCandidate(collapsed, symmetry);
    expect([hasVeryShortContact(near), hasUsualVolume(near), near.structure.valid]).toEqual([true, false, true]);
  });

  it('warns of a refinement that lost the draft’s symmetry, and of no other', () => {
    const worse = summariseCandidate(scrambled, symmetry);
    const [sentence] = lostByRefinement(perfect, worse, symmetryWish({ spaceGroup: 221 }));
    expect(sentence).toMatch(/The draft is Pm3\u0305m \(no\. 221\), as asked, at 0\.1 Å, the refined crystal P1/);
    expect(lostByRefinement(worse, perfect, undefined)).toEqual([]);
    expect(lostByRefinement(perfect, perfect, symmetryWish({ spaceGroup: 62 }))).toEqual([]);
    expect(lostByRefinement(perfect, summariseCandidate(collapsed, symmetry), undefined)).toHaveLength(2);
  });
});
