import { throwIfAborted } from './errors';

/** Runs tasks strictly one after the other: an inference runtime must not be entered twice at once. */
export class InferenceQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as `task` does; a task whose signal fired while it waited is not started. */
  enqueue<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const result = this.#last.then(() => {
      throwIfAborted(signal);
      return task();
    });
    // One failed task must not fail those behind it.
    this.#last = result.catch(() => {});
    return result;
  }
}
