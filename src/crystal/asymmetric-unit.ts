import type { Crystal } from './crystal';
import { type Numbers, wrap, wrappedDistance } from './lattice';
import type { SymmetryOperation } from './symmetry-operation';

/** One site of the asymmetric unit; the group's operations make all its atoms. */
export interface AsymmetricSite {
  readonly atomicNumber: number;
  /** In [0, 1). */
  readonly fracCoord: readonly [number, number, number];
  /** Number of atoms in the conventional cell. */
  readonly multiplicity: number;
  readonly wyckoffLetter: string;
}

/** Å: idealised coordinates that an operation relates agree to rounding. */
const SAME_POSITION = 1e-3;

/**
 * One site per orbit of the operations, in the order of the crystal's atoms; of each orbit the atom with the smallest
 * coordinates. `wyckoff` holds positions with known letters, at least one near each orbit.
 * Throws RangeError when the operations do not map the crystal to itself.
 */
export function asymmetricUnit(
  crystal: Crystal,
  operations: readonly SymmetryOperation[],
  wyckoff: { readonly letters: readonly string[]; readonly fracCoords: Numbers },
): AsymmetricSite[] {
  const { atomicNumbers, fracCoords, lattice } = crystal;
  const letters = lettersByAtom(crystal, wyckoff);
  const assigned = new Uint8Array(atomicNumbers.length);
  const sites: AsymmetricSite[] = [];
  for (let atom = 0; atom < atomicNumbers.length; atom++) {
    if (assigned[atom]) continue;
    const orbit = new Set<number>();
    for (const operation of operations) {
      const image = applyOperation(operation, fracCoords.subarray(3 * atom, 3 * atom + 3));
      const found = atomicNumbers.findIndex(
        (number, other) =>
          number === atomicNumbers[atom] && wrappedDistance(lattice, image, 0, fracCoords, other) < SAME_POSITION,
      );
      if (found < 0) throw new RangeError(`A symmetry operation moves atom ${atom} to where no atom is.`);
      orbit.add(found);
      assigned[found] = 1;
    }
    const members = [...orbit];
    const [first] = members.map((member) => coordinate(fracCoords, member)).sort(compareCoordinates);
    sites.push({
      atomicNumber: atomicNumbers[atom],
      fracCoord: first,
      multiplicity: members.length,
      wyckoffLetter: members.map((member) => letters[member]).find((letter) => letter !== undefined) ?? '?',
    });
  }
  return sites;
}

/** Fractional coordinates moved by an operation, wrapped into [0, 1). */
export function applyOperation({ rotation, translation }: SymmetryOperation, [x, y, z]: Numbers): number[] {
  return [0, 1, 2].map((row) =>
    wrap(rotation[3 * row] * x + rotation[3 * row + 1] * y + rotation[3 * row + 2] * z + translation[row]),
  );
}

/** To each atom the letter of the nearest known position of the crystal. */
function lettersByAtom(
  { atomicNumbers, fracCoords, lattice }: Crystal,
  wyckoff: { readonly letters: readonly string[]; readonly fracCoords: Numbers },
): (string | undefined)[] {
  const letters: (string | undefined)[] = new Array(atomicNumbers.length);
  wyckoff.letters.forEach((letter, index) => {
    let nearest = 0;
    let shortest = Number.POSITIVE_INFINITY;
    for (let atom = 0; atom < atomicNumbers.length; atom++) {
      const distance = wrappedDistance(lattice, wyckoff.fracCoords, index, fracCoords, atom);
      if (distance < shortest) [nearest, shortest] = [atom, distance];
    }
    letters[nearest] = letter;
  });
  return letters;
}

function coordinate(fracCoords: Numbers, atom: number): [number, number, number] {
  return [fracCoords[3 * atom], fracCoords[3 * atom + 1], fracCoords[3 * atom + 2]];
}

function compareCoordinates(first: readonly number[], second: readonly number[]): number {
  // Rounded, so that 1/3 and 1/3 − 1e-17 are the same.
  const axis = first.findIndex((x, index) => Math.round((x - second[index]) * 1e6) !== 0);
  return axis < 0 ? 0 : first[axis] - second[axis];
}
