import type { Crystal } from './crystal';
import { PositionIndex } from './position-index';

/** Atoms that have to be carried onto others before a translation counts. */
const PROBES = 8;

/**
 * How many translations of a cell may map it onto itself within `tolerance` Å, the identity included: those that carry some
 * of its atoms onto atoms of the same element. No fewer than there are; of a cell in disorder hardly ever more than one.
 */
export function likelyTranslations({ lattice, atomicNumbers, fracCoords }: Crystal, tolerance: number): number {
  const atomsOf = new Map<number, number[]>();
  atomicNumbers.forEach((atomicNumber, atom) => {
    const atoms = atomsOf.get(atomicNumber);
    if (atoms) atoms.push(atom);
    else atomsOf.set(atomicNumber, [atom]);
  });
  const positionOf = (atom: number) => [...fracCoords.subarray(3 * atom, 3 * atom + 3)];
  const indices = new Map<number, PositionIndex>();
  for (const [atomicNumber, atoms] of atomsOf) {
    // Either end of a translation may be off by the tolerance.
    const index = new PositionIndex(lattice, 2 * tolerance);
    for (const atom of atoms) index.add(positionOf(atom));
    indices.set(atomicNumber, index);
  }
  const [first, ...others] = [...atomsOf.values()].sort((one, other) => one.length - other.length)[0].map(positionOf);
  const stride = Math.max(1, Math.floor(atomicNumbers.length / PROBES));
  const probes = Array.from(atomicNumbers.keys()).filter((atom) => atom % stride === 0);
  const mayHold = (translation: readonly number[]) =>
    probes.every((atom) => {
      const target = positionOf(atom).map((x, axis) => x + translation[axis]);
      return indices.get(atomicNumbers[atom])?.near(target) !== undefined;
    });
  return 1 + others.filter((other) => mayHold(other.map((x, axis) => x - first[axis]))).length;
}
