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
  const written = latticeParameters(expected.lattice);
  const read = latticeParameters(actual.lattice);
  for (const key of ['a', 'b', 'c', 'alpha', 'beta', 'gamma'] as const) {
    if (!(Math.abs(read[key] - written[key]) < CELL_TOLERANCE)) {
      throw new CifRoundTripError(`The cell's ${key} is ${read[key]} after reading back, not ${written[key]}.`);
    }
  }
  const formula = formatFormula(compositionOf(expected));
  const readFormula = formatFormula(compositionOf(actual));
  if (formula !== readFormula) {
    throw new CifRoundTripError(`The cell holds ${readFormula} after reading back, not ${formula}.`);
  }
  checkPositions(actual, expected);
  const difference = Math.abs(shortestDistance(actual) - shortestDistance(expected));
  if (!(difference < DISTANCE_TOLERANCE)) {
    throw new CifRoundTripError(`The shortest distance changes by ${difference} Å when the CIF is read back.`);
  }
}

/** Each atom written is found again, once. */
function checkPositions(actual: Crystal, expected: Crystal): void {
  const taken = new Set<number>();
  expected.atomicNumbers.forEach((atomicNumber, atom) => {
    const found = actual.atomicNumbers.findIndex(
      (number, other) =>
        number === atomicNumber &&
        !taken.has(other) &&
        wrappedDistance(expected.lattice, expected.fracCoords, atom, actual.fracCoords, other) < DISTANCE_TOLERANCE,
    );
    if (found < 0) {
      throw new CifRoundTripError(
        `Atom ${atom + 1} (${symbolOf(atomicNumber)}) is not found where it was when the CIF is read back.`,
      );
    }
    taken.add(found);
  });
}
