import { type CellChoice, refinementCell } from '../crystal/cell-choice';
import type { Crystal } from '../crystal/crystal';
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
  const unknown = whyNotRefined(crystal, 'cell', { maxAtoms: Number.POSITIVE_INFINITY, trainedElements });
  if (unknown !== undefined) return { refusal: unknown };
  let cell: CellChoice;
  try {
    cell = refinementCell(crystal, finder);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { refusal: `It cannot be refined: ${error.message}` };
  }
  const refusal = whyNotRefined(cell.crystal, cell.madePrimitive ? 'primitive cell' : 'cell', {
    maxAtoms,
    trainedElements,
  });
  return refusal === undefined ? { draft: cell.crystal } : { refusal };
}

/** Why the denoiser does not take this cell, a sentence; undefined when it does. @param what the cell is called */
export function whyNotRefined(
  { atomicNumbers }: Crystal,
  what: string,
  { maxAtoms, trainedElements }: RefinementLimits,
): string | undefined {
  const unknown = [...new Set(atomicNumbers)].filter((atomicNumber) => !trainedElements.includes(atomicNumber));
  if (unknown.length > 0) {
    return `It cannot be refined: the diffusion model was not trained on ${nameList(unknown.map(symbolOf))}.`;
  }
  if (atomicNumbers.length <= maxAtoms) return undefined;
  return `It cannot be refined: its ${what} has ${atomicNumbers.length} atoms, and the diffusion model takes at most ${maxAtoms}.`;
}
