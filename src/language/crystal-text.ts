import type { Crystal } from '../crystal/crystal';
import { atomicNumberOf } from '../crystal/elements';
import { shortestDistance } from '../crystal/geometry';
import { type LatticeParameters, latticeFromParameters } from '../crystal/lattice';

/** Atoms of a draft closer than this are taken to coincide, Å. */
export const SHORTEST_ALLOWED_DISTANCE = 0.5;

/** What a streaming text has added to the draft. */
export type DraftEvent =
  | { readonly kind: 'lattice'; readonly parameters: LatticeParameters; readonly lattice: Float64Array }
  | {
      readonly kind: 'atom';
      /** From 0. */
      readonly index: number;
      readonly atomicNumber: number;
      readonly fracCoords: readonly [number, number, number];
    };

export type RejectionReason =
  | 'malformed'
  | 'unknown-element'
  | 'impossible-cell'
  | 'coinciding-atoms'
  | 'cut-off'
  | 'too-many-atoms';

/** Why a draft is not a crystal; `message` is a sentence for the user. */
export interface Rejection {
  readonly reason: RejectionReason;
  readonly message: string;
}

export type DraftResult =
  | { readonly accepted: true; readonly crystal: Crystal }
  | { readonly accepted: false; readonly rejection: Rejection };

const LENGTHS = /^(\d+\.\d) (\d+\.\d) (\d+\.\d)$/;
const ANGLES = /^(\d+) (\d+) (\d+)$/;
const COORDINATES = /^(0\.\d\d) (0\.\d\d) (0\.\d\d)$/;

/**
 * Reads crystal text while it is being written: push the characters as they come, call `finish` after the last.
 * Nothing is judged before its line is complete; after a rejection further text is ignored.
 */
export class CrystalTextParser {
  private readonly maxAtoms: number;
  private line = '';
  private lineNumber = 0;
  private lengths: readonly number[] = [];
  private lattice: Float64Array | undefined;
  private element: number | undefined;
  private readonly atomicNumbers: number[] = [];
  private readonly fracCoords: number[] = [];
  private rejected: Rejection | undefined;

  constructor(limits: { readonly maxAtoms: number }) {
    this.maxAtoms = limits.maxAtoms;
  }

  /** Why the text can no longer become a crystal, as soon as that is known. */
  get rejection(): Rejection | undefined {
    return this.rejected;
  }

  /** The lattice and the atoms that are complete; undefined before the lattice is. */
  get partial(): Crystal | undefined {
    return (
      this.lattice && {
        lattice: this.lattice,
        atomicNumbers: Uint8Array.from(this.atomicNumbers),
        fracCoords: Float64Array.from(this.fracCoords),
      }
    );
  }

  /** Takes the next characters; returns what became complete with them. */
  push(text: string): DraftEvent[] {
    const events: DraftEvent[] = [];
    for (const character of text) {
      if (this.rejected) break;
      if (character !== '\n') {
        this.line += character;
        continue;
      }
      this.lineNumber++;
      const event = this.readLine(this.line);
      if (event) events.push(event);
      this.line = '';
    }
    return events;
  }

  /**
   * Judges the whole text.
   * @param endOfText whether the writer ended the text itself, rather than being cut off by a limit
   */
  finish(endOfText: boolean): DraftResult {
    if (!this.rejected) this.judgeEnd(endOfText);
    return this.rejected
      ? { accepted: false, rejection: this.rejected }
      : { accepted: true, crystal: this.partial as Crystal };
  }

  private judgeEnd(endOfText: boolean): void {
    const crystal = this.partial;
    if (!endOfText || this.line !== '' || this.element !== undefined || !crystal || this.atomicNumbers.length === 0) {
      const atoms = this.atomicNumbers.length;
      this.reject('cut-off', `The text is cut off after ${atoms} complete ${atoms === 1 ? 'atom' : 'atoms'}.`);
      return;
    }
    const distance = shortestDistance(crystal);
    if (distance < SHORTEST_ALLOWED_DISTANCE) {
      this.reject(
        'coinciding-atoms',
        `Two atoms are ${distance.toFixed(2)} Å apart, less than ${SHORTEST_ALLOWED_DISTANCE} Å.`,
      );
    }
  }

  private readLine(line: string): DraftEvent | undefined {
    if (this.lineNumber === 1) return this.readLengths(line);
    if (this.lineNumber === 2) return this.readAngles(line);
    if (this.element === undefined) return this.readElement(line);
    return this.readCoordinates(line, this.element);
  }

  private readLengths(line: string): undefined {
    const numbers = LENGTHS.exec(line)?.slice(1).map(Number);
    if (!numbers) return this.malformed(line, 'three lengths with one decimal');
    this.lengths = numbers;
  }

  private readAngles(line: string): DraftEvent | undefined {
    const angles = ANGLES.exec(line)?.slice(1).map(Number);
    if (!angles) return this.malformed(line, 'three whole angles');
    const [[a, b, c], [alpha, beta, gamma]] = [this.lengths, angles];
    const parameters = { a, b, c, alpha, beta, gamma };
    try {
      this.lattice = latticeFromParameters(parameters);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return this.reject('impossible-cell', `Impossible cell: ${error.message}`);
    }
    return { kind: 'lattice', parameters, lattice: this.lattice };
  }

  private readElement(line: string): undefined {
    if (this.atomicNumbers.length === this.maxAtoms) {
      return this.reject('too-many-atoms', `The text has more than ${this.maxAtoms} atoms.`);
    }
    this.element = atomicNumberOf(line);
    if (this.element === undefined) {
      this.reject('unknown-element', `Line ${this.lineNumber}: ${JSON.stringify(line)} is not an element.`);
    }
  }

  private readCoordinates(line: string, atomicNumber: number): DraftEvent | undefined {
    const numbers = COORDINATES.exec(line)?.slice(1).map(Number);
    if (!numbers) return this.malformed(line, 'three coordinates in [0, 1) with two decimals');
    const fracCoords = [numbers[0], numbers[1], numbers[2]] as const;
    const index = this.atomicNumbers.length;
    this.atomicNumbers.push(atomicNumber);
    this.fracCoords.push(...fracCoords);
    this.element = undefined;
    return { kind: 'atom', index, atomicNumber, fracCoords };
  }

  private malformed(line: string, expected: string): undefined {
    return this.reject('malformed', `Line ${this.lineNumber}: ${JSON.stringify(line)} should hold ${expected}.`);
  }

  private reject(reason: RejectionReason, message: string): undefined {
    this.rejected = { reason, message };
  }
}

/** Reads a complete crystal text. */
export function parseCrystalText(text: string, limits: { readonly maxAtoms: number }): DraftResult {
  const parser = new CrystalTextParser(limits);
  parser.push(text);
  return parser.finish(true);
}
