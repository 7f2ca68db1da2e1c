import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { prototypeFingerprint } from '../crystal/prototype-fingerprint';
import { crystalOf } from './input-lines';

/**
 * Structures as JSON lines (`StructureJson`) on standard input, their fingerprints on standard output: what builds the
 * structure index asks the studio's own code, so that both agree. A structure without a fingerprint is a line `null`.
 */
for await (const line of createInterface({ input: process.stdin })) {
  if (!process.stdout.write(`${fingerprintLine(line)}\n`)) await once(process.stdout, 'drain');
}

function fingerprintLine(line: string): string {
  try {
    const { elements, counts, distances } = prototypeFingerprint(crystalOf(JSON.parse(line)));
    return JSON.stringify({
      elements,
      counts,
      distances: Array.from(distances, (value) => Math.round(value * 1e4) / 1e4),
    });
  } catch (error) {
    if (error instanceof RangeError) return 'null';
    throw error;
  }
}
