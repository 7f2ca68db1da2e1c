import { reducedFormula } from '../../crystal/formula';
import { volumePerAtomOf } from '../../report/judge-candidate';
import { type CandidateRow, spaceGroupOf, stageInWords, validityOf } from '../candidate-row';

/** The files of one candidate, by their paths beside the table; empty where there is none. */
export interface CandidateFiles {
  readonly cif: string;
  readonly poscar: string;
  readonly trajectory: string;
  /** Sentences on what was not written, or written otherwise. */
  readonly remarks: readonly string[];
}

const COLUMNS = [
  'number',
  'stage',
  'formula',
  'atoms',
  'space_group_number_0.1A',
  'space_group_symbol',
  'density_g_cm3',
  'volume_per_atom_A3',
  'shortest_distance_A',
  'validity',
  'structure',
  'confidence_uncalibrated',
  'tau',
  'starred',
  'tags',
  'note',
  'cif',
  'poscar',
  'trajectory',
  'remarks',
] as const;

/** The table of candidates as comma-separated values (RFC 4180) with a header; units are in the names of the columns. */
export function candidatesCsv(entries: readonly { row: CandidateRow; files: CandidateFiles }[]): string {
  const lines = entries.map(({ row, files }) => valuesOf(row, files).map(quoted).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function valuesOf(row: CandidateRow, files: CandidateFiles): readonly (string | number)[] {
  const { crystal, summary, annotation, failure } = row;
  const group = spaceGroupOf(row);
  return [
    row.index + 1,
    stageInWords(row),
    crystal ? reducedFormula(crystal) : '',
    crystal?.atomicNumbers.length ?? '',
    group?.number ?? '',
    group?.symbol ?? '',
    summary?.density.toFixed(4) ?? '',
    summary ? volumePerAtomOf(summary).toFixed(4) : '',
    summary?.structure.shortestDistance.toFixed(4) ?? '',
    summary ? validityOf(summary) : '',
    row.structure || '',
    row.confidence?.toFixed(4) ?? '',
    row.tau ?? '',
    annotation.isStarred ? 'yes' : 'no',
    (annotation.tags ?? []).join(', '),
    annotation.note ?? '',
    files.cif,
    files.poscar,
    files.trajectory,
    [...(failure === undefined ? [] : [failure]), ...files.remarks].join(' '),
  ];
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
