import { describe, expect, it } from 'vitest';
import { bondValences, withoutBondValence } from './bond-valence';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';

interface Stored {
  readonly name: string;
  readonly structure: StoredCrystal;
  readonly charges: readonly (readonly [number, number])[];
  /** By pymatgen. */
  readonly sums: readonly number[];
}
const stored = readFixture<Stored[]>('bond-valence.json').map((entry) => ({
  ...entry,
  crystal: toCrystal(entry.structure),
  charges: new Map(entry.charges),
}));

describe('bond valences', () => {
  it.each(stored)("of $name have pymatgen's sums at its softness", ({ crystal, charges, sums }) => {
    const found = bondValences(crystal, charges, 0.31);
    for (const [atom, sum] of sums.entries()) expect(found!.sums[atom]).toBeCloseTo(Math.abs(sum), 4);
  });

  it.each([
    ['rock salt NaCl', [6, 6]],
    ['fluorite CaF2', [8, 4, 4]],
    ['rutile TiO2', [6, 6, 3, 3, 3, 3]],
    ['caesium chloride CsCl', [8, 8]],
    ['zinc blende ZnS', [4, 4]],
    ['perovskite SrTiO3', [12, 6, 6, 6, 6]],
  ])('of %s give the textbook coordination and hardly any strain', (name, coordination) => {
    const { crystal, charges } = stored.find((entry) => entry.name === name)!;
    const { coordinationNumbers, globalInstability } = bondValences(crystal, charges)!;
    expect([...coordinationNumbers]).toEqual(coordination);
    expect(globalInstability).toBeLessThan(0.45);
  });

  it('say nothing without parameters or in a cell without volume', () => {
    const { crystal, charges } = stored[0];
    expect(withoutBondValence([78, 8, 54, 78])).toEqual(['Pt', 'Xe']);
    expect(bondValences({ ...crystal, atomicNumbers: Uint8Array.of(78, 17) }, charges)).toBeUndefined();
    expect(bondValences({ ...crystal, lattice: new Float64Array(9) }, charges)).toBeUndefined();
  });
});
