import { Vector3, Vector4 } from 'three';
import { describe, expect, it } from 'vitest';
import { capsOf, cutPolygon, cutsThrough, isKept } from './cut-ball';
import { cutSphere } from './cut-sphere';

const origin = new Vector3();
const above = (z: number) => new Vector4(0, 0, 1, z);

/** Of a polygon in the plane z. */
function area(corners: readonly Vector3[]): number {
  return Math.abs(
    corners.reduce((sum, { x, y }, index) => {
      const next = corners[(index + 1) % corners.length];
      return sum + (x * next.y - next.x * y) / 2;
    }, 0),
  );
}

describe('a ball that planes cut', () => {
  it('is whole, cut or gone', () => {
    expect(cutsThrough([above(2)], origin, 1)).toEqual([]);
    expect(cutsThrough([above(0.5)], origin, 1)).toHaveLength(1);
    expect(cutsThrough([above(-0.5)], origin, 1)).toHaveLength(1);
    expect(cutsThrough([above(-1)], origin, 1)).toBeUndefined();
    // Each plane leaves a part, the other takes it.
    expect(cutsThrough([above(-0.5), new Vector4(0, 0, -1, -0.5)], origin, 1)).toBeUndefined();
  });

  it('has a flat cap in each plane, as wide as the ball is there', () => {
    const [cap] = capsOf([above(0.6)], origin, 1);
    expect(cap.normal.toArray()).toEqual([0, 0, 1]);
    expect(cap.corners.every(({ z }) => Math.abs(z - 0.6) < 1e-12)).toBe(true);
    expect(area(cap.corners) / (Math.PI * 0.64)).toBeCloseTo(1, 2);
  });

  it('has caps that cut each other', () => {
    const cuts = [above(0), new Vector4(1, 0, 0, 0)];
    const caps = capsOf(cuts, origin, 1);
    expect(caps).toHaveLength(2);
    expect(area(caps[0].corners) / (Math.PI / 2)).toBeCloseTo(1, 2);
    for (const { corners } of caps) expect(corners.every((corner) => isKept(cuts, corner))).toBe(true);
  });
});

describe('cutSphere', () => {
  it('is the part of a sphere that planes leave, with a flat face in each', () => {
    const position = new Vector3(1, 2, 3);
    const geometry = cutSphere({ position, radius: 2, cuts: [above(3), new Vector4(1, 0, 0, 1)] });
    const points = geometry.getAttribute('position');
    const normals = geometry.getAttribute('normal');
    const corner = (i: number) => new Vector3().fromBufferAttribute(points, i);
    let volume = 0;
    let flat = 0;
    for (let i = 0; i < points.count; i += 3) {
      volume += corner(i).dot(corner(i + 1).cross(corner(i + 2))) / 6;
      if (normals.getZ(i) > 0.99999 && normals.getZ(i + 1) > 0.99999) flat++;
      expect(Math.max(corner(i).x, corner(i).z)).toBeLessThan(1e-6);
    }
    // A quarter of the ball, of radius 1 in its own mesh.
    expect(volume / (Math.PI / 3)).toBeCloseTo(1, 1);
    expect(flat).toBeGreaterThan(10);
  });
});

describe('cutPolygon', () => {
  const square = [new Vector3(0, 0), new Vector3(2, 0), new Vector3(2, 2), new Vector3(0, 2)];

  it('leaves what lies before the plane', () => {
    expect(area(cutPolygon(square, [new Vector4(1, 0, 0, 0.5)]))).toBeCloseTo(1, 12);
    expect(cutPolygon(square, [new Vector4(1, 0, 0, 3)])).toEqual(square);
    expect(cutPolygon(square, [new Vector4(1, 0, 0, -1)])).toEqual([]);
  });
});
