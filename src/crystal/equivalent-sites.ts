import type { Crystal } from './crystal';
import { sitePermutations } from './symmetrise';
import type { SymmetryOperation } from './symmetry-operation';

/** The sites onto which the operations of a crystal carry any of `sites`, these among them; ascending. */
export function equivalentSites(
  sites: readonly number[],
  crystal: Crystal,
  operations: readonly SymmetryOperation[],
): number[] {
  const found = new Set(sites);
  for (const permutation of sitePermutations(crystal, operations))
    for (const site of sites) found.add(permutation[site]);
  return [...found].sort((p, q) => p - q);
}
