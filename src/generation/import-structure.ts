import { type CellChoice, refinementCell } from '../crystal/cell-choice';
import { symbolOf } from '../crystal/elements';
import type { StructureFile } from '../crystal/structure-file';
import { nameList } from '../crystal/structure-file-error';
import type { SymmetryFinder } from '../crystal/symmetry';
import type { DenoiserEntry } from '../runtime/manifest';
import type { RunRecord, RunRequest } from './run';
import { RunInProgress } from './run-in-progress';

/** What the denoiser was trained on. */
export type RefinementLimits = Pick<DenoiserEntry, 'maxAtoms' | 'trainedElements'>;

/**
 * A run over a structure read from a file: its draft is the structure's primitive Niggli cell, as if the language model had
 * written it, ready for `Engine.refine`. A structure that the denoiser cannot take has no draft; the run's source says why.
 */
export function importStructure(
  fileName: string,
  { crystal, title, format, notes }: StructureFile,
  request: RunRequest,
  limits: RefinementLimits,
  finder: SymmetryFinder,
): RunRecord {
  const { draft, refusal } = draftOf(crystal, limits, finder);
  const source = { fileName, format, title, notes, crystal, ...(refusal !== undefined && { refusal }) };
  return RunInProgress.fromSource({ ...request, prompt: '', conditions: {}, count: 1 }, source, draft).record(
    'stopped',
  );
}

function draftOf(
  crystal: StructureFile['crystal'],
  { maxAtoms, trainedElements }: RefinementLimits,
  finder: SymmetryFinder,
) {
  const unknown = [...new Set(crystal.atomicNumbers)].filter((atomicNumber) => !trainedElements.includes(atomicNumber));
  if (unknown.length > 0) {
    const symbols = nameList(unknown.map(symbolOf));
    return { refusal: `It cannot be refined: the diffusion model was not trained on ${symbols}.` };
  }
  let cell: CellChoice;
  try {
    cell = refinementCell(crystal, finder);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { refusal: `It cannot be refined: ${error.message}` };
  }
  const count = cell.crystal.atomicNumbers.length;
  if (count <= maxAtoms) return { draft: cell.crystal };
  const what = cell.madePrimitive ? 'primitive cell' : 'cell';
  return {
    refusal: `It cannot be refined: its ${what} has ${count} atoms, and the diffusion model takes at most ${maxAtoms}.`,
  };
}
