import { type Numbers, reciprocalLattice } from './lattice';
import type { MillerIndices } from './reflection-families';

export interface LatticePlane {
  readonly indices: MillerIndices;
  /** Distance in Å from the cell's origin along the normal. */
  readonly distance: number;
}

/** Å: a corner this near to the plane lies on it. */
const ON_PLANE = 1e-6;

/** Unit normal of the planes (h k l), along h a* + k b* + l c*. Throws RangeError for (0 0 0) and cells without volume. */
export function planeNormal(lattice: Numbers, [h, k, l]: MillerIndices): [number, number, number] {
  const [x, y, z] = reciprocalVector(lattice, [h, k, l]);
  const length = Math.hypot(x, y, z);
  if (!(length > 0)) throw new RangeError('The indices (0 0 0) name no plane.');
  return [x / length, y / length, z / length];
}

/** The planes (h k l) of a cell as planes of its supercell: the same set, equally far apart. */
export function indicesInSupercell(
  [h, k, l]: MillerIndices,
  repeats: readonly [number, number, number],
): MillerIndices {
  return [h * repeats[0], k * repeats[1], l * repeats[2]];
}

/** Distance in Å between neighbouring planes (h k l). Throws RangeError for (0 0 0) and cells without volume. */
export function planeSpacing(lattice: Numbers, indices: MillerIndices): number {
  const length = Math.hypot(...reciprocalVector(lattice, indices));
  if (!(length > 0)) throw new RangeError('The indices (0 0 0) name no plane.');
  return 1 / length;
}

/**
 * Where a plane cuts the cell: corners of a convex polygon in Å, in order about the normal; empty when it misses the cell or
 * only touches it. Throws RangeError for (0 0 0) and cells without volume.
 */
export function planeInCell(lattice: Numbers, { indices, distance }: LatticePlane): [number, number, number][] {
  const normal = planeNormal(lattice, indices);
  const corners = Array.from({ length: 8 }, (_, bits) =>
    [0, 1, 2].map((k) => (bits & 1) * lattice[k] + ((bits >> 1) & 1) * lattice[3 + k] + (bits >> 2) * lattice[6 + k]),
  );
  const heights = corners.map((p) => {
    const height = p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2] - distance;
    return Math.abs(height) < ON_PLANE ? 0 : height;
  });
  const found: [number, number, number][] = [];
  const add = (p: readonly number[]) => {
    const isKnown = found.some((q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) < 1e-6);
    if (!isKnown) found.push([p[0], p[1], p[2]]);
  };
  for (let from = 0; from < 8; from++) {
    if (heights[from] === 0) add(corners[from]);
    for (const bit of [1, 2, 4]) {
      const to = from | bit;
      if (to === from || heights[from] * heights[to] >= 0) continue;
      const share = heights[from] / (heights[from] - heights[to]);
      add(corners[from].map((value, k) => value + share * (corners[to][k] - value)));
    }
  }
  return found.length < 3 ? [] : sortAbout(found, normal);
}

function sortAbout(points: [number, number, number][], normal: readonly number[]): [number, number, number][] {
  const centre = [0, 1, 2].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length);
  const u = points[0].map((value, k) => value - centre[k]);
  const v = [
    normal[1] * u[2] - normal[2] * u[1],
    normal[2] * u[0] - normal[0] * u[2],
    normal[0] * u[1] - normal[1] * u[0],
  ];
  const angleOf = (point: readonly number[]) => {
    const along = (axis: readonly number[]) => point.reduce((sum, value, k) => sum + (value - centre[k]) * axis[k], 0);
    return Math.atan2(along(v), along(u));
  };
  return [...points].sort((p, q) => angleOf(p) - angleOf(q));
}

function reciprocalVector(lattice: Numbers, [h, k, l]: MillerIndices): [number, number, number] {
  const g = reciprocalLattice(lattice);
  const component = (axis: number) => h * g[axis] + k * g[3 + axis] + l * g[6 + axis];
  return [component(0), component(1), component(2)];
}
