import { beforeEach, expect, it } from 'vitest';
import type { Crystal } from '../../crystal/crystal';
import { editedStructure } from '../../generation/edited-structure';
import { TINY_REQUEST } from '../../generation/testing/tiny-engine';
import { apply, stepBack } from './edit-history';
import {
  discardRepair,
  editedCrystal,
  isAllLocked,
  moveRepair,
  noteRepair,
  repairInView,
  updateRepair,
  withElement,
  withLock,
  withLocks,
  withSiteAt,
} from './repair';
import { createStudioStore, type StudioStore } from './studio-store';

const rockSalt: Crystal = {
  lattice: Float64Array.of(0, 2.81, 2.81, 2.81, 0, 2.81, 2.81, 2.81, 0),
  atomicNumbers: Uint8Array.of(11, 17),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5),
};
let store: StudioStore;

beforeEach(() => {
  store = createStudioStore();
  const taken = { before: rockSalt, after: rockSalt, locks: { lattice: false, sites: [] }, origin: '' };
  const run = editedStructure(taken, TINY_REQUEST, { maxAtoms: 20, trainedElements: [11, 17, 19] });
  store.setState({ run, viewed: { computed: rockSalt, drawn: rockSalt } });
});

it('begins with the crystal in view and leaves it as it was', () => {
  expect(repairInView(store.getState())).toBeNull();
  updateRepair(store, (repair) => withSiteAt(repair, 1, [0.6, -0.1, 0.5]));
  expect(editedCrystal(store.getState())?.fracCoords).toEqual(Float64Array.of(0, 0, 0, 0.6, 0.9, 0.5));
  expect(repairInView(store.getState())?.before).toBe(rockSalt);
  expect(rockSalt.fracCoords[3]).toBe(0.5);
  updateRepair(store, (repair) => withElement(repair, 0, 19));
  expect(editedCrystal(store.getState())?.atomicNumbers).toEqual(Uint8Array.of(19, 17));
});

it('locks alone show nothing new, and all of them leave nothing to refine', () => {
  updateRepair(store, (repair) => withLock(withLock(repair, 1, true), 0, true));
  expect(editedCrystal(store.getState())).toBeUndefined();
  const locked = repairInView(store.getState());
  expect(locked?.locks.sites).toEqual([0, 1]);
  expect(locked && isAllLocked(locked)).toBe(false);
  expect(locked && isAllLocked(withLocks(locked, { lattice: true }))).toBe(true);
  updateRepair(store, (repair) => withLock(repair, 1, false));
  expect(repairInView(store.getState())?.locks.sites).toEqual([0]);
});

it('is undone step by step, one drag being one step', () => {
  const drag = () => {
    const before = repairInView(store.getState());
    for (const x of [0.51, 0.55, 0.6]) moveRepair(store, (repair) => withSiteAt(repair, 1, [x, 0.5, 0.5]));
    noteRepair(store, before);
  };
  const undo = () => {
    const step = stepBack(store.getState().edits);
    if (step) store.setState((state) => ({ ...apply(step.edit, 'before', state), edits: step.edits }));
  };
  updateRepair(store, (repair) => withElement(repair, 0, 19));
  drag();
  undo();
  expect(editedCrystal(store.getState())?.atomicNumbers).toEqual(Uint8Array.of(19, 17));
  expect(editedCrystal(store.getState())?.fracCoords).toEqual(rockSalt.fracCoords);
  undo();
  expect(repairInView(store.getState())).toBeNull();
  drag();
  undo();
  expect(repairInView(store.getState())).toBeNull();
});

it('is discarded as one step, and is not seen beside another run or while one goes on', () => {
  updateRepair(store, (repair) => withElement(repair, 0, 19));
  store.setState({ phase: 'drafting' });
  expect(repairInView(store.getState())).toBeNull();
  store.setState({ phase: 'idle', selected: 1 });
  expect(repairInView(store.getState())).toBeNull();
  store.setState({ selected: 0 });
  discardRepair(store);
  expect(repairInView(store.getState())).toBeNull();
  const step = stepBack(store.getState().edits);
  expect(step?.edit).toMatchObject({ kind: 'repair', after: null });
});
