import type { Crystal } from '../crystal/crystal';
import { compareByElectronegativity, symbolOf } from '../crystal/elements';
import { latticeParameters } from '../crystal/lattice';
import { roundHalfToEven } from './rounding';

/**
 * A crystal as text, as the training texts write it: lengths to 0.1 Å, whole angles, elements by electronegativity
 * ascending, coordinates to hundredths (1.00 is written 0.00). Within an element atoms are ordered by coordinates.
 */
export function writeCrystalText(crystal: Crystal): string {
  const { a, b, c, alpha, beta, gamma } = latticeParameters(crystal.lattice);
  const lengths = [a, b, c].map((length) => (roundHalfToEven(tidy(length * 10)) / 10).toFixed(1));
  const angles = [alpha, beta, gamma].map((angle) => String(roundHalfToEven(tidy(angle))));
  const atoms = Array.from(crystal.atomicNumbers, (atomicNumber, index) => ({
    atomicNumber,
    hundredths: Array.from(crystal.fracCoords.subarray(index * 3, index * 3 + 3), toHundredths),
  }));
  atoms.sort(
    (first, second) =>
      compareByElectronegativity(first.atomicNumber, second.atomicNumber) ||
      compareNumbers(first.hundredths, second.hundredths),
  );
  const lines = atoms.map(({ atomicNumber, hundredths }) => {
    const coordinates = hundredths.map((value) => `0.${String(value).padStart(2, '0')}`);
    return `${symbolOf(atomicNumber)}\n${coordinates.join(' ')}\n`;
  });
  return `${lengths.join(' ')}\n${angles.join(' ')}\n${lines.join('')}`;
}

/** Drops the last bits, in which a number that went through a matrix differs from the one that was typed. */
function tidy(value: number): number {
  return Number(value.toFixed(9));
}

function toHundredths(coordinate: number): number {
  return ((roundHalfToEven(tidy(coordinate * 100)) % 100) + 100) % 100;
}

function compareNumbers(first: readonly number[], second: readonly number[]): number {
  const index = first.findIndex((value, place) => value !== second[place]);
  return index < 0 ? 0 : first[index] - second[index];
}
