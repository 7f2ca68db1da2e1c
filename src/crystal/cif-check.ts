import { readCif } from './cif-reader';
import type { Crystal } from './crystal';
import { symbolOf } from './elements';
import { compositionOf, formatFormula } from './formula';
import { shortestDistance } from './geometry';
import { latticeParameters, wrappedDistance } from './lattice';

/** A CIF that, read back, does not give the structure it was written from. */
export class CifRoundTripError extends Error {
  override readonly name = 'CifRoundTripError';
}

/** Å and degrees: eight decimals leave far less. */
const CELL_TOLERANCE = 1e-5;
/** Å. */
const DISTANCE_TOLERANCE = 1e-4;

/**
 * Reads a CIF back and compares cell, composition, positions and shortest distance with the crystal it was written
 * from. Throws CifRoundTripError naming the first difference, or what the reader could not read.
 */
export function checkCif(text: string, expected: Crystal): void {
  let actual: Crystal;
  try {
    actual = readCif(text).crystal;
  } catch (error) {
    throw new CifRoundTripError(`The CIF cannot be read back: ${error instanceof Error ? error.message : error}`);
  }
  const difference = structureDifference(actual, expected);
  if (difference) throw new CifRoundTripError(`${difference} when the CIF is read back.`);
}

/** What differs between two descriptions of one structure in the same cell, atoms in any order; undefined if nothing does. */
export function structureDifference(actual: Crystal, expected: Crystal): string | undefined {
  const written = latticeParameters(expected.lattice);
  const read = latticeParameters(actual.lattice);
  for (const key of ['a', 'b', 'c', 'alpha', 'beta', 'gamma'] as const) {
    if (!(Math.abs(read[key] - written[key]) < CELL_TOLERANCE)) {
      return `The cell's ${key} is ${read[key]}, not ${written[key]},`;
    }
  }
  const formula = formatFormula(compositionOf(expected));
  const readFormula = formatFormula(compositionOf(actual));
  if (formula !== readFormula) return `The cell holds ${readFormula}, not ${formula},`;
  const lost = lostAtom(actual, expected);
  if (lost !== undefined) {
    return `Atom ${lost + 1} (${symbolOf(expected.atomicNumbers[lost])}) is not found where it was`;
  }
  const difference = Math.abs(shortestDistance(actual) - shortestDistance(expected));
  return difference < DISTANCE_TOLERANCE ? undefined : `The shortest distance changes by ${difference} Å`;
}

/** The first atom that is not found again, each taken once. */
function lostAtom(actual: Crystal, expected: Crystal): number | undefined {
  const taken = new Set<number>();
  const lost = expected.atomicNumbers.findIndex((atomicNumber, atom) => {
    const found = actual.atomicNumbers.findIndex(
      (number, other) =>
        number === atomicNumber &&
        !taken.has(other) &&
        wrappedDistance(expected.lattice, expected.fracCoords, atom, actual.fracCoords, other) < DISTANCE_TOLERANCE,
    );
    taken.add(found);
    return found < 0;
  });
  return lost < 0 ? undefined : lost;
}
