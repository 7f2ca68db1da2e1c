import { Vector3 } from 'three';
import type { Cut } from './cutting';

/** What is left of a ball beside planes is convex: its surface is the ball's, and a flat cap for each plane. */
export interface Cap {
  /** Convex, in the plane. */
  readonly corners: readonly Vector3[];
  /** Outward. */
  readonly normal: Vector3;
}

/** Corners by which the rim of a cap is drawn. */
const RIM_CORNERS = 48;

const heightOver = (cut: Cut, point: Vector3) => cut.x * point.x + cut.y * point.y + cut.z * point.z - cut.w;

export function isKept(cuts: readonly Cut[], point: Vector3): boolean {
  return cuts.every((cut) => heightOver(cut, point) <= 1e-6);
}

/** The planes that pass through a ball; undefined where nothing of it is left. */
export function cutsThrough(cuts: readonly Cut[], centre: Vector3, radius: number): readonly Cut[] | undefined {
  if (cuts.some((cut) => heightOver(cut, centre) >= radius)) return undefined;
  const through = cuts.filter((cut) => heightOver(cut, centre) > -radius);
  // Planes that leave something each may leave nothing together: then they cut each other's caps away.
  return through.length > 1 && !isKept(through, centre) && capsOf(through, centre, radius).length === 0
    ? undefined
    : through;
}

/** The caps of a ball, those left out of which other planes take everything. */
export function capsOf(cuts: readonly Cut[], centre: Vector3, radius: number): Cap[] {
  return cuts.flatMap((cut): Cap[] => {
    const normal = new Vector3(cut.x, cut.y, cut.z);
    const height = heightOver(cut, centre);
    const middle = centre.clone().addScaledVector(normal, -height);
    const rim = circlePoints(middle, normal, Math.sqrt(Math.max(0, radius * radius - height * height)));
    const others = cuts.filter((other) => other !== cut);
    const corners = cutPolygon(rim, others);
    return corners.length < 3 ? [] : [{ corners, normal }];
  });
}

/** Points of a circle about an axis, counter-clockwise seen from its tip. */
export function circlePoints(middle: Vector3, axis: Vector3, radius: number): Vector3[] {
  const across = new Vector3(1, 0, 0).cross(axis);
  if (across.lengthSq() < 0.1) across.set(0, 1, 0).cross(axis);
  across.normalize();
  const along = axis.clone().cross(across);
  return Array.from({ length: RIM_CORNERS }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / RIM_CORNERS;
    const point = middle.clone().addScaledVector(across, radius * Math.cos(angle));
    return point.addScaledVector(along, radius * Math.sin(angle));
  });
}

/** What planes leave of a convex polygon (Sutherland and Hodgman, Commun. ACM 17, 32, 1974); empty where nothing. */
export function cutPolygon(corners: readonly Vector3[], cuts: readonly Cut[]): Vector3[] {
  let left = [...corners];
  for (const cut of cuts) {
    const heights = left.map((corner) => heightOver(cut, corner));
    left = left.flatMap((corner, index) => {
      const next = (index + 1) % left.length;
      const isInside = heights[index] <= 0;
      const kept = isInside ? [corner] : [];
      if (isInside === heights[next] <= 0) return kept;
      const share = heights[index] / (heights[index] - heights[next]);
      return [...kept, corner.clone().lerp(left[next], share)];
    });
  }
  return left;
}
