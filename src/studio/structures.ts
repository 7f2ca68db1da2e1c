import type { Crystal } from '../crystal/crystal';
import type { StructureComparison } from '../crystal/structure-comparison';
import { openStructures } from '../generation/structures-service';

let worker: ReturnType<typeof openStructures> | undefined;

/** The worker that compares crystals; a dead one is replaced. */
function client() {
  if (!worker || worker.death) worker = openStructures();
  return worker;
}

/** The number of each crystal's structure among them, from 1 in the order in which they first occur. */
export function structureNumbers(crystals: readonly Crystal[], signal?: AbortSignal): Promise<number[]> {
  return client().call('group', crystals, signal && { signal });
}

/** How two crystals differ, and the second laid on the first. */
export function compare(first: Crystal, second: Crystal, signal?: AbortSignal): Promise<StructureComparison> {
  return client().call('compare', [first, second], signal && { signal });
}
