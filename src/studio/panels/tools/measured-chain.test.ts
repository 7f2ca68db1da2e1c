import { expect, it } from 'vitest';
import { siteOfCopy, supercell } from '../../../crystal/supercell';
import { strontiumTitanate } from '../../../generation/testing/sample-run';
import { atomName } from './measured-chain';

const picked = (index: number, image: readonly [number, number, number]) => ({
  index,
  image,
  symbol: 'Ti',
  atomicNumber: 22,
  fracCoords: [0, 0, 0] as const,
  position: [0, 0, 0] as const,
});

it('names a site, and the cell where it is not the first', () => {
  expect(atomName(picked(1, [0, 0, 0]), [1, 1, 1])).toBe('Ti2');
  expect(atomName(picked(1, [0, 0, -1]), [1, 1, 1])).toBe('Ti2 (0 0 −1)');
});

it('names the copies of a site in a repeated cell by the site and its cell', () => {
  // Of 2 × 1 × 3 copies the last one of the second site, then its image one supercell further along b.
  expect(atomName(picked(11, [0, 0, 0]), [2, 1, 3])).toBe('Ti2 (1 0 2)');
  expect(atomName(picked(11, [0, 1, 0]), [2, 1, 3])).toBe('Ti2 (1 1 2)');
});

it('knows which site of the cell each atom of a supercell is', () => {
  const repeats = [2, 3, 2] as const;
  const large = supercell(strontiumTitanate, repeats);
  large.atomicNumbers.forEach((z, atom) => {
    const { site, cell } = siteOfCopy(atom, repeats);
    expect(z).toBe(strontiumTitanate.atomicNumbers[site]);
    cell.forEach((own, axis) => {
      const expected = (strontiumTitanate.fracCoords[3 * site + axis] + own) / repeats[axis];
      expect(large.fracCoords[3 * atom + axis]).toBeCloseTo(expected, 12);
    });
  });
});
