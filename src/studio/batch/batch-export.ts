import { StudioError } from '../../runtime/errors';
import { downloadBlob } from '../download';
import type { StudioStore } from '../store/studio-store';

/** Takes many candidates away as one zip file, one at a time. */
export class BatchExport {
  private readonly store: StudioStore;
  private job: AbortController | undefined;

  constructor(store: StudioStore) {
    this.store = store;
  }

  /** @param chosen indices of candidates of the run on the bench */
  async start(chosen: readonly number[]): Promise<void> {
    const { run } = this.store.getState();
    if (!run || this.job || chosen.length === 0) return;
    const job = new AbortController();
    this.job = job;
    const show = (share: number) => this.store.setState({ batch: { share, count: chosen.length } });
    show(0);
    const [{ openBatch }, { archiveName }] = await Promise.all([import('./batch-service'), import('./candidates-zip')]);
    const worker = openBatch();
    try {
      const pieces = await worker.call(
        'zip',
        { run, chosen, base: document.baseURI },
        { signal: job.signal, onEvent: show },
      );
      downloadBlob(new Blob(pieces, { type: 'application/zip' }), `${archiveName(run)}.zip`);
      const candidates = `${chosen.length} ${chosen.length === 1 ? 'candidate' : 'candidates'}`;
      this.store.setState({ statusLine: `${candidates} saved as a zip file` });
    } catch (thrown) {
      const error = StudioError.from(thrown);
      if (error.code !== 'aborted') this.store.setState({ problem: error.toRecord() });
    } finally {
      worker.dispose();
      this.job = undefined;
      this.store.setState({ batch: null });
    }
  }

  cancel(): void {
    this.job?.abort();
  }
}
