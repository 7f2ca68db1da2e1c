import { describe, expect, it } from 'vitest';
import { closestContact } from './contacts';
import type { Crystal } from './crystal';
import { largestDisplacement } from './displacement';

const cubic = (a: number, atomicNumbers: number[], fracCoords: number[]): Crystal => ({
  lattice: Float64Array.of(a, 0, 0, 0, a, 0, 0, 0, a),
  atomicNumbers: Uint8Array.from(atomicNumbers),
  fracCoords: Float64Array.from(fracCoords),
});
const PEROVSKITE = [0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5];

describe('closestContact', () => {
  it('is Ti–O in SrTiO₃, and not short', () => {
    const contact = closestContact(cubic(3.905, [38, 22, 8, 8, 8], PEROVSKITE));
    expect(contact?.symbols).toEqual(['Ti', 'O']);
    expect(contact?.distance).toBeCloseTo(1.9525, 4);
    expect(contact?.ratio).toBeCloseTo(1.9525 / (1.6 + 0.66), 2);
    expect(contact?.verdict).toBe('usual');
    expect([contact?.atoms, contact?.image]).toEqual([
      [1, 2],
      [0, 0, 0],
    ]);
  });

  it('names cations that the overlap test lets pass', () => {
    // Two Sr 2.1 Å apart overlap for no one, but no crystal has them.
    const contact = closestContact(cubic(6, [38, 38], [0, 0, 0, 0.35, 0, 0]));
    expect(contact?.symbols).toEqual(['Sr', 'Sr']);
    expect(contact?.verdict).toBe('very-short');
  });

  const pairIn = (first: number, second: number, distance: number, other = second) =>
    closestContact(cubic(9, [other, first, second], [0, 0.5, 0, 0.5, 0, 0, 0.5 + distance / 9, 0, 0]));

  it.each([
    ['two iodines nearer than in I₂ (2.67 Å)', 53, 53, 2.48, 'very-short'],
    ['two iodines as in a polyiodide', 53, 53, 2.92, 'anions-joined'],
    ['two chlorines nearer than in Cl₂ (1.99 Å)', 17, 17, 1.8, 'very-short'],
    ['a peroxide', 8, 8, 1.49, 'anions-joined'],
    ['two oxygens at 1.0 Å', 8, 8, 1.0, 'very-short'],
    ['dinitrogen', 7, 7, 1.11, 'anions-joined'],
    ['an acetylide', 6, 6, 1.26, 'usual'],
    ['a cyanide', 6, 7, 1.18, 'usual'],
    ['a hydroxide', 1, 8, 0.96, 'usual'],
    ['hydrogen at 0.8 Å from oxygen', 1, 8, 0.8, 'very-short'],
    ['boron nitride’s shortest', 5, 7, 1.34, 'usual'],
    ['boron and nitrogen at 1.2 Å', 5, 7, 1.2, 'very-short'],
  ])('takes %s for what it is', (_, first, second, distance, verdict) => {
    // Beside potassium, far from both.
    const contact = pairIn(first, second, distance, 19);
    expect(contact?.atoms).toEqual([1, 2]);
    expect(contact?.verdict).toBe(verdict);
  });

  it('lets anions join where no metal makes them anions', () => {
    expect(pairIn(53, 53, 2.72, 53)?.verdict).toBe('usual');
  });

  it('names the pair that is wrong before one that is nearer for its radii', () => {
    // Uranyl's U=O is at 0.68 of the radii, I–I at 0.89 is the wrong one.
    const crystal = cubic(12, [92, 8, 53, 53], [0, 0, 0, 1.95 / 12, 0, 0, 0.5, 0.5, 0, 0.5 + 2.4 / 12, 0.5, 0]);
    expect(closestContact(crystal)).toMatchObject({ symbols: ['I', 'I'], atoms: [2, 3], verdict: 'very-short' });
  });

  it('counts periodic images, and knows when there is nothing near', () => {
    const alone = closestContact(cubic(2, [6], [0.3, 0.3, 0.3]));
    expect(alone?.distance).toBeCloseTo(2, 10);
    expect(alone?.atoms).toEqual([0, 0]);
    expect(closestContact(cubic(9, [6], [0, 0, 0]))).toBeUndefined();
  });
});

describe('largestDisplacement', () => {
  const before = cubic(4, [38, 22, 8, 8, 8], PEROVSKITE);

  it('is 0 for a shift of all atoms, across the cell’s faces too', () => {
    const shifted = cubic(
      4,
      [38, 22, 8, 8, 8],
      PEROVSKITE.map((x) => (x + 0.7) % 1),
    );
    expect(largestDisplacement(before, shifted)).toBeCloseTo(0, 10);
  });

  it('is what one atom moved, less its part of the mean', () => {
    const moved = cubic(4, [38, 22, 8, 8, 8], [0.1, ...PEROVSKITE.slice(1)]);
    expect(largestDisplacement(before, moved)).toBeCloseTo(0.4 * 0.8, 10);
  });

  it('refuses other atoms', () => {
    expect(() => largestDisplacement(before, cubic(4, [38], [0, 0, 0]))).toThrow(RangeError);
  });
});
