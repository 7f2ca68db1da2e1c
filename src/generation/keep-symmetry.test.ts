import { describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { loadSymmetry } from '../crystal/symmetry';
import { symmetricStart } from './keep-symmetry';

const symmetry = await loadSymmetry();

/** Perovskite whose titanium is off its place by 0.08 Å along c, and whose cell is a little longer there. */
const bent: Crystal = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.95),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.52, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};
const alone: Crystal = {
  lattice: Float64Array.of(5, 0, 0, 1, 6, 0, 0.5, 1.2, 7),
  atomicNumbers: Uint8Array.of(38, 22, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.31, 0.17, 0.43, 0.6, 0.71, 0.12),
};

describe('the symmetry that a refinement keeps', () => {
  it("is the draft's own within the tolerance, on which the draft is brought", () => {
    const wide = symmetricStart(bent, 'draft', 0.2, {}, symmetry);
    expect(wide.kept).toMatchObject({ spaceGroup: 221, tolerance: 0.2 });
    expect(wide.kept.displacement).toBeGreaterThan(0.05);
    expect(wide.kept.sentence).toMatch(/^Symmetry kept: Pm-3m \(221\), found in the draft within 0\.2 Å; .* 0\.06\d Å/);
    // The mean of the three edges' squares lies between them: c shrinks by 0.77 %, a and b grow by half of that.
    expect(wide.kept.strain).toBeCloseTo(1 - Math.sqrt((2 * 3.905 ** 2 + 3.95 ** 2) / 3) / 3.95, 6);
    expect(wide.kept.sentence).toMatch(/and the cell was strained by up to 0\.76 %\.$/);
    expect(symmetry.analyse(wide.crystal, 1e-4).spaceGroup.number).toBe(221);
    const narrow = symmetricStart(bent, 'draft', 0.02, {}, symmetry);
    expect(narrow.kept).toMatchObject({ spaceGroup: 99, displacement: 0 });
    expect(narrow.operations).toHaveLength(8);
  });

  it('is what the prompt asks for, where the draft has it', () => {
    const { kept } = symmetricStart(bent, 'prompt', 0.01, { spaceGroup: 221 }, symmetry);
    expect(kept.spaceGroup).toBe(221);
    expect(kept.tolerance).toBeGreaterThan(0.1);
    expect(kept.sentence).toContain('as asked for, Pm-3m (221)');
    const lower = symmetricStart(bent, 'prompt', 0.2, { spaceGroup: 99 }, symmetry).kept;
    expect(lower.spaceGroup).toBe(99);
    expect(symmetricStart(bent, 'prompt', 0.2, { crystalSystem: 'tetragonal' }, symmetry).kept.spaceGroup).toBe(99);
  });

  it("is the draft's own where it does not have what the prompt asks for, and that is said", () => {
    const { kept } = symmetricStart(bent, 'prompt', 0.2, { spaceGroup: 225 }, symmetry);
    expect(kept.spaceGroup).toBe(221);
    expect(kept.sentence).toContain(
      'does not have Fm-3m (225) within 0.5 Å, which was asked for; of its own, Pm-3m (221)',
    );
    expect(symmetricStart(bent, 'prompt', 0.2, {}, symmetry).kept.sentence).toContain('the prompt asks for none');
  });

  it('is not one onto which locked parts would have to be moved', () => {
    const spaceGroup = (lattice: boolean, sites: number[]) =>
      symmetricStart(bent, 'draft', 0.2, {}, symmetry, { lattice, sites }).kept.spaceGroup;
    expect(spaceGroup(false, [])).toBe(221);
    // The cell is longer along c, and there titanium is off its place.
    expect(spaceGroup(true, [])).toBe(99);
    expect(spaceGroup(false, [0, 1])).toBe(99);
  });

  it('is none for a crystal without symmetry, which stays as it is', () => {
    const { kept, crystal, operations } = symmetricStart(alone, 'draft', 0.2, {}, symmetry);
    expect(kept).toMatchObject({ spaceGroup: 1, displacement: 0 });
    expect(kept.sentence).toBe('Symmetry kept: none, for the draft has none within 0.2 Å.');
    expect(operations).toEqual([]);
    expect(crystal).toBe(alone);
    const overlapping = { ...alone, fracCoords: new Float64Array(9) };
    expect(symmetricStart(overlapping, 'draft', 0.2, {}, symmetry).kept.spaceGroup).toBe(1);
  });
});
