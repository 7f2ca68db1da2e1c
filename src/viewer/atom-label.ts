import { symbolOf } from '../crystal/elements';
import type { AtomLabels } from './view-parameters';

/**
 * What stands on an atom: "", "Ti" or "Ti1". Copies of one site in a repeated cell have its name.
 * @param copiesPerSite atoms that follow each other as copies of one site.
 */
export function atomLabel(labels: AtomLabels, atomicNumber: number, index: number, copiesPerSite: number): string {
  if (labels === 'none') return '';
  const site = Math.floor(index / copiesPerSite) + 1;
  return labels === 'sites' ? `${symbolOf(atomicNumber)}${site}` : symbolOf(atomicNumber);
}
