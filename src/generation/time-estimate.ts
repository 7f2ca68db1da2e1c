/** Recent observations only: a laptop's speed changes with heat and with what else runs. */
const REMEMBERED = 32;
/** A network evaluation has a fixed cost; on the networks here it equals that of about this many atom pairs. */
const FIXED_COST_IN_PAIRS = 20;

/** Median of the last observations of a quantity. */
class RecentMedian {
  private readonly values: number[] = [];

  add(value: number): void {
    this.values.push(value);
    if (this.values.length > REMEMBERED) this.values.shift();
  }

  get value(): number | undefined {
    if (this.values.length === 0) return undefined;
    const sorted = this.values.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }
}

/** What the models were seen to cost on this machine, learned from every run. All times in seconds. */
export class SpeedRecord {
  private readonly perToken = new RecentMedian();
  private readonly perPair = new RecentMedian();

  observeDraft(tokens: number, seconds: number): void {
    if (tokens > 0) this.perToken.add(seconds / tokens);
  }

  /** @param seconds for one network evaluation of `batchSize` candidates, padded to `width` atoms */
  observeEvaluation(batchSize: number, width: number, seconds: number): void {
    this.perPair.add(seconds / evaluationCost(batchSize, width));
  }

  /** Undefined until a draft has been observed. */
  draftSeconds(tokens: number): number | undefined {
    const perToken = this.perToken.value;
    return perToken === undefined ? undefined : tokens * perToken;
  }

  /** Undefined until an evaluation has been observed. */
  evaluationSeconds(batchSize: number, width: number): number | undefined {
    const perPair = this.perPair.value;
    return perPair === undefined ? undefined : evaluationCost(batchSize, width) * perPair;
  }
}

function evaluationCost(batchSize: number, width: number): number {
  return batchSize * width * width + FIXED_COST_IN_PAIRS;
}
