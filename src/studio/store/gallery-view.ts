import { reducedFormula } from '../../crystal/formula';
import { type CandidateRow, spaceGroupOf, validityOf } from '../candidate-row';

/** What has the middle of the bench. */
export type Middle = 'structure' | 'gallery' | 'comparison';

export const SORT_COLUMNS = [
  'number',
  'formula',
  'space group',
  'density',
  'validity',
  'confidence',
  'τ',
  'structure',
] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** Which candidates are wanted: those with a star, the valid ones, the first of each structure. */
export type GalleryFilter = 'starred' | 'valid' | 'distinct';

/** How the candidates of a run are looked at, as pictures and as a table alike. */
export interface GalleryView {
  readonly layout: 'pictures' | 'table';
  readonly query: string;
  readonly only: readonly GalleryFilter[];
  readonly sort: { readonly column: SortColumn; readonly isDescending: boolean };
}

export const initialGalleryView: GalleryView = {
  layout: 'pictures',
  query: '',
  only: [],
  sort: { column: 'number', isDescending: false },
};

/** The rows that pass the filters, in the order asked for. Deleted candidates are never among them. */
export function rowsInView(rows: readonly CandidateRow[], view: GalleryView): CandidateRow[] {
  const there = rows.filter(({ annotation }) => !annotation.isDeleted);
  const found = there.filter(
    (row) => matchesQuery(row, view.query) && view.only.every((only) => passes(row, only, there)),
  );
  return found.sort((first, second) => compareRows(first, second, view.sort));
}

/** Whether every word is in the formula, the space group, a tag or the note: "NaCl", "Fm-3m", "#225", "promising". */
function matchesQuery(row: CandidateRow, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { annotation, crystal } = row;
  const texts = [crystal ? reducedFormula(crystal) : '', ...(annotation.tags ?? []), annotation.note ?? ''];
  const group = spaceGroupOf(row);
  const groups = group ? [group.symbol.toLowerCase(), String(group.number), `#${group.number}`] : [];
  return words.every((word) => texts.some((text) => text.toLowerCase().includes(word)) || groups.includes(word));
}

function passes(row: CandidateRow, only: GalleryFilter, all: readonly CandidateRow[]): boolean {
  if (only === 'starred') return row.annotation.isStarred === true;
  if (only === 'valid') return row.summary !== undefined && validityOf(row.summary) === 'valid';
  return row.structure > 0 && all.find(({ structure }) => structure === row.structure) === row;
}

/** What is not known stands last in either direction; what is alike keeps the order of the run. */
function compareRows(first: CandidateRow, second: CandidateRow, { column, isDescending }: GalleryView['sort']): number {
  const [one, other] = [sortValue(first, column), sortValue(second, column)];
  if (one === undefined || other === undefined) {
    return Number(one === undefined) - Number(other === undefined) || first.index - second.index;
  }
  const order =
    typeof one === 'string' ? one.localeCompare(String(other), 'en', { numeric: true }) : one - Number(other);
  return (isDescending ? -order : order) || first.index - second.index;
}

const validityOrder = { valid: 0, 'not neutral': 1, 'atoms too close': 2 } as const;

function sortValue(row: CandidateRow, column: SortColumn): string | number | undefined {
  const { index, crystal, summary, confidence, tau, structure } = row;
  switch (column) {
    case 'number':
      return index;
    case 'formula':
      return crystal && reducedFormula(crystal);
    case 'space group':
      return spaceGroupOf(row)?.number;
    case 'density':
      return summary?.density;
    case 'validity':
      return summary && validityOrder[validityOf(summary)];
    case 'confidence':
      return confidence;
    case 'τ':
      return tau;
    case 'structure':
      return structure || undefined;
  }
}
