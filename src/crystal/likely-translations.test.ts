import { describe, expect, it } from 'vitest';
import type { Crystal } from './crystal';
import { likelyTranslations } from './likely-translations';
import { supercell } from './supercell';
import { loadSymmetry, SymmetryError } from './symmetry';

const perovskite: Crystal = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};

/** Each coordinate off by up to `size`, by a fixed sequence. */
function rattled(crystal: Crystal, size: number): Crystal {
  return { ...crystal, fracCoords: crystal.fracCoords.map((x, i) => x + size * Math.sin(12.9898 * (i + 1) ** 2)) };
}

describe('likelyTranslations', () => {
  it('counts the cells of a supercell, also where atoms are a little off', () => {
    const large = supercell(perovskite, [3, 2, 4]);
    expect(likelyTranslations(large, 0.01)).toBe(24);
    expect(likelyTranslations(rattled(large, 1e-4), 0.01)).toBe(24);
  });

  it('finds none in disorder', () => {
    expect(likelyTranslations(rattled(supercell(perovskite, [5, 5, 4]), 0.02), 0.1)).toBe(1);
  });
});

describe('the symmetry of large cells', () => {
  it('is found for a disordered cell of 1,000 atoms, and for a supercell of 500', async () => {
    const symmetry = await loadSymmetry();
    const disordered = rattled(supercell(perovskite, [5, 5, 8]), 0.02);
    expect(symmetry.ladder(disordered, [0.1])[0].spaceGroup?.number).toBe(1);
    const ordered = symmetry.analyse(supercell(perovskite, [5, 5, 4]), 0.1);
    expect(ordered.spaceGroup.number).toBe(221);
    expect(ordered.primitive.atomicNumbers).toHaveLength(5);
    // The supercell is tetragonal: 16 operations for each of its cells.
    expect(ordered.operations).toHaveLength(1600);
  });

  it('is refused, with the remedy, where it would take minutes', async () => {
    const symmetry = await loadSymmetry();
    expect(() => symmetry.analyse(supercell(perovskite, [10, 10, 8]), 0.1)).toThrow(SymmetryError);
    expect(symmetry.ladder(supercell(perovskite, [10, 10, 8]), [0.1])[0].reason).toContain(
      'repeats a smaller one 800 times',
    );
  });
});
