import type { Crystal } from './crystal';

/** How often a cell is repeated along a, b and c. */
export type Repeats = readonly [a: number, b: number, c: number];

/** A site of a cell, and the cell of a supercell that one of its copies lies in. */
export interface SiteCopy {
  readonly site: number;
  readonly cell: readonly [a: number, b: number, c: number];
}

/** Which site of the cell an atom of its supercell is a copy of, and in which of the cells, both from 0. */
export function siteOfCopy(atom: number, [na, nb, nc]: Repeats): SiteCopy {
  const copies = na * nb * nc;
  const copy = atom % copies;
  return {
    site: Math.floor(atom / copies),
    cell: [Math.floor(copy / (nb * nc)), Math.floor(copy / nc) % nb, copy % nc],
  };
}

/**
 * The crystal in a cell repeated along a, b and c; atoms come in the order of the cell, all copies of one after the other.
 * Throws RangeError for repeats that are not whole and positive.
 */
export function supercell(crystal: Crystal, repeats: Repeats): Crystal {
  if (!repeats.every((count) => Number.isInteger(count) && count > 0)) {
    throw new RangeError(`A cell can be repeated only a whole number of times, not ${repeats.join(' × ')} times.`);
  }
  const [na, nb, nc] = repeats;
  const copies = na * nb * nc;
  const count = crystal.atomicNumbers.length;
  const atomicNumbers = new Uint8Array(count * copies);
  const fracCoords = new Float64Array(3 * count * copies);
  let next = 0;
  for (let atom = 0; atom < count; atom++) {
    const [x, y, z] = crystal.fracCoords.subarray(3 * atom, 3 * atom + 3);
    for (let i = 0; i < na; i++) {
      for (let j = 0; j < nb; j++) {
        for (let k = 0; k < nc; k++) {
          atomicNumbers[next] = crystal.atomicNumbers[atom];
          fracCoords.set([(x + i) / na, (y + j) / nb, (z + k) / nc], 3 * next);
          next++;
        }
      }
    }
  }
  return {
    lattice: crystal.lattice.map((value, index) => value * repeats[Math.floor(index / 3)]),
    atomicNumbers,
    fracCoords,
  };
}
