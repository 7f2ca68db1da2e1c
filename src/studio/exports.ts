import { writeCheckedCif, writeP1Cif } from '../crystal/cif';
import type { Crystal } from '../crystal/crystal';
import { writeTrajectoryExtXyz } from '../crystal/extxyz';
import { writePoscar } from '../crystal/poscar';
import { writePymatgenJson } from '../crystal/pymatgen-json';
import type { SymmetryAnalysis } from '../crystal/symmetry';
import type { RunRecord } from '../generation/run';
import { fileOrigin, provenanceOf } from '../generation/run-trajectory';
import { askedStructureType } from '../report/asked-structure-type';
import { type WishOutcome, wishOutcomes } from '../report/judge-candidate';
import { reportComment, writeReportJson } from '../report/report-file';
import { reportLines } from '../report/report-lines';
import type { TrustReport } from '../report/trust-report';
import { StudioError } from '../runtime/errors';
import { symmetryOf } from './analysis';
import { fileStem } from './download';
import { reportOf } from './report';
import { type CandidateView, type Choice, selectedCandidate } from './store/studio-store';

export type ExportKind =
  | 'cif-symmetrised'
  | 'cif-p1'
  | 'poscar'
  | 'pymatgen-json'
  | 'report-json'
  | 'trajectory-extxyz';

export interface ExportFile {
  readonly name: string;
  readonly text: string;
  readonly mediaType: string;
}

/**
 * The file of a kind for the refined crystal that is chosen; CIFs have been read back and compared.
 * @throws StudioError with a sentence for the user when the file cannot be made.
 */
export async function makeFile(kind: ExportKind, state: Choice): Promise<ExportFile> {
  const { run } = state;
  const candidate = selectedCandidate(state);
  const crystal = candidate && exportable(candidate);
  if (!run || !candidate || !crystal) throw new StudioError('invalid-input', 'There is no refined crystal to export.');
  const source = candidate.stage === 'imported' ? run.source : undefined;
  const provenance = source ? fileOrigin(source) : provenanceOf(run, run.candidates[state.selected]);
  const date = run.createdAt.slice(0, 10);
  const stem = fileStem(state);
  switch (kind) {
    case 'cif-symmetrised': {
      const [analysis, report] = await Promise.all([analyse(crystal), reportInCif(crystal, run)]);
      const text = writeCheckedCif(analysis, { provenance, date, report });
      // A slash, as in P6_3/mmc, would be a folder.
      const group = analysis.spaceGroup.symbol.replaceAll('/', '_');
      return { name: `${stem.replace(/^[^-]+/, `$&-${group}`)}.cif`, text, mediaType: 'chemical/x-cif' };
    }
    case 'cif-p1':
      return {
        name: `${stem}-P1.cif`,
        text: writeCheckedCif(crystal, { provenance, date, report: await reportInCif(crystal, run) }),
        mediaType: 'chemical/x-cif',
      };
    case 'poscar':
      return { name: `${stem}.poscar`, text: writePoscar(crystal, provenance), mediaType: 'text/plain' };
    case 'pymatgen-json':
      return { name: `${stem}.json`, text: writePymatgenJson(crystal, provenance), mediaType: 'application/json' };
    case 'report-json': {
      const report = await reportOf(crystal);
      const text = writeReportJson(report, reportLines(report, wishesOf(report, crystal, run)), provenance);
      return { name: `${stem}-report.json`, text, mediaType: 'application/json' };
    }
    case 'trajectory-extxyz': {
      if (!candidate.trajectory) throw new StudioError('invalid-input', 'This candidate has no recorded frames.');
      const text = writeTrajectoryExtXyz(candidate.trajectory);
      return { name: `${stem}-trajectory.extxyz`, text, mediaType: 'chemical/x-xyz' };
    }
  }
}

/** What the exports write: the refined crystal, or one from a file that was not refined. */
export function exportable({ refined, draft, stage }: CandidateView): Crystal | undefined {
  return refined ?? (stage === 'imported' ? draft : undefined);
}

/** A cell too flat to judge is written without a report. */
async function reportInCif(crystal: Crystal, run: RunRecord): Promise<string[]> {
  const report = await reportOf(crystal).catch(() => undefined);
  return report ? reportComment(reportLines(report, wishesOf(report, crystal, run))) : [];
}

/** What the run was asked for and what came of it; of a structure from a file nothing was. */
function wishesOf({ summary }: TrustReport, crystal: Crystal, { source, request }: RunRecord): WishOutcome[] {
  if (source) return [];
  const { conditions, prompt } = request;
  return wishOutcomes(conditions, summary, crystal, askedStructureType(prompt, conditions));
}

async function analyse(crystal: Crystal): Promise<SymmetryAnalysis> {
  try {
    return await symmetryOf(crystal);
  } catch (error) {
    if (!(error instanceof StudioError && error.code === 'unsupported')) throw error;
    throw new StudioError('unsupported', `${error.message} Export “CIF (P1)” instead.`);
  }
}

/** The CIF that a draft amounts to so far: cell and complete atoms, in P1. */
export function draftCif(draft: Crystal): string {
  return writeP1Cif(draft);
}
