import type { RunRecord } from '../generation/run';
import { StudioError } from '../runtime/errors';
import { checkRun } from './check-run';

const FORMAT = 'tau-studio-runs';
const VERSION = 1;
/** Fifty runs of the largest cells with all their frames, as base64. */
const MOST_BYTES = 400e6;

const arrayTypes = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;
type ArrayName = keyof typeof arrayTypes;

/**
 * Runs as one JSON file: `{format, version, runs}`. Arrays of numbers are `{"float32": base64}`, little-endian, so that
 * they come back bit by bit.
 */
export function writeRunFile(runs: readonly RunRecord[]): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, runs }, (_key, value) => {
    const name = (Object.keys(arrayTypes) as ArrayName[]).find((each) => value instanceof arrayTypes[each]);
    return name ? { [name]: toBase64(value) } : value;
  });
}

/** The runs in a file of `writeRunFile`. Throws StudioError `invalid-input` naming the file and the first fault. */
export async function readRunFile(file: File): Promise<RunRecord[]> {
  const wrong = (reason: string) => new StudioError('invalid-input', `${file.name} was not imported: ${reason}.`);
  if (file.size > MOST_BYTES) throw wrong(`it has more than ${MOST_BYTES / 1e6} MB`);
  let content: unknown;
  try {
    content = JSON.parse(await file.text(), reviveArrays);
  } catch (error) {
    throw wrong(error instanceof RangeError ? error.message : 'it is not JSON, or only a part of it');
  }
  const { format, version, runs } = (typeof content === 'object' && content !== null ? content : {}) as Record<
    string,
    unknown
  >;
  if (format !== FORMAT) throw wrong('it is not a file of runs of this studio');
  if (version !== VERSION) throw wrong(`it is of version ${String(version)}, this build reads version ${VERSION}`);
  if (!Array.isArray(runs)) throw wrong('it has no list of runs');
  try {
    return runs.map((run, index) => checkRun(run, `runs[${index}]`));
  } catch (error) {
    if (error instanceof RangeError) throw wrong(error.message);
    throw error;
  }
}

function reviveArrays(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0 || !Object.hasOwn(arrayTypes, entry[0])) return value;
  const type = arrayTypes[entry[0] as ArrayName];
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(String(entry[1])), (character) => character.charCodeAt(0));
  } catch {
    throw new RangeError(`a list of ${entry[0]} numbers is not base64`);
  }
  if (bytes.length % type.BYTES_PER_ELEMENT !== 0) {
    throw new RangeError(`a list of ${entry[0]} numbers is cut, it has ${bytes.length} bytes`);
  }
  return new type(bytes.buffer);
}

/** As many bytes as a call takes arguments everywhere. */
const CHUNK = 0x8000;

function toBase64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}
