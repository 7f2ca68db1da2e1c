import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import { equivalentSites } from '../crystal/equivalent-sites';
import { wrappedDistance } from '../crystal/lattice';
import type { SymmetryOperation } from '../crystal/symmetry-operation';
import type { Locks } from '../diffusion/locked-part';

/** The locks, and with each site all that the operations of the crystal carry it onto: they can only move together. */
export function withEquivalents(locks: Locks, crystal: Crystal, operations: readonly SymmetryOperation[]): Locks {
  return { ...locks, sites: equivalentSites(locks.sites, crystal, operations) };
}

/** Å by which locked parts may differ from what symmetry asks for; they stay where they are all the same. */
const LOCK_TOLERANCE = 0.01;

/** Whether the locked parts of a crystal lie, but for rounding, where another one has them. */
export function staysInPlace({ lattice, sites }: Locks, crystal: Crystal, other: Crystal): boolean {
  const moved = (site: number) =>
    wrappedDistance(crystal.lattice, crystal.fracCoords, site, other.fracCoords, site) > LOCK_TOLERANCE;
  const isOther = lattice && crystal.lattice.some((value, i) => Math.abs(value - other.lattice[i]) > LOCK_TOLERANCE);
  return !isOther && !sites.some(moved);
}

/** A crystal with the locked parts of another one. */
export function inPlace({ lattice, sites }: Locks, home: Crystal, crystal: Crystal): Crystal {
  const fracCoords = Float64Array.from(crystal.fracCoords);
  for (const site of sites) fracCoords.set(home.fracCoords.subarray(3 * site, 3 * site + 3), 3 * site);
  return { ...crystal, fracCoords, lattice: lattice ? home.lattice : crystal.lattice };
}

/** `Locked: the lattice, Sr1, Ti2.` Sites are numbered through the cell. */
export function locksInWords({ lattice, sites }: Locks, atomicNumbers: Uint8Array): string {
  const all = sites.length === atomicNumbers.length && sites.length > 0;
  const names = all ? ['all sites'] : sites.map((site) => `${symbolOf(atomicNumbers[site])}${site + 1}`);
  const parts = [...(lattice ? ['the lattice'] : []), ...names];
  return `Locked: ${parts.length > 0 ? parts.join(', ') : 'nothing'}.`;
}
