import type { RunRecord } from '../../generation/run';

/** "3 of 4 candidates in 12.4 s. Refined". The last word says how the run ended. */
export function endOfRun(run: RunRecord, seconds?: number): string {
  if (run.source && run.candidates.every(({ frames }) => !frames)) return `${run.source.fileName} opened`;
  if (run.status === 'stopped') return 'Stopped';
  const refined = run.candidates.filter((candidate) => candidate.refined).length;
  if (refined === 0) return run.failure ?? 'No candidate could be refined';
  const all = run.candidates.length;
  const some = refined === all ? `${all}` : `${refined} of ${all}`;
  const time = seconds === undefined ? '' : ` in ${seconds.toFixed(1)} s`;
  const kept = run.candidates.every(({ tau = run.request.tau }) => tau === 0) ? ' τ = 0: draft kept.' : '';
  return `${some} ${all === 1 ? 'candidate' : 'candidates'}${time}.${kept} Refined`;
}
