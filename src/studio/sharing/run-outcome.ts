import { reducedFormula } from '../../crystal/formula';
import { latticeParameters } from '../../crystal/lattice';
import { spaceGroup, typesetSymbol } from '../../crystal/space-groups';
import type { RunRecord } from '../../generation/run';
import { groupOf } from '../../report/judge-candidate';
import { summaryOf } from '../analysis';

/** A refined crystal in few words, for comparing it with another machine's. */
export interface CandidateOutcome {
  readonly formula: string;
  /** International number at 0.1 Å; 0 where none is found. */
  readonly spaceGroup: number;
  /** a, b, c in Å to two decimals, then α, β, γ in degrees to one. */
  readonly cell: readonly number[];
}

/** Lengths in Å and angles in degrees that the last bits of another processor may account for, rounding included. */
const SAME_LENGTH = 0.021;
const SAME_ANGLE = 0.21;

/** What became of each candidate; null for one without a refined crystal. */
export function outcomesOf({ candidates }: RunRecord): Promise<(CandidateOutcome | null)[]> {
  const outcomes = candidates.map(async ({ refined }) => {
    if (!refined) return null;
    const { a, b, c, alpha, beta, gamma } = latticeParameters(refined.lattice);
    const cell = [...[a, b, c].map((length) => round(length, 100)), ...[alpha, beta, gamma].map((x) => round(x, 10))];
    let group = 0;
    try {
      group = groupOf(await summaryOf(refined))?.number ?? 0;
    } catch {
      // A crystal without determinable symmetry is an outcome too.
    }
    return { formula: reducedFormula(refined), spaceGroup: group, cell };
  });
  return Promise.all(outcomes);
}

const round = (value: number, steps: number) => Math.round(value * steps) / steps;

/** Whether two outcomes are the same crystal as far as an outcome tells. */
export function isSameOutcome(first: CandidateOutcome | null, second: CandidateOutcome | null): boolean {
  if (!first || !second) return first === second;
  return (
    first.formula === second.formula &&
    first.spaceGroup === second.spaceGroup &&
    first.cell.every((value, index) => {
      const other = second.cell[index] ?? Number.NaN;
      return Math.abs(value - other) <= (index < 3 ? SAME_LENGTH : SAME_ANGLE);
    })
  );
}

/** "SrTiO3, Pm-3m, a, b, c = 3.91, 3.91, 3.91 Å, α, β, γ = 90, 90, 90°". */
export function outcomeInWords(outcome: CandidateOutcome | null): string {
  if (!outcome) return 'no crystal';
  const group = outcome.spaceGroup === 0 ? 'no space group' : typesetSymbol(spaceGroup(outcome.spaceGroup));
  const [lengths, angles] = [outcome.cell.slice(0, 3), outcome.cell.slice(3)];
  return `${outcome.formula}, ${group}, a, b, c = ${lengths.join(', ')} Å, α, β, γ = ${angles.join(', ')}°`;
}
