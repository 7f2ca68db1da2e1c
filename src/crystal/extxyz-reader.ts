import type { Crystal } from './crystal';
import { atomicNumberOf, ELEMENTS } from './elements';
import { cartToFrac, cellVolume } from './lattice';
import { decimalNumber, nameList, quoteValue, StructureFileError } from './structure-file-error';
import { MOST_ATOMS } from './structure-limits';

export interface ExtXyzStructure {
  readonly crystal: Crystal;
  /** Sentences for the user: what was chosen, assumed or left out. */
  readonly notes: readonly string[];
}

interface Frame {
  /** Line of its comment, from 1. */
  readonly line: number;
  readonly comment: string;
  readonly atoms: readonly string[];
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly first: number;
  readonly width: number;
}

/**
 * Reads the last frame of an extended XYZ file: `Lattice`, and of `Properties` the species and positions.
 * Throws StructureFileError, naming line and value, for plain XYZ and for a cell that is not periodic too.
 */
export function readExtXyz(text: string): ExtXyzStructure {
  const frames = splitFrames(text.split('\n'));
  const frame = frames.at(-1) as Frame;
  const info = readInfo(frame);
  const notes = frames.length > 1 ? [`The file holds ${frames.length} frames; the last one was read.`] : [];
  const lattice = readLattice(info.get('lattice'), frame.line);
  const periodic = readPeriodicity(info.get('pbc'), frame.line);
  if (periodic.length < 3) {
    notes.push(
      `The file is periodic along ${nameList(periodic)} only; the studio repeats the cell along all three axes.`,
    );
  }
  const columns = readColumns(info.get('properties') ?? 'species:S:1:pos:R:3', frame.line);
  const species = columns.find(({ name, type }) => name === 'species' && type === 'S');
  const numbers = columns.find(({ name, type }) => name === 'Z' && type === 'I');
  const position = columns.find(({ name, type, width }) => name === 'pos' && type === 'R' && width === 3);
  const element = species ?? numbers;
  if (!element || !position) {
    throw new StructureFileError(frame.line, 'Properties names no species:S:1 or no pos:R:3: both are needed.');
  }
  const unused = columns.filter((column) => ![species, numbers, position].includes(column)).map(({ name }) => name);
  if (unused.length > 0) notes.push(`Left out: ${nameList(unused)} of the atoms.`);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const atomicNumbers: number[] = [];
  const positions: number[] = [];
  frame.atoms.forEach((text, atom) => {
    const line = frame.line + 1 + atom;
    const words = text.trim().split(/\s+/);
    if (words.length !== width) {
      const reason = `Atom ${atom + 1} has ${words.length} values; Properties names ${width}.`;
      throw new StructureFileError(line, `${reason} The line is ${quoteValue(text)}.`);
    }
    atomicNumbers.push(readElement(words[element.first], line, element === species));
    for (let axis = 0; axis < 3; axis++) {
      const word = words[position.first + axis];
      const value = decimalNumber(word);
      if (value === undefined)
        throw new StructureFileError(line, `The coordinate ${quoteValue(word)} is not a number.`);
      positions.push(value);
    }
  });
  return {
    crystal: {
      lattice,
      atomicNumbers: Uint8Array.from(atomicNumbers),
      fracCoords: cartToFrac(positions, lattice),
    },
    notes,
  };
}

function splitFrames(lines: readonly string[]): Frame[] {
  const frames: Frame[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === '') {
      at++;
      continue;
    }
    const counted = lines[at].trim();
    if (!/^\d{1,9}$/.test(counted) || Number(counted) === 0) {
      throw new StructureFileError(at + 1, `${quoteValue(counted)} should be a frame's number of atoms.`);
    }
    const count = Number(counted);
    if (count > MOST_ATOMS) {
      throw new StructureFileError(at + 1, `The cell holds ${count} atoms; at most ${MOST_ATOMS} are read.`);
    }
    const atoms = lines.slice(at + 2, at + 2 + count);
    const missing = atoms.findIndex((line) => line.trim() === '');
    const present = missing < 0 ? atoms.length : missing;
    if (present < count) {
      throw new StructureFileError(
        at + 1,
        `The frame that starts here announces ${count} atoms but has ${present}: the file was cut off or the number is wrong.`,
      );
    }
    frames.push({ line: at + 2, comment: lines[at + 1], atoms });
    at += 2 + count;
  }
  if (frames.length === 0) throw new StructureFileError(1, 'The file holds no frame.');
  return frames;
}

/** The `key=value` pairs of the comment line; keys in lower case, values in quotes, brackets or bare. */
function readInfo({ comment, line }: Frame): Map<string, string> {
  const info = new Map<string, string>();
  const pair = /([^\s=]+)=("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{[^}]*\}|[^\s"]*)(?=\s|$)|(\S+)/g;
  for (const [, key, value, other] of comment.matchAll(pair)) {
    if (other !== undefined && /^(lattice|properties|pbc)=/i.test(other)) {
      throw new StructureFileError(line, `The value of ${quoteValue(other)} has no closing quote.`);
    }
    if (key === undefined) continue;
    if (info.has(key.toLowerCase())) throw new StructureFileError(line, `${key} is given twice.`);
    info.set(key.toLowerCase(), value.replace(/^["[{]|["\]}]$/g, ''));
  }
  return info;
}

function readLattice(text: string | undefined, line: number): Float64Array {
  if (text === undefined) {
    throw new StructureFileError(
      line,
      'The comment line has no Lattice="…": plain XYZ describes a molecule, not a crystal. Add the nine numbers of the cell.',
    );
  }
  const words = text.trim().split(/[\s,]+/);
  const values = words.map(decimalNumber);
  const wrong = values.indexOf(undefined);
  if (wrong >= 0)
    throw new StructureFileError(line, `Lattice holds ${quoteValue(words[wrong])}, which is not a number.`);
  if (values.length !== 9) throw new StructureFileError(line, `Lattice has ${values.length} numbers; it needs nine.`);
  const lattice = Float64Array.from(values as number[]);
  if (!(cellVolume(lattice) > 1e-6)) throw new StructureFileError(line, 'The vectors of Lattice enclose no volume.');
  return lattice;
}

/** Axes along which the cell repeats. */
function readPeriodicity(text: string | undefined, line: number): string[] {
  if (text === undefined) return ['a', 'b', 'c'];
  const words = text.trim().split(/[\s,]+/);
  if (words.length !== 3 || !words.every((word) => /^([TF]|true|false|[01])$/i.test(word))) {
    throw new StructureFileError(line, `pbc is ${quoteValue(text)}; it should be three of T and F.`);
  }
  const periodic = ['a', 'b', 'c'].filter((_, axis) => /^(t|1)/i.test(words[axis]));
  if (periodic.length > 0) return periodic;
  throw new StructureFileError(line, 'pbc is F along all axes: the file describes a molecule, not a crystal.');
}

function readColumns(text: string, line: number): Column[] {
  const parts = text.split(':');
  const columns: Column[] = [];
  let first = 0;
  for (let at = 0; at < parts.length; at += 3) {
    const [name, type, width] = parts.slice(at, at + 3);
    if (!name || !/^[SIRL]$/.test(type ?? '') || !/^[1-9]\d?$/.test(width ?? '')) {
      throw new StructureFileError(
        line,
        `Properties is ${quoteValue(text)}, which is not a list of name:type:columns.`,
      );
    }
    columns.push({ name, type, first, width: Number(width) });
    first += Number(width);
  }
  return columns;
}

function readElement(word: string, line: number, isSymbol: boolean): number {
  const atomicNumber = isSymbol ? atomicNumberOf(word) : ELEMENTS[Number(word) - 1]?.atomicNumber;
  if (atomicNumber !== undefined) return atomicNumber;
  throw new StructureFileError(line, `${quoteValue(word)} is no ${isSymbol ? 'element symbol' : 'atomic number'}.`);
}
