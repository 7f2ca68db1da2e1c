export interface LoadReading {
  readonly loadedBytes: number;
  readonly totalBytes: number;
  /** From the mean speed so far; absent while that says little. */
  readonly secondsLeft?: number;
}

/** Before this much has passed, a speed is mostly start-up. */
const SETTLING_SECONDS = 0.5;

/** Adds up the progress of files that load at the same time. */
export class LoadMeter {
  private readonly totals: readonly number[];
  private readonly loaded: number[];
  private startedAt: number | undefined;

  /** @param totals bytes of each file */
  constructor(totals: readonly number[]) {
    this.totals = totals;
    this.loaded = totals.map(() => 0);
  }

  /** File `index` has come this far. */
  advance(index: number, bytes: number): void {
    this.loaded[index] = bytes;
  }

  /** @param now milliseconds of a clock that never goes back */
  reading(now: number): LoadReading {
    this.startedAt ??= now;
    const loadedBytes = sum(this.loaded);
    const totalBytes = sum(this.totals);
    const seconds = (now - this.startedAt) / 1000;
    if (seconds < SETTLING_SECONDS || loadedBytes === 0) return { loadedBytes, totalBytes };
    return { loadedBytes, totalBytes, secondsLeft: ((totalBytes - loadedBytes) * seconds) / loadedBytes };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
