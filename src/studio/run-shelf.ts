import type { RunRecord } from '../generation/run';
import { StudioError } from '../runtime/errors';
import { RunArchive } from './store/run-archive';
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
      this.otherTabs.onmessage = () => void this.list().catch(() => {});
      await this.list();
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

  /** A full disk must not lose what is on the screen: it is said, and the run stays in view. */
  async keep(run: RunRecord): Promise<void> {
    try {
      await this.archive?.save(run);
      this.otherTabs.postMessage('changed');
      await this.list();
    } catch (thrown) {
      const detail = StudioError.from(thrown).message;
      const message = `This run could not be kept in the browser (${detail}). Export what you need before you leave.`;
      this.store.setState({ problem: { code: 'internal', message } });
    }
  }

  async remove(id: string): Promise<void> {
    await this.archive?.remove(id);
    this.otherTabs.postMessage('changed');
    await this.list();
  }

  private async list(): Promise<void> {
    if (this.archive) this.store.setState({ history: await this.archive.list() });
  }
}
