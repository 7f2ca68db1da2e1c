/** What can go wrong, by what the user or the caller can do about it. */
export type ErrorCode =
  /** The caller asked to stop. */
  | 'aborted'
  /** The request itself is wrong: a value out of range, an unknown name. */
  | 'invalid-input'
  /** The request is fine, but no embedded model can do it. */
  | 'unsupported'
  /** The manifest, or a model in it, is not there. */
  | 'model-missing'
  /** A file's SHA-256 differs from the manifest's. */
  | 'model-corrupt'
  /** The network or the disk failed while reading a file. */
  | 'download-failed'
  /** This backend cannot run here. */
  | 'backend-unavailable'
  | 'out-of-memory'
  /** The inference runtime refused or failed. */
  | 'inference-failed'
  /** The worker ended while work was waiting on it. */
  | 'worker-died'
  /** A defect of this program. */
  | 'internal';

/** A StudioError as plain data, for messages between threads and for stored runs. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  /** A sentence for the user that says what to do. */
  readonly message: string;
  /** For a bug report: a stack or the runtime's own words. */
  readonly detail?: string;
}

/** The one error type that leaves an engine, on either side of a port. */
export class StudioError extends Error {
  override readonly name = 'StudioError';
  readonly code: ErrorCode;
  readonly detail?: string;

  constructor(code: ErrorCode, message: string, detail?: string) {
    super(message);
    this.code = code;
    this.detail = detail;
  }

  toRecord(): ErrorRecord {
    return { code: this.code, message: this.message, ...(this.detail === undefined ? {} : { detail: this.detail }) };
  }

  static fromRecord(record: ErrorRecord): StudioError {
    return new StudioError(record.code, record.message, record.detail);
  }

  /** Any thrown value as a StudioError; what is not one already gets `code`, an abort always `aborted`. */
  static from(thrown: unknown, code: ErrorCode = 'internal'): StudioError {
    if (thrown instanceof StudioError) return thrown;
    if (!(thrown instanceof Error)) return new StudioError(code, String(thrown));
    if (thrown.name === 'AbortError') return new StudioError('aborted', 'Stopped.');
    const outOfMemory = thrown instanceof RangeError && /alloc|memory/i.test(thrown.message);
    return new StudioError(outOfMemory ? 'out-of-memory' : code, thrown.message, thrown.stack);
  }
}

/** Throws `aborted` once the signal has fired. */
export function throwIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw new StudioError('aborted', 'Stopped.');
}
