import { element } from '../crystal/elements';

/** Stands in for the radii that no table has (elements after Cm), Å. */
const RADIUS_WHERE_UNKNOWN = 1.6;

/** Single-bond covalent radius, Å. Throws RangeError where no element has this number. */
export function covalentRadius(atomicNumber: number): number {
  return element(atomicNumber).covalentRadius ?? RADIUS_WHERE_UNKNOWN;
}

/** Non-metals and metalloids, as bonds are drawn: H, He, B–Ne, Si–Ar, Ge–Kr, Sb–Xe, At, Rn, Ts, Og. */
const NON_METALS: ReadonlySet<number> = new Set([
  1, 2, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 32, 33, 34, 35, 36, 51, 52, 53, 54, 85, 86, 117, 118,
]);

export function isMetal(atomicNumber: number): boolean {
  return !NON_METALS.has(atomicNumber);
}

/**
 * Radius in Å at which an atom is drawn. Compressed against the covalent radius, so that hydrogen stays visible
 * beside caesium.
 */
export function drawnRadius(atomicNumber: number, atomScale: number): number {
  return atomScale * (0.35 + 0.65 * covalentRadius(atomicNumber));
}
