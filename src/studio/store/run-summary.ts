import type { Crystal } from '../../crystal/crystal';
import { reducedFormula } from '../../crystal/formula';
import { spaceGroup } from '../../crystal/space-groups';
import { annotationOf } from '../../generation/annotations';
import type { RunRecord, RunStatus } from '../../generation/run';
import { groupOf } from '../../report/judge-candidate';
import { summaryOf } from '../analysis';

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
  /** Of all recorded frames. */
  readonly frameBytes: number;
}

/** Older runs give way: a candidate of 20 atoms refined from τ = 1000 has a quarter of a megabyte of frames. */
const KEPT_RUNS = 50;
/** As much as one file of all runs still holds. */
const KEPT_BYTES = 256e6;

/**
 * Which runs are too many to be kept, by id. Those on which something was noted stay.
 * @param runs newest first
 */
export function surplusRuns(runs: readonly RunSummary[], annotated: ReadonlySet<string>): string[] {
  let bytes = 0;
  return runs.flatMap(({ id, frameBytes }, place) => {
    bytes += frameBytes;
    const isNewest = place === 0;
    const fits = place < KEPT_RUNS && bytes <= KEPT_BYTES;
    return isNewest || fits || annotated.has(id) ? [] : [id];
  });
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
    tau: candidates[0]?.tau ?? request.tau,
    seed: request.seed,
    candidateCount: candidates.length,
    formulas: [...new Set(crystalsOf(run).map(reducedFormula))],
    ...(spaceGroups && { spaceGroups }),
    frameBytes: candidates.reduce((sum, { frames }) => sum + (frames?.byteLength ?? 0), 0),
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

function crystalsOf(run: RunRecord): Crystal[] {
  const kept = run.candidates.filter(({ index }) => !annotationOf(run, index).isDeleted);
  return kept.flatMap(({ refined, draft }) => refined ?? run.source?.crystal ?? draft ?? []);
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
