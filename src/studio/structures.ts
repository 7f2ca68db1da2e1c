import type { Crystal } from '../crystal/crystal';
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
