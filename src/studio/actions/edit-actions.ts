import { apply, type Edit, nameOfEdit, stepBack, stepForward } from '../store/edit-history';
import type { StudioState } from '../store/studio-store';
import type { Studio } from '../studio';
import type { Action } from './action';

type Step = ReturnType<typeof stepBack>;

/** Settings that decide a refinement of the drafts at hand. */
const OF_REFINEMENT = ['tau', 'start', 'keepSymmetry'] as const;

async function go(
  { store, session, shelf }: Studio,
  step: Step,
  side: 'before' | 'after',
  verb: string,
): Promise<void> {
  if (!step) return;
  const { edit, edits } = step;
  store.setState((state) => ({ ...apply(edit, side, state), edits, statusLine: `${verb}: ${nameOfEdit(edit)}` }));
  await follow(edit, side, { store, session, shelf });
}

/** What does not lie in the state alone. */
async function follow(edit: Edit, side: 'before' | 'after', { store, session, shelf }: Omit<Studio, 'viewer'>) {
  if (edit.kind === 'deleted-run') await (side === 'before' ? shelf.keep(edit.run) : shelf.drop(edit.run.id));
  if (edit.kind === 'annotation') {
    const isOnBench = store.getState().run?.id === edit.run;
    if (!isOnBench) await shelf.amend(edit.run, edit.candidate, edit[side]);
    // What was deleted while τ moved on has not been refined since.
    else if ('isDeleted' in edit.after) session.refineAgain();
  }
  if (edit.kind !== 'settings') return;
  if (OF_REFINEMENT.some((name) => name in edit.after)) session.refineAgain();
  if ('languageEngine' in edit.after) session.prepareAgain();
}

const canUndo = (state: StudioState) => state.edits.past.length > 0;
const canRedo = (state: StudioState) => state.edits.future.length > 0;

export const undo: Action = {
  id: 'undo',
  name: 'Undo',
  shortcut: { key: 'z', withControl: true, where: 'beside-text' },
  isEnabled: canUndo,
  whyNot: (state) => (canUndo(state) ? undefined : 'Nothing was changed or deleted yet.'),
  perform: (studio) => go(studio, stepBack(studio.store.getState().edits), 'before', 'Undone'),
};

export const redo: Action = {
  id: 'redo',
  name: 'Redo',
  shortcut: { key: 'z', withControl: true, withShift: true, where: 'beside-text' },
  isEnabled: canRedo,
  whyNot: (state) => (canRedo(state) ? undefined : 'Nothing was undone.'),
  perform: (studio) => go(studio, stepForward(studio.store.getState().edits), 'after', 'Redone'),
};
