import type { Crystal } from './crystal';
import { symbolOf } from './elements';
import { compositionOf, formatFormula } from './formula';
import { wrap } from './lattice';
import { describeOrigin } from './provenance-text';
import type { Origin } from './trajectory';

/**
 * POSCAR (VASP 5: with a line of element symbols) in direct coordinates. Atoms of one element are gathered into one
 * group, elements by electronegativity ascending. The comment line holds the formula and how the crystal was made.
 */
export function writePoscar(crystal: Crystal, origin?: Origin): string {
  const { lattice, atomicNumbers, fracCoords } = crystal;
  const composition = compositionOf(crystal);
  const vectors = [0, 1, 2].map((row) => vectorLine(lattice.subarray(3 * row, 3 * row + 3)));
  const positions = composition.flatMap(([symbol]) =>
    Array.from(atomicNumbers, (atomicNumber, atom) => ({ atomicNumber, atom }))
      .filter(({ atomicNumber }) => symbolOf(atomicNumber) === symbol)
      .map(({ atom }) => `${vectorLine(fracCoords.subarray(3 * atom, 3 * atom + 3).map(wrapRounded))} ${symbol}`),
  );
  return [
    [formatFormula(composition), ...describeOrigin(origin)].join(' | '),
    '1.0',
    ...vectors,
    composition.map(([symbol]) => symbol).join(' '),
    composition.map(([, count]) => count).join(' '),
    'Direct',
    ...positions,
    '',
  ].join('\n');
}

const DECIMALS = 10;

function vectorLine(vector: Float64Array): string {
  return [...vector].map((x) => (x === 0 ? 0 : x).toFixed(DECIMALS).padStart(DECIMALS + 5)).join(' ');
}

/** Into [0, 1), where a coordinate that would be printed as 1 becomes 0. */
function wrapRounded(coordinate: number): number {
  const wrapped = wrap(coordinate);
  return Number(wrapped.toFixed(DECIMALS)) === 1 ? 0 : wrapped;
}
