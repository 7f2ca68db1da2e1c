import type { Crystal } from '../../crystal/crystal';
import { wrap } from '../../crystal/lattice';
import type { StructureEdit } from '../../generation/edited-structure';
import { withEdit } from './edit-history';
import type { StudioState, StudioStore } from './studio-store';

/** A crystal of the bench that is being edited: what it was, what it is now, and what its refinement is to leave alone. */
export interface Repair extends StructureEdit {
  /** Of the run and candidate that it was taken from; beside these nothing of it is seen. */
  readonly run: string;
  readonly candidate: number;
}

/** The repair of what is in view, where one has begun. */
export function repairInView({ repair, run, selected, phase }: StudioState): Repair | null {
  const isOfView = repair !== null && repair.run === run?.id && repair.candidate === selected;
  return isOfView && (phase === 'idle' || phase === 'loading') ? repair : null;
}

/** The repair that a change of the crystal in view would begin with; undefined without a crystal at rest. */
function unchanged(state: StudioState): Repair | undefined {
  const { run, selected, viewed, frame, frameCount } = state;
  if (!run || !viewed) return undefined;
  const { prompt, seed, tau } = run.request;
  const made = run.source
    ? `“${run.source.fileName}”`
    : `candidate ${selected + 1} of the run “${prompt}”, seed ${seed}`;
  const place = frameCount > 1 ? `, frame ${frame} of ${frameCount - 1} from τ = ${tau}` : '';
  const { computed } = viewed;
  return {
    run: run.id,
    candidate: selected,
    before: computed,
    after: computed,
    locks: { lattice: false, sites: [] },
    origin: `Taken from ${made}${place}.`,
  };
}

/** Changes the crystal in view, which can be undone. */
export function updateRepair(store: StudioStore, change: (repair: Repair) => Repair): void {
  const before = repairInView(store.getState());
  moveRepair(store, change);
  noteRepair(store, before);
}

/** Changes the crystal in view while a movement of the pointer goes on. */
export function moveRepair(store: StudioStore, change: (repair: Repair) => Repair): void {
  const state = store.getState();
  const start = repairInView(state) ?? unchanged(state);
  if (start) store.setState({ repair: change(start) });
}

/** Makes one step, which can be undone, of all changes since `before`. */
export function noteRepair(store: StudioStore, before: Repair | null): void {
  const { repair: after, edits } = store.getState();
  if (after !== before)
    store.setState({ edits: withEdit(edits, { kind: 'repair', before, after }, performance.now()) });
}

/** Everything as it was before the editing began, which can be undone. */
export function discardRepair(store: StudioStore): void {
  const before = repairInView(store.getState());
  if (!before) return;
  store.setState({ repair: null });
  noteRepair(store, before);
}

/** @param fracCoords of the site, wrapped into the cell */
export function withSiteAt(repair: Repair, site: number, fracCoords: readonly number[]): Repair {
  const moved = Float64Array.from(repair.after.fracCoords);
  fracCoords.forEach((value, axis) => {
    moved[3 * site + axis] = wrap(value);
  });
  return { ...repair, after: { ...repair.after, fracCoords: moved } };
}

export function withElement(repair: Repair, site: number, atomicNumber: number): Repair {
  const atomicNumbers = repair.after.atomicNumbers.with(site, atomicNumber);
  return { ...repair, after: { ...repair.after, atomicNumbers } };
}

export function withLocks(repair: Repair, locks: Partial<Repair['locks']>): Repair {
  return { ...repair, locks: { ...repair.locks, ...locks } };
}

/** Locks a site, or lets it go. */
export function withLock(repair: Repair, site: number, isLocked: boolean): Repair {
  const others = repair.locks.sites.filter((other) => other !== site);
  return withLocks(repair, { sites: isLocked ? [...others, site].sort((p, q) => p - q) : others });
}

export function isEdited({ before, after }: Pick<Repair, 'before' | 'after'>): boolean {
  const differs = (name: 'atomicNumbers' | 'fracCoords') => after[name].some((value, i) => value !== before[name][i]);
  return differs('atomicNumbers') || differs('fracCoords');
}

/** Whether there is nothing left for a refinement to move. */
export function isAllLocked({ locks, after }: Pick<Repair, 'locks' | 'after'>): boolean {
  return locks.lattice && locks.sites.length === after.atomicNumbers.length;
}

/** The crystal that is drawn in the place of the one on the bench. */
export function editedCrystal(state: StudioState): Crystal | undefined {
  const repair = repairInView(state);
  return repair && isEdited(repair) ? repair.after : undefined;
}
