import { symbolOf } from '../crystal/elements';
import type { AtomLabels } from './view-parameters';

/** What stands on an atom: "", "Ti" or "Ti1". */
export function atomLabel(labels: AtomLabels, atomicNumber: number, index: number): string {
  if (labels === 'none') return '';
  return labels === 'sites' ? `${symbolOf(atomicNumber)}${index + 1}` : symbolOf(atomicNumber);
}
