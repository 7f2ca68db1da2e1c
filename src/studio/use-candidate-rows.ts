import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Crystal } from '../crystal/crystal';
import { annotationOf } from '../generation/annotations';
import type { CandidateSummary } from '../generation/summary';
import { summaryOf } from './analysis';
import { type CandidateRow, candidateRow, settledCrystal } from './candidate-row';
import { structureNumbers } from './structures';
import { useStudioState } from './use-studio';

/** Candidates of a run as rows; what has to be worked out of each is, in a worker, as soon as it is there. */
export function useCandidateRows(): readonly CandidateRow[] {
  const candidates = useStudioState((state) => state.candidates);
  const annotations = useStudioState((state) => state.run?.annotations);
  const settled = useSteady(candidates.flatMap((view) => settledCrystal(view) ?? []));
  const knownSummary = useSummaries(settled);
  const numbers = useStructureNumbers(settled);
  const before = useRef<readonly CandidateRow[]>([]);
  before.current = useMemo(() => {
    const rows = candidates.map((view, index) => {
      const crystal = settledCrystal(view);
      const number = (crystal && numbers.get(crystal)) ?? 0;
      const annotation = annotationOf({ ...(annotations && { annotations }) }, index);
      const row = candidateRow(index, view, crystal && knownSummary(crystal), number, annotation);
      const known = before.current[index];
      return known && isSame(known, row) ? known : row;
    });
    const isUnchanged =
      rows.length === before.current.length && rows.every((row, index) => row === before.current[index]);
    return isUnchanged ? before.current : rows;
  }, [candidates, annotations, knownSummary, numbers]);
  return before.current;
}

function isSame(first: CandidateRow, second: CandidateRow): boolean {
  return (Object.keys(second) as (keyof CandidateRow)[]).every((name) => first[name] === second[name]);
}

/** The list before, while it has the same members. */
function useSteady<Item>(list: readonly Item[]): readonly Item[] {
  const before = useRef(list);
  if (list.length !== before.current.length || list.some((item, index) => item !== before.current[index])) {
    before.current = list;
  }
  return before.current;
}

/** Those that have been worked out. */
const summaries = new WeakMap<Crystal, CandidateSummary>();

function useSummaries(crystals: readonly Crystal[]): (crystal: Crystal) => CandidateSummary | undefined {
  const [version, arrived] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    for (const crystal of crystals) {
      if (summaries.has(crystal)) continue;
      summaryOf(crystal).then(
        (summary) => {
          summaries.set(crystal, summary);
          arrived();
        },
        () => {},
      );
    }
  }, [crystals]);
  // Another function each time that something arrived, so that what depends on it is made anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what has arrived
  return useMemo(() => (crystal: Crystal) => summaries.get(crystal), [version]);
}

const none: ReadonlyMap<Crystal, number> = new Map();

/** Numbers of structures, from 1 in the order of the candidates. */
function useStructureNumbers(crystals: readonly Crystal[]): ReadonlyMap<Crystal, number> {
  const [numbers, setNumbers] = useState(none);
  useEffect(() => {
    const leaving = new AbortController();
    structureNumbers(crystals, leaving.signal).then(
      (all) => setNumbers(new Map(crystals.map((crystal, place) => [crystal, all[place]]))),
      () => {},
    );
    return () => leaving.abort();
  }, [crystals]);
  return numbers;
}
