import { BufferGeometry, Float32BufferAttribute, SphereGeometry, Vector3 } from 'three';
import { ConvexHull } from 'three/addons/math/ConvexHull.js';
import { capsOf, isKept } from './cut-ball';
import type { DrawnAtom } from './drawing';

/** Cosine to a cap's normal of the triangles that make it up. */
const FLAT = 0.99999;

/** What planes leave of an atom, as a mesh of radius 1 about its centre: the hull of its surface and its caps. */
export function cutSphere({ position, radius, cuts }: Pick<DrawnAtom, 'position' | 'radius' | 'cuts'>): BufferGeometry {
  const caps = capsOf(cuts, position, radius);
  const ball = new SphereGeometry(radius, 32, 20).getAttribute('position');
  const surface = Array.from({ length: ball.count }, (_, i) =>
    new Vector3().fromBufferAttribute(ball, i).add(position),
  );
  const points = [...surface.filter((point) => isKept(cuts, point)), ...caps.flatMap(({ corners }) => corners)];
  const positions: number[] = [];
  const normals: number[] = [];
  for (const face of new ConvexHull().setFromPoints(points).faces) {
    const isCap = caps.some(({ normal }) => normal.dot(face.normal) > FLAT);
    for (const corner of [face.getEdge(0), face.getEdge(1), face.getEdge(2)].map((edge) => edge.head().point)) {
      const place = corner.clone().sub(position).divideScalar(radius);
      positions.push(...place.toArray());
      normals.push(...(isCap ? face.normal : place.normalize()).toArray());
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new Float32BufferAttribute(normals, 3));
  return geometry;
}
