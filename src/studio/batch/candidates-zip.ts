import { CifRoundTripError } from '../../crystal/cif-check';
import { reducedFormula } from '../../crystal/formula';
import { annotationOf, withoutDeleted } from '../../generation/annotations';
import type { RunRecord } from '../../generation/run';
import { StudioError } from '../../runtime/errors';
import { summaryOf } from '../analysis';
import { type CandidateRow, candidateRow, settledCrystal } from '../candidate-row';
import { type ExportKind, exportable, makeFile } from '../exports';
import { writeRunFile } from '../run-file';
import { viewsOf } from '../store/live-run';
import { structureNumbers } from '../structures';
import { type CandidateFiles, candidatesCsv } from './candidate-csv';
import { ZipWriter } from './zip-writer';

/** Called before each candidate with the share that is done; may throw to end the work. */
export type BatchProgress = (share: number) => Promise<void>;

/**
 * A zip file, in pieces, with one folder: `candidates.csv`, `run.json` (a file of runs, the whole run), and of each chosen candidate with
 * a crystal its CIF, POSCAR and trajectory in folders of their own. The CIF is symmetrised, or P1 where the symmetry cannot
 * be determined; the table says which.
 * @param chosen indices of candidates
 */
export async function candidatesZip(
  run: RunRecord,
  chosen: readonly number[],
  onProgress: BatchProgress,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const zip = new ZipWriter(new Date(run.createdAt));
  const folder = archiveName(run);
  const rows = await rowsOf(run);
  const entries: { row: CandidateRow; files: CandidateFiles }[] = [];
  for (const [place, index] of chosen.entries()) {
    await onProgress(place / chosen.length);
    const add = (path: string, text: string) => zip.add(`${folder}/${path}`, text);
    entries.push({ row: rows[index], files: await addCandidate(run, index, add) });
  }
  zip.add(`${folder}/candidates.csv`, candidatesCsv(entries));
  zip.add(`${folder}/run.json`, writeRunFile([withoutDeleted(run)]));
  return zip.end();
}

/** "NaCl-tau100-seed7", "candidates-tau100-seed7": name of the zip file, and of the folder in it. */
export function archiveName(run: RunRecord): string {
  const formulas = new Set(run.candidates.flatMap(({ draft }) => (draft ? reducedFormula(draft) : [])));
  const { tau, seed, refinementSeed } = run.request;
  const noise = refinementSeed === undefined ? '' : `-noise${refinementSeed}`;
  return `${formulas.size === 1 ? [...formulas][0] : 'candidates'}-tau${tau}-seed${seed}${noise}`;
}

async function rowsOf(run: RunRecord): Promise<CandidateRow[]> {
  const views = viewsOf(run);
  const crystals = views.map(settledCrystal);
  const known = crystals.filter((crystal) => crystal !== undefined);
  const numbers = await structureNumbers(known);
  return Promise.all(
    views.map(async (view, index) => {
      const crystal = crystals[index];
      const summary = crystal && (await summaryOf(crystal).catch(() => undefined));
      const structure = crystal ? numbers[known.indexOf(crystal)] : 0;
      return candidateRow(index, view, summary, structure, annotationOf(run, index));
    }),
  );
}

async function addCandidate(
  run: RunRecord,
  index: number,
  add: (path: string, text: string) => void,
): Promise<CandidateFiles> {
  const choice = { run, candidates: viewsOf(run), selected: index };
  const remarks: string[] = [];
  // The number first: names are unique, and files sort as the candidates do.
  const number = String(index + 1).padStart(String(run.candidates.length).length, '0');
  const write = async (folder: string, kind: ExportKind) => {
    const { name, text } = await makeFile(kind, choice);
    const path = `${folder}/${number}-${name}`;
    add(path, text);
    return path;
  };
  const view = choice.candidates[index];
  if (!exportable(view)) return { cif: '', poscar: '', trajectory: '', remarks };
  const cif = await write('cif', 'cif-symmetrised').catch(async (error) => {
    remarks.push(`CIF in P1: ${explained(error)}`);
    return write('cif', 'cif-p1').catch((failure) => {
      remarks.push(`No CIF: ${explained(failure)}`);
      return '';
    });
  });
  const poscar = await write('poscar', 'poscar');
  const trajectory = view.refined && view.trajectory ? await write('trajectories', 'trajectory-extxyz') : '';
  return { cif, poscar, trajectory, remarks };
}

/** What is expected of crystals is told; anything else is an error of this program. */
function explained(error: unknown): string {
  if (error instanceof StudioError || error instanceof CifRoundTripError || error instanceof RangeError) {
    return error.message.replace(' Export “CIF (P1)” instead.', '');
  }
  throw error;
}
