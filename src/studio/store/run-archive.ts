import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Annotations } from '../../generation/annotations';
import type { RunRecord } from '../../generation/run';
import { type RunSummary, summarise, surplusRuns } from './run-summary';

interface ArchiveSchema extends DBSchema {
  /** Without their annotations. */
  runs: { key: string; value: RunRecord };
  summaries: { key: string; value: RunSummary; indexes: { createdAt: string } };
  /** Apart from the records, which take megabytes, for they change with every word that is typed. */
  annotations: { key: string; value: { readonly id: string; readonly annotations: Annotations } };
}

const DATABASE = 'tau-studio';
/** 1: summaries without what the crystals are. 2: with formulas and space groups. 3: with sizes; annotations. */
const DATABASE_VERSION = 3;
const STORES = ['runs', 'summaries', 'annotations'] as const;

/** The runs on this device. Nothing here leaves the browser. */
export class RunArchive {
  private readonly database: IDBPDatabase<ArchiveSchema>;

  private constructor(database: IDBPDatabase<ArchiveSchema>) {
    this.database = database;
  }

  /** Rejects where the browser refuses storage, as some private windows do. */
  static async open(): Promise<RunArchive> {
    const database = await openDB<ArchiveSchema>(DATABASE, DATABASE_VERSION, {
      async upgrade(db, oldVersion, _newVersion, transaction) {
        if (oldVersion < 1) {
          db.createObjectStore('runs', { keyPath: 'id' });
          db.createObjectStore('summaries', { keyPath: 'id' }).createIndex('createdAt', 'createdAt');
        }
        if (oldVersion < 3) db.createObjectStore('annotations', { keyPath: 'id' });
        if (oldVersion === 1 || oldVersion === 2) {
          const summaries = transaction.objectStore('summaries');
          for await (const { value } of transaction.objectStore('runs')) {
            const known = await summaries.get(value.id);
            await summaries.put(summarise(value, known?.spaceGroups));
          }
        }
      },
      // A newer build in another tab waits for this one to let go.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new RunArchive(database);
  }

  /**
   * Adds the run or replaces the one of the same id, of which what was noted stays; then drops the oldest beyond the limits.
   * @param spaceGroups of its crystals, for searching
   */
  async save({ annotations = {}, ...run }: RunRecord, spaceGroups: readonly number[]): Promise<void> {
    const transaction = this.database.transaction(STORES, 'readwrite');
    const isNoted = await transaction.objectStore('annotations').getKey(run.id);
    await Promise.all([
      transaction.objectStore('runs').put(run),
      transaction.objectStore('summaries').put(summarise({ ...run, annotations }, spaceGroups)),
      isNoted ?? transaction.objectStore('annotations').put({ id: run.id, annotations }),
    ]);
    const all = await transaction.objectStore('summaries').index('createdAt').getAll();
    const noted = await transaction.objectStore('annotations').getAll();
    const annotated = new Set(noted.filter((entry) => Object.keys(entry.annotations).length > 0).map(({ id }) => id));
    const dropped = surplusRuns(all.reverse(), annotated);
    await Promise.all(dropped.flatMap((id) => STORES.map((name) => transaction.objectStore(name).delete(id))));
    await transaction.done;
  }

  /** Replaces what was noted of a run that is here. */
  async annotate(id: string, annotations: Annotations): Promise<void> {
    const transaction = this.database.transaction(['summaries', 'annotations'], 'readwrite');
    const isHere = await transaction.objectStore('summaries').getKey(id);
    if (isHere !== undefined) await transaction.objectStore('annotations').put({ id, annotations });
    await transaction.done;
  }

  /** Ids of runs of which candidates were deleted. */
  async withDeleted(): Promise<string[]> {
    const all = await this.database.getAll('annotations');
    return all
      .filter(({ annotations }) => Object.values(annotations).some(({ isDeleted }) => isDeleted))
      .map(({ id }) => id);
  }

  /** Says what the space groups of a run are, of which only the summary has to learn. */
  async describe(run: RunRecord, spaceGroups: readonly number[]): Promise<void> {
    await this.database.put('summaries', summarise(run, spaceGroups));
  }

  /** Newest first. */
  async list(): Promise<RunSummary[]> {
    return (await this.database.getAllFromIndex('summaries', 'createdAt')).reverse();
  }

  /** Undefined when it is gone or was written by a build whose records this one does not read. */
  async load(id: string): Promise<RunRecord | undefined> {
    const [run, noted] = await Promise.all([this.database.get('runs', id), this.database.get('annotations', id)]);
    return run?.version === 1 ? { ...run, ...(noted && { annotations: noted.annotations }) } : undefined;
  }

  async remove(id: string): Promise<void> {
    const transaction = this.database.transaction(STORES, 'readwrite');
    await Promise.all(STORES.map((name) => transaction.objectStore(name).delete(id)));
    await transaction.done;
  }
}
