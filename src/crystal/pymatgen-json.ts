import type { Crystal } from './crystal';
import { symbolOf } from './elements';
import { cellVolume, fracToCart, latticeParameters } from './lattice';
import { originFields } from './provenance-text';
import type { Origin } from './trajectory';

/** The JSON of a pymatgen Structure (`Structure.from_dict`), cell and sites as they are; its properties say how it was made. */
export function writePymatgenJson(crystal: Crystal, origin?: Origin): string {
  const { lattice, atomicNumbers, fracCoords } = crystal;
  const cartCoords = fracToCart(fracCoords, lattice);
  const structure = {
    '@module': 'pymatgen.core.structure',
    '@class': 'Structure',
    charge: 0,
    lattice: {
      matrix: [0, 1, 2].map((row) => [...lattice.subarray(3 * row, 3 * row + 3)]),
      pbc: [true, true, true],
      ...latticeParameters(lattice),
      volume: cellVolume(lattice),
    },
    properties: originFields(origin),
    sites: Array.from(atomicNumbers, (atomicNumber, atom) => ({
      species: [{ element: symbolOf(atomicNumber), occu: 1 }],
      abc: [...fracCoords.subarray(3 * atom, 3 * atom + 3)],
      properties: {},
      label: symbolOf(atomicNumber),
      xyz: [...cartCoords.subarray(3 * atom, 3 * atom + 3)],
    })),
  };
  return `${JSON.stringify(structure, null, 1)}\n`;
}
