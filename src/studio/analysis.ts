import type { Crystal } from '../crystal/crystal';
import type { SymmetryAnalysis } from '../crystal/symmetry';
import { type OpenRequest, openAnalysis } from '../generation/analysis-service';
import type { RunRecord } from '../generation/run';
import type { CandidateSummary } from '../generation/summary';

let worker: ReturnType<typeof openAnalysis> | undefined;

function client() {
  if (!worker || worker.death) worker = openAnalysis();
  return worker;
}

const summaries = new WeakMap<Crystal, Promise<CandidateSummary>>();

/** What is to be said of a crystal, computed once for each, outside of the page. */
export function summaryOf(crystal: Crystal): Promise<CandidateSummary> {
  return remembered(summaries, crystal, () => client().call('summarise', crystal));
}

const symmetries = new WeakMap<Crystal, Promise<SymmetryAnalysis>>();

/** Å at which cells are standardised, in view and in exports; the files say it. */
export const STANDARD_SYMPREC = 0.1;

/** The symmetry of a crystal, computed once for each. Rejects with StudioError `unsupported` where it cannot be determined. */
export function symmetryOf(crystal: Crystal): Promise<SymmetryAnalysis> {
  return remembered(symmetries, crystal, () => client().call('symmetry', { crystal, symprec: STANDARD_SYMPREC }));
}

/** A run over the structure in a file. Rejects with StudioError that names the file and what is wrong with it. */
export function openStructureFile(request: OpenRequest): Promise<RunRecord> {
  return client().call('open', request, { transfer: [request.content.buffer as ArrayBuffer] });
}

function remembered<Result>(
  known: WeakMap<Crystal, Promise<Result>>,
  crystal: Crystal,
  compute: () => Promise<Result>,
): Promise<Result> {
  const before = known.get(crystal);
  if (before) return before;
  const result = compute();
  known.set(crystal, result);
  result.catch(() => known.delete(crystal));
  return result;
}
