import { Vector3, Vector4 } from 'three';
import { planeNormal } from '../crystal/lattice-plane';
import type { SlicePlane } from './style';

/** The shaders know no more. */
export const MOST_CUTS = 6;

/** What lies beyond is cut away: n · p > w, where (x, y, z) is the unit normal n and p a place in Å from the cell's centre. */
export type Cut = Vector4;

export function cutsOf(planes: readonly SlicePlane[], lattice: Float64Array, centre: Vector3): Cut[] {
  return planes
    .filter(({ cutsAway }) => cutsAway)
    .slice(0, MOST_CUTS)
    .map(({ indices, distance }) => {
      const normal = new Vector3(...planeNormal(lattice, indices));
      return new Vector4(normal.x, normal.y, normal.z, distance - normal.dot(centre));
    });
}

export function isCutAway(cuts: readonly Cut[], x: number, y: number, z: number): boolean {
  return cuts.some((cut) => cut.x * x + cut.y * y + cut.z * z > cut.w);
}

/**
 * What a line keeps: the shares of the way at which it begins and ends, or undefined where nothing is left.
 * @param direction of any length; @param from, to the shares between which the line lies, which may be infinite.
 */
export function keptPart(
  cuts: readonly Cut[],
  origin: { x: number; y: number; z: number },
  direction: { x: number; y: number; z: number },
  from: number,
  to: number,
): readonly [number, number] | undefined {
  let [begin, end] = [from, to];
  for (const cut of cuts) {
    const height = cut.x * origin.x + cut.y * origin.y + cut.z * origin.z - cut.w;
    const rise = cut.x * direction.x + cut.y * direction.y + cut.z * direction.z;
    if (rise > 0) end = Math.min(end, -height / rise);
    else if (rise < 0) begin = Math.max(begin, -height / rise);
    else if (height > 0) return undefined;
  }
  return begin <= end ? [begin, end] : undefined;
}
