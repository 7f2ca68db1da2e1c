import type { Crystal } from '../crystal/crystal';
import { type BondCutoffs, BondList, type BondRule } from './bonds';
import { writeFaceDistances } from './face-distances';

/** What one atom is joined to. */
export interface SiteCoordination {
  /** Coordination number: bonds that end at the atom, periodic images counted. */
  readonly count: number;
  /** How many neighbours of each element, by atomic number. */
  readonly neighbours: ReadonlyMap<number, number>;
  /** Of the bonds, in Å; NaN where there are none. */
  readonly meanLength: number;
}

/** The coordination of each atom of a crystal, by the bonds that a picture of it would show; hidden elements count. */
export function siteCoordinations(crystal: Crystal, rule: BondRule, cutoffs: BondCutoffs): SiteCoordination[] {
  const { lattice, atomicNumbers, fracCoords } = crystal;
  const heights = new Float64Array(3);
  writeFaceDistances(lattice, heights);
  const wrapped = fracCoords.map((value) => value - Math.floor(value));
  const bonds = new BondList();
  bonds.find(lattice, heights, atomicNumbers, wrapped, rule, cutoffs, false);
  const sites = Array.from(atomicNumbers, () => ({ count: 0, sum: 0, neighbours: new Map<number, number>() }));
  const join = (atom: number, other: number, length: number) => {
    const site = sites[atom];
    const z = atomicNumbers[other];
    site.count++;
    site.sum += length;
    site.neighbours.set(z, (site.neighbours.get(z) ?? 0) + 1);
  };
  for (let b = 0; b < bonds.count; b++) {
    join(bonds.first[b], bonds.second[b], bonds.length[b]);
    join(bonds.second[b], bonds.first[b], bonds.length[b]);
  }
  return sites.map(({ count, sum, neighbours }) => ({ count, neighbours, meanLength: sum / count }));
}
