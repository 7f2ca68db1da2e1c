import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Crystal } from '../crystal/crystal';
import { prototypeFingerprint } from '../crystal/prototype-fingerprint';
import { loadSymmetry } from '../crystal/symmetry';
import { SUMMARY_SYMPREC } from '../generation/summary';
import { openStructureIndex } from '../report/open-structure-index';
import { fingerprintDifference, isSameStructure, type Novelty } from '../report/structure-index';
import { crystalOf } from './input-lines';
import { publicIndex } from './public-index';

/**
 * Structures as JSON lines (`StructureJson`) on standard input, what the index says of each (`Novelty`) on standard output;
 * the one argument is the number of entries to list. Of a line with two, {"first", "second"}, whether the index's rule calls
 * them one structure.
 */
const index = await openStructureIndex(publicIndex);
const finder = await loadSymmetry();
const limit = Number(process.argv[2] ?? 3);
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const answer = 'second' in asked ? isOne(crystalOf(asked.first), crystalOf(asked.second)) : lookUp(crystalOf(asked));
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain');
}

function lookUp(crystal: Crystal): Novelty {
  return index.lookUp(crystal, groupOf(crystal), limit);
}

function isOne(first: Crystal, second: Crystal): boolean {
  const [one, other] = [prototypeFingerprint(first), prototypeFingerprint(second)];
  const hasSameElements = one.elements.join() === other.elements.join();
  return isSameStructure(fingerprintDifference(one, other), hasSameElements, groupOf(first) === groupOf(second));
}

function groupOf(crystal: Crystal): number | undefined {
  return finder.ladder(crystal, [SUMMARY_SYMPREC])[0].spaceGroup?.number;
}
