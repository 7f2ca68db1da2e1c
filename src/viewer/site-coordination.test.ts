import { describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { latticeFromParameters } from '../crystal/lattice';
import { pairKey } from './bonds';
import { siteCoordinations } from './site-coordination';

function cubic(a: number, atomicNumbers: number[], fracCoords: number[]): Crystal {
  const lattice = latticeFromParameters({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
  return { lattice, atomicNumbers: Uint8Array.from(atomicNumbers), fracCoords: Float64Array.from(fracCoords) };
}

const perovskite = cubic(3.905, [38, 22, 8, 8, 8], [0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5]);

describe('siteCoordinations', () => {
  it('is six for titanium and two for oxygen in a perovskite, half an edge long', () => {
    const [strontium, titanium, ...oxygens] = siteCoordinations(perovskite, 'framework', new Map());
    expect(strontium).toMatchObject({ count: 0, meanLength: Number.NaN });
    expect([titanium.count, [...titanium.neighbours]]).toEqual([6, [[8, 6]]]);
    expect(titanium.meanLength).toBeCloseTo(3.905 / 2, 5);
    expect(oxygens.map(({ count }) => count)).toEqual([2, 2, 2]);
  });

  it('counts what lengths set by hand join: the twelve oxygens about strontium', () => {
    const [strontium] = siteCoordinations(perovskite, 'framework', new Map([[pairKey(8, 38), 3]]));
    expect(strontium.count).toBe(12);
    expect(strontium.meanLength).toBeCloseTo(3.905 / Math.SQRT2, 5);
  });

  it('counts images of the atom itself, as in the primitive cell of copper', () => {
    const lattice = latticeFromParameters({ a: 2.556, b: 2.556, c: 2.556, alpha: 60, beta: 60, gamma: 60 });
    const copper = { lattice, atomicNumbers: Uint8Array.of(29), fracCoords: Float64Array.of(1.25, -0.5, 0) };
    const [site] = siteCoordinations(copper, 'framework', new Map());
    expect([site.count, [...site.neighbours]]).toEqual([12, [[29, 12]]]);
    expect(site.meanLength).toBeCloseTo(2.556, 5);
  });
});
