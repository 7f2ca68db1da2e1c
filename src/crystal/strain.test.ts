import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invert, multiply, transpose } from './lattice';
import { largestStrain } from './strain';

const cell = Float64Array.of(4, 0, 0, 1, 5, 0, -0.5, 0.8, 6);
const turn = (angle: number) => [Math.cos(angle), Math.sin(angle), 0, -Math.sin(angle), Math.cos(angle), 0, 0, 0, 1];

describe('largestStrain', () => {
  it('is what the stretch along one axis is, whatever the orientation', () => {
    const stretched = multiply(cell, [1, 0, 0, 0, 1.02, 0, 0, 0, 0.99]);
    expect(largestStrain(cell, stretched)).toBeCloseTo(0.02, 12);
    expect(largestStrain(cell, multiply(stretched, turn(0.7)))).toBeCloseTo(0.02, 12);
    expect(largestStrain(cell, multiply(cell, turn(2)))).toBeCloseTo(0, 7);
  });

  it('is that of a shear: half its angle, for small ones', () => {
    expect(largestStrain(cell, multiply(cell, [1, 0, 0, 1e-4, 1, 0, 0, 0, 1]))).toBeCloseTo(0.5e-4, 8);
  });

  it('gives the stretches that a deformation was made of', () => {
    const stretch = fc.double({ min: 0.7, max: 1.4, noNaN: true });
    const angle = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(stretch, stretch, stretch, angle, angle, (x, y, z, first, second) => {
        const tilt = multiply(turn(first), [
          1,
          0,
          0,
          0,
          Math.cos(second),
          Math.sin(second),
          0,
          -Math.sin(second),
          Math.cos(second),
        ]);
        const deformed = multiply(cell, multiply(multiply(transpose(tilt), [x, 0, 0, 0, y, 0, 0, 0, z]), tilt));
        const expected = Math.max(...[x, y, z].map((value) => Math.abs(value - 1)));
        return Math.abs(largestStrain(cell, deformed) - expected) < 1e-7 && invert(deformed).every(Number.isFinite);
      }),
    );
  });
});
