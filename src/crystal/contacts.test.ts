import { describe, expect, it } from 'vitest';
import { closestContact, VERY_SHORT_CONTACT } from './contacts';
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
    expect(contact?.ratio).toBeGreaterThan(VERY_SHORT_CONTACT);
  });

  it('names cations that the overlap test lets pass', () => {
    // Two Sr 2.1 Å apart overlap for no one, but no crystal has them.
    const contact = closestContact(cubic(6, [38, 38], [0, 0, 0, 0.35, 0, 0]));
    expect(contact?.symbols).toEqual(['Sr', 'Sr']);
    expect(contact?.ratio).toBeLessThan(VERY_SHORT_CONTACT);
  });

  it('counts periodic images, and knows when there is nothing near', () => {
    expect(closestContact(cubic(2, [6], [0.3, 0.3, 0.3]))?.distance).toBeCloseTo(2, 10);
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
