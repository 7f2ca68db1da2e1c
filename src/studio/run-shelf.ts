import {
  type AnnotationChange,
  type Annotations,
  hasDeleted,
  withAnnotation,
  withoutDeleted,
} from '../generation/annotations';
import type { RunRecord, RunSource } from '../generation/run';
import { StudioError } from '../runtime/errors';
import { downloadBlob } from './download';
import { readRunFile, writeRunFile } from './run-file';
import { withEdit } from './store/edit-history';
import { RunArchive } from './store/run-archive';
import { spaceGroupsOf } from './store/run-summary';
import type { StudioStore } from './store/studio-store';

/** The runs kept on this device, mirrored as a list in the store. A browser that refuses storage only keeps nothing. */
export class RunShelf {
  private readonly store: StudioStore;
  private archive: RunArchive | undefined;
  /** Tells the studio's other tabs that the runs are no longer what they list. */
  private readonly otherTabs = new BroadcastChannel('tau-studio.runs');

  constructor(store: StudioStore) {
    this.store = store;
  }

  /** Lists what is kept; gives the newest run. */
  async open(): Promise<RunRecord | undefined> {
    try {
      this.archive = await RunArchive.open();
      this.store.subscribe((state, previous) => {
        const { run } = state;
        if (!run || run.id !== previous.run?.id || run.annotations === previous.run.annotations) return;
        void this.annotate(run.id, run.annotations ?? {});
      });
      this.otherTabs.onmessage = () => void this.list().catch(() => {});
      await this.dropDeleted();
      await this.list();
      void this.describeOlder().catch(() => {});
      const newest = this.store.getState().history[0];
      return newest && (await this.archive.load(newest.id));
    } catch {
      this.archive = undefined;
      return undefined;
    }
  }

  load(id: string): Promise<RunRecord | undefined> {
    return this.archive?.load(id) ?? Promise.resolve(undefined);
  }

  /** The run that the same structure, from a file of the same name, was opened as before; undefined once it was refined. */
  async findOpened({ source }: RunRecord): Promise<RunRecord | undefined> {
    const named = this.store.getState().history.filter(({ fileName, status }) => {
      return fileName !== undefined && fileName === source?.fileName && status === 'stopped';
    });
    for (const { id } of named) {
      const run = await this.load(id);
      if (run?.source && source && isSameSource(run.source, source) && !run.candidates[0]?.refined) return run;
    }
    return undefined;
  }

  /** A full disk must not lose what is on the screen: it is said, and the run stays in view. */
  async keep(run: RunRecord): Promise<void> {
    try {
      await this.archive?.save(run, await spaceGroupsOf(run));
      await this.announce();
    } catch (thrown) {
      const detail = StudioError.from(thrown).message;
      const message = `This run could not be kept in the browser (${detail}). Export what you need before you leave.`;
      this.store.setState({ problem: { code: 'internal', message } });
    }
  }

  /** Changes what is noted of a candidate of a run that is not on the bench. */
  async amend(id: string, candidate: number, change: AnnotationChange): Promise<void> {
    const run = await this.load(id);
    if (run) await this.annotate(id, withAnnotation(run.annotations, candidate, change));
  }

  private annotate(id: string, annotations: Annotations): Promise<void> {
    return this.sayIfFails(async () => {
      await this.archive?.annotate(id, annotations);
      this.otherTabs.postMessage('changed');
    });
  }

  /** Deletes a run at the user's wish, who can have it back by undo. */
  async remove(id: string): Promise<void> {
    const run = await this.load(id);
    await this.drop(id);
    if (!run) return;
    this.store.setState(({ edits }) => ({
      edits: withEdit(edits, { kind: 'deleted-run', run }, performance.now()),
      statusLine: 'Run deleted',
    }));
  }

  /** Takes a run off the shelf. */
  drop(id: string): Promise<void> {
    return this.sayIfFails(async () => {
      await this.archive?.remove(id);
      await this.announce();
    });
  }

  /** Hands the runs of these ids to the browser's downloads, as one file. */
  export(ids: readonly string[]): Promise<void> {
    return this.sayIfFails(async () => {
      const found = (await Promise.all(ids.map((id) => this.load(id)))).filter((run) => run !== undefined);
      const runs = found.map(withoutDeleted);
      const blob = new Blob([writeRunFile(runs)], { type: 'application/json' });
      downloadBlob(blob, `tau-studio-${counted(runs.length).replace(' ', '-')}.json`);
    });
  }

  /** Brings back the runs in a file; those that are there already stay as they are. */
  import(file: File): Promise<void> {
    return this.sayIfFails(async () => {
      const runs = await readRunFile(file);
      const known = new Set(this.store.getState().history.map(({ id }) => id));
      const added = runs.filter(({ id }) => !known.has(id));
      for (const run of added) await this.keep(run);
      const rest = runs.length - added.length;
      const there = rest === 0 ? '' : `, ${rest} ${rest === 1 ? 'was' : 'were'} there already`;
      this.store.setState({ statusLine: `${counted(added.length)} imported${there}` });
    });
  }

  /** What was deleted from runs in an earlier visit, whose undo is gone, is gone too. */
  private async dropDeleted(): Promise<void> {
    for (const id of (await this.archive?.withDeleted()) ?? []) {
      const run = await this.load(id);
      if (run && hasDeleted(run)) await this.archive?.save(withoutDeleted(run), await spaceGroupsOf(run));
    }
  }

  private async sayIfFails(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (thrown) {
      this.store.setState({ problem: StudioError.from(thrown).toRecord() });
    }
  }

  /** Runs of earlier builds are found by their space groups too, once these are known. */
  private async describeOlder(): Promise<void> {
    const nameless = this.store.getState().history.filter(({ spaceGroups }) => !spaceGroups);
    for (const { id } of nameless) {
      const run = await this.load(id);
      if (run) await this.archive?.describe(run, await spaceGroupsOf(run));
    }
    if (nameless.length > 0) await this.announce();
  }

  private async announce(): Promise<void> {
    this.otherTabs.postMessage('changed');
    await this.list();
  }

  private async list(): Promise<void> {
    if (this.archive) this.store.setState({ history: await this.archive.list() });
  }
}

function isSameSource(first: RunSource, second: RunSource): boolean {
  const isSame = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    one.length === other.length && Array.from(one).every((value, index) => value === other[index]);
  const { lattice, atomicNumbers, fracCoords } = first.crystal;
  return (
    first.format === second.format &&
    first.notes.join() === second.notes.join() &&
    isSame(lattice, second.crystal.lattice) &&
    isSame(atomicNumbers, second.crystal.atomicNumbers) &&
    isSame(fracCoords, second.crystal.fracCoords)
  );
}

function counted(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`;
}
