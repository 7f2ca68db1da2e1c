import { reducedFormula } from '../crystal/formula';
import { type Choice, selectedCandidate } from './store/studio-store';

/** Hands a file to the browser's downloads. */
export function downloadBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the address after this task has ended.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** "SrTiO3-tau300-seed7-2": what is in the file and how to make it again. */
export function fileStem(state: Choice): string {
  const candidate = selectedCandidate(state);
  const crystal = candidate?.refined ?? candidate?.draft;
  const { source, request } = state.run ?? {};
  const { seed, refinementSeed } = request ?? {};
  const tau = candidate?.trajectory?.provenance.tau ?? request?.tau;
  if (source && candidate?.stage === 'imported') return source.fileName.replace(/\.[^.]*$/, '');
  const parts = [
    crystal ? reducedFormula(crystal) : 'crystal',
    tau === undefined ? '' : `tau${tau}`,
    seed === undefined ? '' : `seed${seed}`,
    refinementSeed === undefined ? '' : `noise${refinementSeed}`,
    state.candidates.length > 1 ? String(state.selected + 1) : '',
  ];
  return parts.filter(Boolean).join('-');
}
