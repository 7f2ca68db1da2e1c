/** Estimates within this share of each other are the same to a reader. */
const UNCHANGED_SHARE = 0.35;
/** Seconds; nor does a difference of so little matter. */
const UNCHANGED_SECONDS = 2;
/** How fast the end that is shown follows the one that is estimated, per second. */
const FOLLOWING = 0.3;

/**
 * Time left as a clock shows it: it runs down, and follows the estimates slowly instead of jumping with each of them. Only
 * one that is far from what was shown, as when the drafts are done, counts at once.
 */
export class SteadyTimeLeft {
  /** Milliseconds of the caller's clock. */
  private end: number | undefined;
  private takenAt = 0;

  /**
   * @param secondsLeft the estimate of this moment
   * @param now milliseconds of a clock that never goes back
   * @returns seconds to show
   */
  take(secondsLeft: number, now: number): number {
    const estimate = now + 1000 * secondsLeft;
    const shown = this.end === undefined ? undefined : (this.end - now) / 1000;
    const tolerated = Math.max(UNCHANGED_SECONDS, UNCHANGED_SHARE * secondsLeft);
    if (this.end === undefined || shown === undefined || Math.abs(shown - secondsLeft) > tolerated) this.end = estimate;
    else {
      const elapsed = (now - this.takenAt) / 1000;
      const following = (estimate - this.end) * (1 - Math.exp(-FOLLOWING * elapsed));
      // Never faster upwards than time runs down.
      this.end += Math.min(following, 900 * elapsed);
    }
    this.takenAt = now;
    return Math.max(0, (this.end - now) / 1000);
  }
}
