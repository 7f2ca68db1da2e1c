/** A point in Å. */
export type Point = readonly [x: number, y: number, z: number];

/** What two, three or four points measure; an angle is undefined where points coincide or a dihedral's lie in one line. */
export type Measurement =
  | { readonly kind: 'distance'; readonly value: number; readonly unit: 'Å' }
  | { readonly kind: 'angle' | 'dihedral'; readonly value: number | undefined; readonly unit: '°' };

/**
 * Distance of two points in Å, angle at the second of three in degrees (0–180), or dihedral of four about the line
 * between the middle ones in degrees (−180–180; clockwise looking from the second to the third is positive, IUPAC).
 * Undefined for fewer than two or more than four points.
 */
export function measure(points: readonly Point[]): Measurement | undefined {
  const [p, q, r, s] = points;
  if (points.length === 2) return { kind: 'distance', value: norm(between(p, q)), unit: 'Å' };
  if (points.length === 3) return { kind: 'angle', value: angle(between(q, p), between(q, r)), unit: '°' };
  if (points.length === 4) return { kind: 'dihedral', value: dihedral(p, q, r, s), unit: '°' };
  return undefined;
}

function angle(u: Point, v: Point): number | undefined {
  const sine = norm(cross(u, v));
  const cosine = dot(u, v);
  // atan2 keeps its precision near 0° and 180°, where acos has none.
  return sine === 0 && cosine === 0 ? undefined : degrees(Math.atan2(sine, cosine));
}

function dihedral(p: Point, q: Point, r: Point, s: Point): number | undefined {
  const axis = between(q, r);
  const first = cross(between(p, q), axis);
  const second = cross(axis, between(r, s));
  const size = norm(axis) * norm(first) * norm(second);
  if (size < 1e-9) return undefined;
  return degrees(Math.atan2(dot(axis, cross(first, second)) / norm(axis), dot(first, second)));
}

function between(p: Point, q: Point): Point {
  return [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
}

function cross(u: Point, v: Point): Point {
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}

function dot(u: Point, v: Point): number {
  return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}

function norm(u: Point): number {
  return Math.hypot(...u);
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

/** "1.952 Å", "109.47°"; a dash where there is no value. */
export function formatMeasurement({ kind, value, unit }: Measurement): string {
  if (value === undefined) return '–';
  return kind === 'distance' ? `${value.toFixed(3)}\u202f${unit}` : `${value.toFixed(2).replace('-', '−')}${unit}`;
}
