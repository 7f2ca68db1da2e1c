import { readCif } from './cif-reader';
import type { Crystal } from './crystal';
import { decodeText } from './decode-text';
import { symbolOf } from './elements';
import { readExtXyz } from './extxyz-reader';
import { reducedFormula } from './formula';
import { cellVolume } from './lattice';
import { readPoscar } from './poscar-reader';
import { PositionIndex } from './position-index';
import { readPymatgenJson } from './pymatgen-json-reader';
import { loadSettings } from './space-group-settings';
import { StructureFileError } from './structure-file-error';
import { MOST_BYTES } from './structure-limits';
import { SHORTEST_VALID_DISTANCE } from './validity';

export type StructureFormat = 'CIF' | 'POSCAR' | 'extXYZ' | 'pymatgen JSON';

/** One ordered crystal as a file describes it. */
export interface StructureFile {
  readonly crystal: Crystal;
  /** The file's own name for it, else the formula. */
  readonly title: string;
  readonly format: StructureFormat;
  /** Sentences for the user: what was assumed, chosen, left out, or does not agree. Empty when nothing was. */
  readonly notes: readonly string[];
}

const REMEDY = 'The studio reads CIF, POSCAR, extended XYZ and pymatgen JSON.';
/** Å³: no atom is so small. */
const SMALLEST_VOLUME_PER_ATOM = 0.5;

/**
 * Reads a structure from a file's bytes; the format is known by its content, and where that is not telling by its name.
 * Takes time in proportion to the file. Rejects with StructureFileError, whose message names line and value and says what to do.
 */
export async function readStructureFile(name: string, bytes: Uint8Array): Promise<StructureFile> {
  if (bytes.length > MOST_BYTES) {
    const size = (bytes.length / 1e6).toFixed(1);
    throw new StructureFileError(undefined, `The file has ${size} MB; at most ${MOST_BYTES / 1e6} MB are read.`);
  }
  const { text, notes } = decodeText(bytes);
  if (text.trim() === '') throw new StructureFileError(undefined, 'The file holds nothing but white space.');
  const format = formatOf(name, text);
  const { crystal, title = '', notes: more } = await readers[format](text);
  return {
    crystal,
    title: title.trim() || reducedFormula(crystal),
    format,
    notes: [...notes, ...more, ...plausibilityNotes(crystal)],
  };
}

interface ReadText {
  readonly crystal: Crystal;
  readonly title?: string;
  readonly notes: readonly string[];
}

const readers: Readonly<Record<StructureFormat, (text: string) => ReadText | Promise<ReadText>>> = {
  CIF: async (text) => {
    const { name, ...structure } = readCif(text, await loadSettings());
    return { ...structure, title: name };
  },
  POSCAR: readPoscar,
  extXYZ: readExtXyz,
  'pymatgen JSON': readPymatgenJson,
};

function formatOf(name: string, text: string): StructureFormat {
  const base = (name.split(/[\\/]/).at(-1) ?? '').toLowerCase();
  const lines = text.split('\n', 8);
  if (/^\s*[{[]/.test(text)) return 'pymatgen JSON';
  if (text.startsWith('#\\#CIF') || /^\s*data_/im.test(text) || /\.m?cif$/.test(base)) return 'CIF';
  if (/^\s*\d+\s*$/.test(lines[0]) && !isPoscarBody(lines)) return 'extXYZ';
  if (/\.(ext)?xyz$/.test(base)) return 'extXYZ';
  if (/poscar|contcar|\.vasp$/.test(base) || isPoscarBody(lines)) return 'POSCAR';
  if (/\.json$/.test(base)) return 'pymatgen JSON';
  throw new StructureFileError(undefined, `What ${quoteName(name)} holds is not known. ${REMEDY}`);
}

function quoteName(name: string): string {
  return name === '' ? 'the file' : `"${name}"`;
}

/** A scale factor and three vectors below the comment. */
function isPoscarBody(lines: readonly string[]): boolean {
  const counts = lines.slice(1, 5).map(
    (line) =>
      line
        .trim()
        .split(/\s+/)
        .filter((word) => /^[-+.\d]/.test(word)).length,
  );
  return counts.length === 4 && (counts[0] === 1 || counts[0] === 3) && counts.slice(1).every((count) => count >= 3);
}

/** What reads without fault and yet can hardly be meant. */
function plausibilityNotes(crystal: Crystal): string[] {
  const notes: string[] = [];
  const pair = closestPair(crystal);
  if (pair) {
    const [first, second] = [pair.first, pair.second].map(
      (atom) => `${symbolOf(crystal.atomicNumbers[atom])} (atom ${atom + 1})`,
    );
    notes.push(`${first} and ${second} are only ${pair.distance.toFixed(2)} Å apart.`);
  }
  const volume = cellVolume(crystal.lattice) / crystal.atomicNumbers.length;
  if (volume < SMALLEST_VOLUME_PER_ATOM) notes.push(`The cell has only ${volume.toPrecision(2)} Å³ for each atom.`);
  return notes;
}

/** Two atoms nearer than any are in a crystal; the first such pair. */
function closestPair({ lattice, atomicNumbers, fracCoords }: Crystal) {
  const index = new PositionIndex(lattice, SHORTEST_VALID_DISTANCE);
  for (let atom = 0; atom < atomicNumbers.length; atom++) {
    const position = [...fracCoords.subarray(3 * atom, 3 * atom + 3)];
    const near = index.near(position);
    if (near) return { first: near.index, second: atom, distance: near.distance };
    index.add(position);
  }
  return undefined;
}
