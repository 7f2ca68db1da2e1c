import { fingerprintRanks } from '../crystal/prototype-fingerprint';

/**
 * The file of the structure index, gzipped. Inside: the length of the header (32 bits, little-endian), the header (JSON), then
 * per group of one set of counts the columns below, one after the other, and at the end all ids, a line each.
 *
 * - elements: per row one byte per element, atomic numbers by rising count, then by themselves
 * - fingerprint: per row the distances of `PrototypeFingerprint` in steps, a byte each; each as the difference from the
 *   rank before, and that as the difference from the row before, modulo 256
 * - space group: a byte; volume per atom in 0.01 Å³: all low bytes, then all high bytes; source: a byte
 *
 * `models/tau_models/index/build.py` writes it.
 */
export interface IndexHeader {
  readonly version: 1;
  /** Unit of the stored distances, in (V/N)^(1/3). */
  readonly step: number;
  /** Names of the data sets, by the number that rows have. */
  readonly sources: readonly string[];
  readonly groups: readonly { readonly counts: readonly number[]; readonly size: number }[];
}

/** The structures whose elements stand in one proportion. */
export interface StructureTable {
  /** Rising. */
  readonly counts: readonly number[];
  readonly size: number;
  readonly step: number;
  /** size × elements atomic numbers. */
  readonly elements: Uint8Array;
  /** size × elements² × ranks, in steps. */
  readonly distances: Uint8Array;
  readonly spaceGroups: Uint8Array;
  /** Å³ per atom. */
  readonly volumes: Float32Array;
  readonly sources: Uint8Array;
  readonly ids: readonly string[];
}

const VOLUME_STEP = 0.01;

/** Throws RangeError for a file of another version or length. */
export async function readIndex(
  gzipped: Uint8Array<ArrayBuffer>,
): Promise<{ header: IndexHeader; tables: StructureTable[] }> {
  const stream = new Blob([gzipped]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const headerLength = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength))) as IndexHeader;
  if (header.version !== 1) throw new RangeError(`The structure index has version ${header.version}, not 1.`);
  let offset = 4 + headerLength;
  const take = (length: number) => {
    offset += length;
    if (offset > bytes.length) throw new RangeError('The structure index is cut.');
    return bytes.subarray(offset - length, offset);
  };
  const columns = header.groups.map(({ counts, size }) => ({
    counts,
    size,
    step: header.step,
    elements: take(size * counts.length),
    distances: accumulate(take(size * counts.length ** 2 * fingerprintRanks(counts.length)), counts.length),
    spaceGroups: take(size),
    volumes: volumesOf(take(size), take(size)),
    sources: take(size),
  }));
  const ids = new TextDecoder().decode(bytes.subarray(offset)).split('\n');
  if (ids.length !== header.groups.reduce((sum, { size }) => sum + size, 0)) {
    throw new RangeError('The structure index does not have an id for each structure.');
  }
  let first = 0;
  const tables = columns.map((table) => {
    first += table.size;
    return { ...table, ids: ids.slice(first - table.size, first) };
  });
  return { header, tables };
}

/** Undoes both differences in place. */
function accumulate(bytes: Uint8Array, elementCount: number): Uint8Array {
  const ranks = fingerprintRanks(elementCount);
  const width = elementCount ** 2 * ranks;
  for (let index = width; index < bytes.length; index++) bytes[index] += bytes[index - width];
  for (let index = 0; index < bytes.length; index++) {
    if (index % ranks !== 0) bytes[index] += bytes[index - 1];
  }
  return bytes;
}

function volumesOf(low: Uint8Array, high: Uint8Array): Float32Array {
  return Float32Array.from(low, (byte, row) => (byte + 256 * high[row]) * VOLUME_STEP);
}
