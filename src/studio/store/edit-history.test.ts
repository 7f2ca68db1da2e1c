import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleRun } from '../../generation/testing/sample-run';
import { apply, type Edit, nameOfEdit, noEdits, stepBack, stepForward, withEdit } from './edit-history';
import { viewsOf } from './live-run';
import { editChip } from './prompt';
import { createStudioStore, type StudioStore, updateAnnotation, updateSettings, updateView } from './studio-store';

function undo(store: StudioStore): Edit | undefined {
  const step = stepBack(store.getState().edits);
  if (step) store.setState((state) => ({ ...apply(step.edit, 'before', state), edits: step.edits }));
  return step?.edit;
}

function redo(store: StudioStore): Edit | undefined {
  const step = stepForward(store.getState().edits);
  if (step) store.setState((state) => ({ ...apply(step.edit, 'after', state), edits: step.edits }));
  return step?.edit;
}

describe('the history of edits', () => {
  it('takes back and makes again any sequence of edits', () => {
    const edits = fc.oneof(
      fc.record({ tau: fc.integer({ min: 0, max: 1000 }) }),
      fc.record({ count: fc.integer({ min: 1, max: 8 }), useGrammar: fc.boolean() }),
      fc.record({ chip: fc.constantFrom('a', 'b', 'c') }),
    );
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 12 }), (sequence) => {
        const store = createStudioStore();
        const look = () => ({ settings: store.getState().settings, chips: [...store.getState().chipEdits] });
        const first = look();
        for (const edit of sequence) {
          if ('chip' in edit) editChip(store, edit.chip, 'removed');
          else updateSettings(store, edit);
        }
        const last = look();
        while (undo(store));
        expect(look()).toEqual(first);
        while (redo(store));
        expect(look()).toEqual(last);
      }),
    );
  });

  it('keeps one movement of a slider as one edit, and two movements as two', () => {
    const moved = (before: number, after: number) =>
      ({ kind: 'settings', before: { tau: before }, after: { tau: after } }) as const;
    let edits = withEdit(noEdits, moved(0, 1), 0);
    edits = withEdit(edits, moved(1, 2), 500);
    expect(edits.past).toEqual([moved(0, 2)]);
    edits = withEdit(edits, moved(2, 3), 5000);
    expect(edits.past).toEqual([moved(0, 2), moved(2, 3)]);
  });

  it('forgets what was undone when something else is changed, and what changes nothing', () => {
    const store = createStudioStore();
    updateSettings(store, { tau: 100 });
    const edit = undo(store);
    expect(edit && nameOfEdit(edit)).toBe('noise level τ');
    updateSettings(store, { count: 3 });
    expect(redo(store)).toBeUndefined();
    const { past } = store.getState().edits;
    updateSettings(store, { count: 3 });
    expect(store.getState().edits.past).toBe(past);
  });

  it('takes back what was changed about the view, part by part', () => {
    const store = createStudioStore();
    const { cell, structureStyle } = store.getState();
    updateView(store, { structureStyle: { ...structureStyle, hiddenElements: new Set([8]) } });
    updateView(store, { cell: { kind: 'conventional', repeats: [2, 1, 1] } });
    const edit = undo(store);
    expect(edit && nameOfEdit(edit)).toBe('view');
    expect(store.getState().cell).toEqual(cell);
    expect(store.getState().structureStyle.hiddenElements).toEqual(new Set([8]));
    undo(store);
    expect(store.getState().structureStyle).toEqual(structureStyle);
    redo(store);
    expect(store.getState().structureStyle.hiddenElements).toEqual(new Set([8]));
    expect(store.getState().cell).toEqual(cell);
  });

  it('takes back what was noted of a candidate, on the run that it was noted of', () => {
    const store = createStudioStore();
    const run = sampleRun(3, 1);
    store.setState({ run, candidates: viewsOf(run), selected: 1 });
    updateAnnotation(store, 1, { isStarred: true });
    updateAnnotation(store, 1, { tags: ['polar'], note: 'again' });
    updateAnnotation(store, 1, { isDeleted: true });
    expect(store.getState()).toMatchObject({
      selected: 2,
      run: { annotations: { 1: { isStarred: true, isDeleted: true, tags: ['polar'], note: 'again' } } },
    });
    updateAnnotation(store, 2, { isDeleted: true });
    expect(store.getState().selected).toBe(0);
    undo(store);
    expect(nameOfEdit(undo(store) as Edit)).toBe('deleted candidate');
    expect(store.getState()).toMatchObject({ selected: 1, run: { annotations: { 1: { isStarred: true } } } });
    undo(store);
    undo(store);
    expect(store.getState().run?.annotations).toEqual({});
    redo(store);
    const other = { ...sampleRun(1, 1), id: 'other' };
    store.setState({ run: other });
    expect(nameOfEdit(undo(store) as Edit)).toBe('star');
    expect(store.getState().run).toBe(other);
  });
});
