import { describe, expect, it } from 'vitest';
import { atomLevel, CONFIDENCE_LEVELS, confidenceLevel } from './confidence-scale';

const crystal = {
  lattice: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4),
  atomicNumbers: Uint8Array.of(11, 17, 17),
  fracCoords: new Float64Array(9),
};

describe('the scale of confidence', () => {
  it('has a class for every probability, the surest first', () => {
    expect([1, 0.95, 0.94, 0.8, 0.5, 0.2, 0.19, 0].map(confidenceLevel)).toEqual([0, 0, 1, 1, 2, 3, 4, 4]);
    expect(confidenceLevel(Number.NaN)).toBe(CONFIDENCE_LEVELS.length - 1);
  });

  it('is looked up for the atom of which the drawn one is an image', () => {
    const style = { palette: 'confidence', atomConfidences: [0.99, 0.1] } as const;
    expect([0, 1, 2].map((atom) => atomLevel(style, crystal, atom))).toEqual([0, 4, undefined]);
    const doubled = { ...crystal, sourceAtoms: [1, 0, 1] };
    expect([0, 1, 2].map((atom) => atomLevel(style, doubled, atom))).toEqual([4, 0, 4]);
    expect(atomLevel({ ...style, palette: 'jmol' }, crystal, 0)).toBeUndefined();
    expect(atomLevel({ ...style, atomConfidences: null }, crystal, 0)).toBeUndefined();
  });
});
