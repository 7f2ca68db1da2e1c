import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { RunRecord, RunStatus } from '../../generation/run';

/** What a list of runs shows; kept apart from the records, whose frames take megabytes. */
export interface RunSummary {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly prompt: string;
  /** Name of the file that the run began with; absent where a prompt did. */
  readonly fileName?: string;
  readonly tau: number;
  readonly seed: number;
  readonly status: RunStatus;
  readonly candidateCount: number;
}

interface ArchiveSchema extends DBSchema {
  runs: { key: string; value: RunRecord };
  summaries: { key: string; value: RunSummary; indexes: { createdAt: string } };
}

const DATABASE = 'tau-studio';
const DATABASE_VERSION = 1;
/** Older runs give way: 1,000 frames of 20 atoms take a quarter of a megabyte per candidate. */
const KEPT_RUNS = 50;

function summarise(run: RunRecord): RunSummary {
  const { id, createdAt, status, request, candidates, source } = run;
  return {
    id,
    createdAt,
    status,
    prompt: request.prompt,
    ...(source && { fileName: source.fileName }),
    tau: request.tau,
    seed: request.seed,
    candidateCount: candidates.length,
  };
}

/** The runs on this device. Nothing here leaves the browser. */
export class RunArchive {
  private readonly database: IDBPDatabase<ArchiveSchema>;

  private constructor(database: IDBPDatabase<ArchiveSchema>) {
    this.database = database;
  }

  /** Rejects where the browser refuses storage, as some private windows do. */
  static async open(): Promise<RunArchive> {
    const database = await openDB<ArchiveSchema>(DATABASE, DATABASE_VERSION, {
      upgrade(db, oldVersion) {
        if (oldVersion < 1) {
          db.createObjectStore('runs', { keyPath: 'id' });
          db.createObjectStore('summaries', { keyPath: 'id' }).createIndex('createdAt', 'createdAt');
        }
      },
      // A newer build in another tab waits for this one to let go.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new RunArchive(database);
  }

  /** Adds the run or replaces the one of the same id, then drops the oldest beyond the limit. */
  async save(run: RunRecord): Promise<void> {
    const transaction = this.database.transaction(['runs', 'summaries'], 'readwrite');
    const runs = transaction.objectStore('runs');
    const summaries = transaction.objectStore('summaries');
    await Promise.all([runs.put(run), summaries.put(summarise(run))]);
    const keys = await summaries.index('createdAt').getAllKeys();
    const dropped = keys.slice(0, Math.max(0, keys.length - KEPT_RUNS));
    await Promise.all(dropped.flatMap((key) => [runs.delete(key), summaries.delete(key)]));
    await transaction.done;
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
