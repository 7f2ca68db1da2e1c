import { type Cut, keptPart } from './cutting';

/**
 * The nearest sphere that a ray meets.
 * @param spheres x, y, z, radius of each sphere; @param count how many of them count.
 * @param origin start of the ray; @param direction of unit length, 3 numbers each, in the units of the spheres.
 * @param cuts what is cut away of the spheres.
 * @returns index of the sphere, or −1.
 */
export function nearestSphere(
  spheres: ArrayLike<number>,
  count: number,
  origin: { x: number; y: number; z: number },
  direction: { x: number; y: number; z: number },
  cuts: readonly Cut[] = [],
): number {
  let nearest = -1;
  let nearestDistance = Number.POSITIVE_INFINITY;
  for (let s = 0; s < count; s++) {
    const x = spheres[4 * s] - origin.x;
    const y = spheres[4 * s + 1] - origin.y;
    const z = spheres[4 * s + 2] - origin.z;
    const radius = spheres[4 * s + 3];
    const along = x * direction.x + y * direction.y + z * direction.z;
    const gap = x * x + y * y + z * z - along * along;
    if (gap > radius * radius) continue;
    const half = Math.sqrt(radius * radius - gap);
    if (along - half < 0) continue;
    const kept = keptPart(cuts, origin, direction, along - half, along + half);
    if (kept && kept[0] < nearestDistance) {
      nearestDistance = kept[0];
      nearest = s;
    }
  }
  return nearest;
}
