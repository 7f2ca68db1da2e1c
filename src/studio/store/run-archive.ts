import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { RunRecord } from '../../generation/run';
import { type RunSummary, summarise } from './run-summary';

interface ArchiveSchema extends DBSchema {
  runs: { key: string; value: RunRecord };
  summaries: { key: string; value: RunSummary; indexes: { createdAt: string } };
}

const DATABASE = 'tau-studio';
/** 1: summaries without what the crystals are. 2: with formulas and space groups. */
const DATABASE_VERSION = 2;
/** Older runs give way: 1,000 frames of 20 atoms take a quarter of a megabyte per candidate. */
const KEPT_RUNS = 50;

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
        if (oldVersion === 1) {
          const summaries = transaction.objectStore('summaries');
          await summaries.clear();
          for await (const { value } of transaction.objectStore('runs')) await summaries.put(summarise(value));
        }
      },
      // A newer build in another tab waits for this one to let go.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new RunArchive(database);
  }

  /**
   * Adds the run or replaces the one of the same id, then drops the oldest beyond the limit.
   * @param spaceGroups of its crystals, for searching
   */
  async save(run: RunRecord, spaceGroups: readonly number[]): Promise<void> {
    const transaction = this.database.transaction(['runs', 'summaries'], 'readwrite');
    const runs = transaction.objectStore('runs');
    const summaries = transaction.objectStore('summaries');
    await Promise.all([runs.put(run), summaries.put(summarise(run, spaceGroups))]);
    const keys = await summaries.index('createdAt').getAllKeys();
    const dropped = keys.slice(0, Math.max(0, keys.length - KEPT_RUNS));
    await Promise.all(dropped.flatMap((key) => [runs.delete(key), summaries.delete(key)]));
    await transaction.done;
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
    const run = await this.database.get('runs', id);
    return run?.version === 1 ? run : undefined;
  }

  async remove(id: string): Promise<void> {
    const transaction = this.database.transaction(['runs', 'summaries'], 'readwrite');
    await Promise.all([transaction.objectStore('runs').delete(id), transaction.objectStore('summaries').delete(id)]);
    await transaction.done;
  }
}
