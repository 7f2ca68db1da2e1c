import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import { reducedFormula } from '../crystal/formula';
import { wrappedDistance } from '../crystal/lattice';
import type { Locks } from '../diffusion/locked-part';
import type { DenoiserEntry } from '../runtime/manifest';
import { whyNotRefined } from './import-structure';
import { EDITED, type RunRecord, type RunRequest } from './run';
import { RunInProgress } from './run-in-progress';

/** A structure that was edited by hand, with what it was before. */
export interface StructureEdit {
  readonly before: Crystal;
  /** The same sites, moved or of another element. */
  readonly after: Crystal;
  readonly locks: Locks;
  /** Where it was taken from, a sentence. */
  readonly origin: string;
}

/**
 * A run over a structure that was edited by hand: its draft is the structure as it is, site by site, so that locks keep
 * their meaning; ready for `Engine.refine`.
 */
export function editedStructure(
  { before, after, locks, origin }: StructureEdit,
  request: RunRequest,
  limits: Pick<DenoiserEntry, 'maxAtoms' | 'trainedElements'>,
): RunRecord {
  const formula = reducedFormula(after);
  const refusal = whyNotRefined(after, 'cell', limits);
  const source = {
    fileName: formula,
    format: EDITED,
    title: formula,
    notes: [origin, ...editsInWords(before, after)],
    crystal: after,
    ...(refusal !== undefined && { refusal }),
  } as const;
  const asked = { ...request, prompt: '', conditions: {}, count: 1 };
  const isLocked = locks.lattice || locks.sites.length > 0;
  const draft = refusal === undefined ? after : undefined;
  return RunInProgress.fromSource(asked, source, draft, isLocked ? locks : undefined).record('stopped');
}

/** Å below which a site counts as unmoved: what is shown of a coordinate. */
const SMALLEST_MOVE = 5e-4;

/** A sentence for each site that was changed: `O3 moved by 0.42 Å.`, `Ti2 became Zr.` */
export function editsInWords(before: Crystal, after: Crystal): string[] {
  return Array.from(before.atomicNumbers, (atomicNumber, site) => {
    const name = `${symbolOf(atomicNumber)}${site + 1}`;
    const now = after.atomicNumbers[site];
    const distance = wrappedDistance(before.lattice, before.fracCoords, site, after.fracCoords, site);
    const became = now === atomicNumber ? '' : ` became ${symbolOf(now)}`;
    const moved = distance < SMALLEST_MOVE ? '' : ` moved by ${distance.toFixed(2)} Å`;
    return became || moved ? `${name}${[became, moved].filter(Boolean).join(' and')}.` : '';
  }).filter(Boolean);
}
