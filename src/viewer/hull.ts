import { Vector3 } from 'three';
import { ConvexHull } from 'three/addons/math/ConvexHull.js';

/** Faces of a convex body as triangles, and its edges without those between triangles of one flat face. */
export interface Hull {
  /** Three points a triangle, counter-clockwise seen from outside. */
  readonly triangles: readonly (readonly [Vector3, Vector3, Vector3])[];
  readonly edges: readonly (readonly [Vector3, Vector3])[];
}

/** Å³: what is flatter is no body. */
const SMALLEST_VOLUME = 0.2;
/** Cosine between the normals of triangles that make one face. */
const SAME_FACE = 0.9995;

/** Convex hull of points in Å; undefined when they lie in one plane or nearly so. */
export function convexHull(points: readonly Vector3[]): Hull | undefined {
  if (points.length < 4) return undefined;
  const { faces } = new ConvexHull().setFromPoints([...points]);
  const centre = points.reduce((sum, point) => sum.add(point), new Vector3()).divideScalar(points.length);
  const triangles: [Vector3, Vector3, Vector3][] = [];
  const edges: [Vector3, Vector3][] = [];
  let volume = 0;
  for (const face of faces) {
    const sides = [face.getEdge(0), face.getEdge(1), face.getEdge(2)];
    const [p, q, r] = sides.map((side) => side.head().point);
    triangles.push([p, q, r]);
    volume += (face.area * face.midpoint.clone().sub(centre).dot(face.normal)) / 3;
    for (const side of sides) {
      const [from, to] = [side.tail().point, side.head().point];
      // Of the two half-edges of an edge one comes first by its points.
      const isFirst = from.x - to.x || from.y - to.y || from.z - to.z;
      if (isFirst < 0 && side.twin.face.normal.dot(face.normal) < SAME_FACE) edges.push([from, to]);
    }
  }
  return volume > SMALLEST_VOLUME ? { triangles, edges } : undefined;
}
