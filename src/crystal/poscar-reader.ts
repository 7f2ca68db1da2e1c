import type { Crystal } from './crystal';
import { atomicNumberOf } from './elements';
import { cartToFrac, cellVolume } from './lattice';
import { decimalNumber, quoteValue, StructureFileError } from './structure-file-error';
import { MOST_ATOMS } from './structure-limits';

export interface PoscarStructure {
  /** The comment line. */
  readonly title: string;
  readonly crystal: Crystal;
  /** Sentences for the user: what was left out. */
  readonly notes: readonly string[];
}

/**
 * Reads a POSCAR or CONTCAR of VASP 5 and later: direct or Cartesian coordinates, one scale factor, a volume (negative) or
 * three factors. Selective dynamics and what follows the positions, such as velocities, are left out with a note.
 * Throws StructureFileError, naming line and value; for VASP 4's form, which names no elements, too.
 */
export function readPoscar(text: string): PoscarStructure {
  const lines = new Lines(text);
  const title = lines.next('the comment').trim();
  const scale = lines.numbers('the scale factor', (count) => count === 1 || count === 3);
  const scaleLine = lines.number;
  const vectors = ['a', 'b', 'c'].flatMap((axis) => lines.numbers(`lattice vector ${axis}`, (count) => count === 3));
  const lattice = scaledLattice(vectors, scale, scaleLine);
  const symbols = readSymbols(lines);
  const counts = readCounts(lines, symbols.length);
  const notes: string[] = [];
  let mode = lines.next('"Direct" or "Cartesian"').trim();
  if (/^s/i.test(mode)) {
    notes.push('The flags of selective dynamics were left out.');
    mode = lines.next('"Direct" or "Cartesian"').trim();
  }
  if (!/^[dck]/i.test(mode)) {
    throw new StructureFileError(lines.number, `${quoteValue(mode)} is neither "Direct" nor "Cartesian".`);
  }
  const species = symbols.flatMap((symbol, group) => Array.from({ length: counts[group] }, () => symbol));
  const positions = species.flatMap((symbol, atom) => readPosition(lines, atom, species.length, symbol));
  const isCartesian = /^[ck]/i.test(mode);
  const rest = lines.rest();
  if (rest) {
    if (rest.isAtOnce && /^\s*[-+.\d]/.test(rest.text)) {
      throw new StructureFileError(
        rest.line,
        `${quoteValue(rest.text)} follows the ${species.length} positions that the counts announce. Correct the counts, ` +
          'or put an empty line before velocities.',
      );
    }
    notes.push(`What follows the positions, from line ${rest.line} on (velocities or more), was left out.`);
  }
  const factors =
    scale.length === 3 ? scale : [1, 1, 1].map(() => Math.cbrt(cellVolume(lattice) / cellVolume(vectors)));
  const scaled = positions.map((x, index) => x * factors[index % 3]);
  return {
    title,
    crystal: {
      lattice,
      atomicNumbers: Uint8Array.from(species, (symbol) => atomicNumberOf(symbol) as number),
      fracCoords: isCartesian ? cartToFrac(scaled, lattice) : Float64Array.from(positions),
    },
    notes,
  };
}

/** One factor for all, one per Cartesian axis, or, negative, minus the volume in Å³. */
function scaledLattice(vectors: readonly number[], scale: readonly number[], line: number): Float64Array {
  const volume = cellVolume(vectors);
  if (!(volume > 1e-6)) throw new StructureFileError(line + 1, 'The three lattice vectors enclose no volume.');
  const isWrong = scale.length === 3 ? scale.some((factor) => factor <= 0) : scale[0] === 0;
  if (isWrong) {
    throw new StructureFileError(
      line,
      `The scale factor ${scale.join(' ')} must be positive, or minus the volume in Å³.`,
    );
  }
  if (scale.length === 3) return Float64Array.from(vectors, (x, index) => x * scale[index % 3]);
  const factor = scale[0] > 0 ? scale[0] : Math.cbrt(-scale[0] / volume);
  return Float64Array.from(vectors, (x) => x * factor);
}

/** The line of symbols; `Fe_pv` and `Fe/1a2b` name potentials of iron. */
function readSymbols(lines: Lines): string[] {
  const line = lines.next('the element symbols');
  const words = line.trim().split(/\s+/);
  if (words.every((word) => /^\d+$/.test(word))) {
    throw new StructureFileError(
      lines.number,
      `There are counts (${line.trim()}) where element symbols should stand: the file is in VASP 4's form, which names ` +
        'no elements. Insert a line with the symbols before it.',
    );
  }
  return words.map((word) => {
    const symbol = word.replace(/[_/].*$/, '');
    if (atomicNumberOf(symbol) !== undefined) return symbol;
    throw new StructureFileError(lines.number, `${quoteValue(word)} is no element symbol.`);
  });
}

function readCounts(lines: Lines, expected: number): number[] {
  const words = lines.next('the numbers of atoms').trim().split(/\s+/);
  const counts = words.map((word) => {
    if (/^\d{1,9}$/.test(word) && Number(word) > 0) return Number(word);
    throw new StructureFileError(lines.number, `The number of atoms ${quoteValue(word)} is not a positive integer.`);
  });
  if (counts.length !== expected) {
    const reason = `There are ${counts.length} numbers of atoms for ${expected} element symbols.`;
    throw new StructureFileError(lines.number, reason);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > MOST_ATOMS) {
    throw new StructureFileError(lines.number, `The cell holds ${total} atoms; at most ${MOST_ATOMS} are read.`);
  }
  return counts;
}

/** Three numbers; a symbol behind them must be that of the atom's group. */
function readPosition(lines: Lines, atom: number, count: number, symbol: string): number[] {
  const line = lines.next(`position ${atom + 1} of ${count}`);
  const words = line.trim().split(/\s+/);
  const position = words.slice(0, 3).map((word) => decimalNumber(word));
  const hasMore = decimalNumber(words[3] ?? '') !== undefined;
  if (position.length < 3 || position.includes(undefined) || hasMore) {
    throw new StructureFileError(
      lines.number,
      `Position ${atom + 1} of ${count} is ${quoteValue(line)}, which is not three numbers.`,
    );
  }
  const named = words.slice(3).find((word) => atomicNumberOf(word) !== undefined && !/^[TF]$/.test(word));
  if (named !== undefined && named !== symbol) {
    throw new StructureFileError(
      lines.number,
      `Position ${atom + 1} is marked as ${named}, but by symbols and counts it is ${symbol}. Correct one of them.`,
    );
  }
  return position as number[];
}

class Lines {
  private readonly lines: readonly string[];
  /** Of the line that was read last, from 1. */
  number = 0;

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  next(what: string): string {
    const line = this.lines[this.number++];
    if (line === undefined || (this.number === this.lines.length && line === '')) {
      throw new StructureFileError(this.lines.length, `The file ends before ${what}: it was cut off.`);
    }
    return line;
  }

  numbers(what: string, isRight: (count: number) => boolean): number[] {
    const line = this.next(what);
    const values = line.trim().split(/\s+/).map(decimalNumber);
    if (isRight(values.length) && !values.includes(undefined)) return values as number[];
    // A remark may follow.
    const leading = values.slice(0, Math.max(0, values.indexOf(undefined)));
    if (values.includes(undefined) && isRight(leading.length)) return leading as number[];
    throw new StructureFileError(this.number, `${quoteValue(line)} should be ${what}.`);
  }

  /** The first line that is left and not empty; whether it follows at once. */
  rest(): { readonly line: number; readonly text: string; readonly isAtOnce: boolean } | undefined {
    const found = this.lines.findIndex((line, index) => index >= this.number && line.trim() !== '');
    if (found < 0) return undefined;
    return { line: found + 1, text: this.lines[found], isAtOnce: found === this.number };
  }
}
