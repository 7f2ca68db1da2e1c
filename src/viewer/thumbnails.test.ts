import { expect, it } from 'vitest';
import { thumbnails } from './thumbnails';

const perovskite = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};

it('draws all through one camera, at a scale at which the largest fits', () => {
  const larger = { ...perovskite, lattice: perovskite.lattice.map((x) => 2 * x) };
  const [small, large] = thumbnails([perovskite, larger], { size: 100, theme: 'light' });
  const titanium = (svg: string) => /<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="url\(#Ti\)"/.exec(svg);
  expect(titanium(small)?.slice(1)).toEqual(titanium(large)?.slice(1));
  const places = [...large.matchAll(/ (?:cx|cy|x1|y1|x2|y2)="([-\d.]+)"/g)].map(([, value]) => Number(value));
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...places)).toBeLessThanOrEqual(100);
  expect(thumbnails([], { size: 100, theme: 'dark' })).toEqual([]);
});
