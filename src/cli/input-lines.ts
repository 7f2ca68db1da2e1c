import { readFile } from 'node:fs/promises';
import type { Crystal } from '../crystal/crystal';
import type { Locks } from '../diffusion/locked-part';
import type { DraftToRefine } from '../generation/refining';
import type { Conditions } from '../language/conditions';
import type { CandidateLine, StructureJson } from './candidate-line';
import { CommandError } from './command-error';

/** One line of a prompts file. */
export interface PromptLine {
  readonly id: string;
  readonly prompt?: string;
  readonly conditions?: Conditions;
  readonly seed?: number;
}

/** A draft to refine again, with the line that it came from. */
export interface DraftLine extends DraftToRefine {
  readonly source: CandidateLine;
}

/** Reads `--prompts-file`. Throws CommandError naming the line. */
export async function readPrompts(file: string): Promise<PromptLine[]> {
  return readLines(file, (line: PromptLine) => {
    if (typeof line.id !== 'string') throw new Error('it has no "id"');
    if (typeof line.prompt !== 'string' && typeof line.conditions !== 'object') {
      throw new Error('it has neither "prompt" nor "conditions"');
    }
    return line;
  });
}

/** Reads `--drafts-from`; line k is candidate k. Throws CommandError naming the line. */
export async function readDrafts(file: string): Promise<DraftLine[]> {
  return readLines(file, (source: CandidateLine, candidate) => {
    if (!source.draft) throw new Error('it has no "draft"');
    const asked = source.askedSpaceGroup !== undefined && { askedSpaceGroup: source.askedSpaceGroup };
    const crystal = crystalOf(source.draft);
    const locks = source.locks && { locks: checkedLocks(source.locks, crystal) };
    return { candidate, crystal, source, ...asked, ...locks };
  });
}

export function structureJson(crystal: Crystal): StructureJson {
  return {
    lattice: Array.from(crystal.lattice),
    atomicNumbers: Array.from(crystal.atomicNumbers),
    fracCoords: Array.from(crystal.fracCoords),
  };
}

function checkedLocks({ lattice, sites }: Locks, { atomicNumbers }: Crystal): Locks {
  const isSite = (site: unknown) => Number.isInteger(site) && Number(site) >= 0 && Number(site) < atomicNumbers.length;
  if (typeof lattice !== 'boolean' || !Array.isArray(sites) || !sites.every(isSite)) {
    throw new Error(
      `its locks are not {"lattice": true or false, "sites": [numbers from 0 to ${atomicNumbers.length - 1}]}`,
    );
  }
  return { lattice, sites };
}

export function crystalOf({ lattice, atomicNumbers, fracCoords }: StructureJson): Crystal {
  const numbers = [...lattice, ...atomicNumbers, ...fracCoords];
  if (lattice.length !== 9 || fracCoords.length !== 3 * atomicNumbers.length || !numbers.every(Number.isFinite)) {
    throw new Error('its draft does not hold 9 lattice numbers and 3 coordinates per atom');
  }
  return {
    lattice: Float64Array.from(lattice),
    atomicNumbers: Uint8Array.from(atomicNumbers),
    fracCoords: Float64Array.from(fracCoords),
  };
}

async function readLines<Parsed, Result>(
  file: string,
  check: (line: Parsed, index: number) => Result,
): Promise<Result[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandError(`Cannot read ${file}: ${error.message}`);
  });
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new CommandError(`${file} holds no lines.`);
  return lines.map((line, index) => {
    try {
      return check(JSON.parse(line) as Parsed, index);
    } catch (error) {
      throw new CommandError(`${file}, line ${index + 1}: ${(error as Error).message}.`);
    }
  });
}
