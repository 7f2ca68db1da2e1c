import type { Crystal } from '../../crystal/crystal';
import { reducedFormula } from '../../crystal/formula';
import { spaceGroup } from '../../crystal/space-groups';
import type { RunRecord, RunStatus } from '../../generation/run';
import { summaryOf } from '../analysis';
import { groupOf } from '../judge-candidate';

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
  /** Reduced formulas of the crystals, each once. */
  readonly formulas: readonly string[];
  /** International numbers at 0.1 Å, each once; absent until they have been determined. */
  readonly spaceGroups?: readonly number[];
}

/** @param spaceGroups as `spaceGroupsOf` gives them, if they are known */
export function summarise(run: RunRecord, spaceGroups?: readonly number[]): RunSummary {
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
    formulas: [...new Set(crystalsOf(run).map(reducedFormula))],
    ...(spaceGroups && { spaceGroups }),
  };
}

/** Space groups of a run's crystals at 0.1 Å, each once. A crystal without determinable symmetry adds none. */
export async function spaceGroupsOf(run: RunRecord): Promise<number[]> {
  const groups = await Promise.all(
    crystalsOf(run).map(async (crystal) => {
      try {
        return groupOf(await summaryOf(crystal))?.number ?? [];
      } catch {
        // It cannot be found by its space group, and by everything else.
        return [];
      }
    }),
  );
  return [...new Set(groups.flat())];
}

function crystalsOf({ candidates, source }: RunRecord): Crystal[] {
  return candidates.flatMap(({ refined, draft }) => refined ?? source?.crystal ?? draft ?? []);
}

/**
 * The runs in which every word is found: in the prompt, the file's name, a formula, a space group's symbol or number
 * ("Pnma", "62", "#62").
 */
export function searchRuns(runs: readonly RunSummary[], query: string): readonly RunSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return runs;
  return runs.filter((run) => {
    const texts = [run.prompt, run.fileName ?? '', ...run.formulas].map((text) => text.toLowerCase());
    const groups = (run.spaceGroups ?? []).flatMap((number) => [
      String(number),
      `#${number}`,
      spaceGroup(number).symbol.toLowerCase(),
    ]);
    return words.every((word) => texts.some((text) => text.includes(word)) || groups.includes(word));
  });
}
