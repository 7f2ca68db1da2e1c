import { type AnnotationChange, annotationOf, withAnnotation } from '../../generation/annotations';
import type { RunRecord } from '../../generation/run';
import type { ChipEdit } from './prompt';
import type { Repair } from './repair';
import type { Settings } from './settings';
import type { StudioState } from './studio-store';
import type { EditableView } from './view-state';

/** Something that a user changed and can have back. */
export type Edit =
  | { readonly kind: 'settings'; readonly before: Partial<Settings>; readonly after: Partial<Settings> }
  | { readonly kind: 'view'; readonly before: Partial<EditableView>; readonly after: Partial<EditableView> }
  | { readonly kind: 'chips'; readonly before: ChipEdits; readonly after: ChipEdits }
  | { readonly kind: 'repair'; readonly before: Repair | null; readonly after: Repair | null }
  | { readonly kind: 'deleted-run'; readonly run: RunRecord }
  | AnnotationEdit;

/** What was noted of one candidate of a run. */
export interface AnnotationEdit {
  readonly kind: 'annotation';
  readonly run: string;
  readonly candidate: number;
  /** The parts that changed. */
  readonly before: AnnotationChange;
  readonly after: AnnotationChange;
}

type ChipEdits = ReadonlyMap<string, ChipEdit>;

/** What was done and what was undone, oldest first. */
export interface EditHistory {
  readonly past: readonly Edit[];
  readonly future: readonly Edit[];
  /** Milliseconds of the page's clock at which the last edit was made. */
  readonly lastAt: number;
}

export const noEdits: EditHistory = { past: [], future: [], lastAt: Number.NEGATIVE_INFINITY };

const MOST_EDITS = 100;
/** One movement of a slider is one edit. */
const ONE_MOVEMENT_MS = 1000;

/** The history after an edit; what had been undone cannot be redone any more. */
export function withEdit({ past, lastAt }: EditHistory, edit: Edit, now: number): EditHistory {
  const last = past.at(-1);
  const joined = last && now - lastAt < ONE_MOVEMENT_MS ? join(last, edit) : undefined;
  const kept = joined ? [...past.slice(0, -1), joined] : [...past, edit].slice(-MOST_EDITS);
  return { past: kept, future: [], lastAt: now };
}

/** Two edits of the same settings, or of the same part of the view, as one. */
function join(first: Edit, second: Edit): Edit | undefined {
  const names = (edit: object) => Object.keys(edit).sort().join();
  if (first.kind === 'settings' && second.kind === 'settings' && names(first.after) === names(second.after))
    return { kind: 'settings', before: first.before, after: second.after };
  if (first.kind === 'view' && second.kind === 'view' && names(first.after) === names(second.after))
    return { kind: 'view', before: first.before, after: second.after };
  return undefined;
}

/** The edit that undo would take back, and the history then. */
export function stepBack({
  past,
  future,
}: EditHistory): { readonly edit: Edit; readonly edits: EditHistory } | undefined {
  const edit = past.at(-1);
  return edit && { edit, edits: { ...noEdits, past: past.slice(0, -1), future: [...future, edit] } };
}

/** The edit that redo would make again, and the history then. */
export function stepForward({
  past,
  future,
}: EditHistory): { readonly edit: Edit; readonly edits: EditHistory } | undefined {
  const edit = future.at(-1);
  return edit && { edit, edits: { ...noEdits, past: [...past, edit], future: future.slice(0, -1) } };
}

/**
 * What the state becomes when the edit is taken back or made again. A deleted run, and what was noted of a run that is not
 * on the bench, concern the shelf and not the state.
 */
export function apply(edit: Edit, side: 'before' | 'after', state: StudioState): Partial<StudioState> {
  switch (edit.kind) {
    case 'settings':
      return { settings: { ...state.settings, ...edit[side] } };
    case 'view':
      return edit[side];
    case 'chips':
      return { chipEdits: edit[side] };
    case 'repair':
      return { repair: edit[side] };
    case 'deleted-run':
      return {};
    case 'annotation': {
      const { run, selected } = state;
      if (run?.id !== edit.run) return {};
      const annotated = { ...run, annotations: withAnnotation(run.annotations, edit.candidate, edit[side]) };
      const isBack = 'isDeleted' in edit[side] && !edit[side].isDeleted;
      return { run: annotated, selected: isBack ? edit.candidate : presentCandidate(annotated, selected) };
    }
  }
}

/** The candidate itself, or if it was deleted the next one that is there. */
export function presentCandidate(run: RunRecord, selected: number): number {
  const isThere = (index: number) => !annotationOf(run, index).isDeleted;
  const there = run.candidates.map(({ index }) => index).filter(isThere);
  return there.find((index) => index >= selected) ?? there.at(-1) ?? selected;
}

const settingNames: Readonly<Record<keyof Settings, string>> = {
  count: 'candidates',
  seed: 'seed',
  temperature: 'temperature',
  topP: 'top-p',
  useGrammar: 'grammar',
  languageEngine: 'language engine',
  start: 'start of the refinement',
  keepSymmetry: 'symmetry kept',
  tau: 'noise level τ',
  tauRule: 'rule for τ',
};

/** "noise level τ", "what was understood", "deleted run": what an edit was about. */
export function nameOfEdit(edit: Edit): string {
  if (edit.kind === 'view') return 'view';
  if (edit.kind === 'chips') return 'what was understood';
  if (edit.kind === 'repair') return 'structure';
  if (edit.kind === 'deleted-run') return 'deleted run';
  if (edit.kind === 'annotation') return nameOfAnnotation(edit);
  return Object.keys(edit.after)
    .map((name) => settingNames[name as keyof Settings])
    .join(', ');
}

function nameOfAnnotation({ after }: AnnotationEdit): string {
  if ('isDeleted' in after) return 'deleted candidate';
  if ('isStarred' in after) return 'star';
  return 'note' in after ? 'note' : 'tags';
}
