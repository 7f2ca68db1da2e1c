import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import { sitePermutations } from '../crystal/symmetrise';
import type { SymmetryOperation } from '../crystal/symmetry-operation';
import type { Locks } from '../diffusion/locked-part';

/** The locks, and with each site all that the operations of the crystal carry it onto: they can only move together. */
export function withEquivalents(locks: Locks, crystal: Crystal, operations: readonly SymmetryOperation[]): Locks {
  const sites = new Set(locks.sites);
  for (const permutation of sitePermutations(crystal, operations)) {
    for (const site of locks.sites) sites.add(permutation[site]);
  }
  return { ...locks, sites: [...sites].sort((p, q) => p - q) };
}

/** `Locked: the lattice, Sr1, Ti2.` Sites are numbered through the cell. */
export function locksInWords({ lattice, sites }: Locks, atomicNumbers: Uint8Array): string {
  const all = sites.length === atomicNumbers.length && sites.length > 0;
  const names = all ? ['all sites'] : sites.map((site) => `${symbolOf(atomicNumbers[site])}${site + 1}`);
  const parts = [...(lattice ? ['the lattice'] : []), ...names];
  return `Locked: ${parts.length > 0 ? parts.join(', ') : 'nothing'}.`;
}
