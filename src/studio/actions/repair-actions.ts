import { effectiveTau } from '../store/defaults';
import { isAllLocked, repairInView } from '../store/repair';
import type { StudioState } from '../store/studio-store';
import type { Action } from './action';

function whyNot(state: StudioState): string | undefined {
  if (state.phase !== 'idle') return 'A run is under way.';
  const repair = repairInView(state);
  if (!repair) return 'Lock or change something first.';
  if (isAllLocked(repair)) return 'All is locked: nothing is left to refine.';
  return effectiveTau(state) === 0 ? 'At τ = 0 nothing is refined: choose a higher τ.' : undefined;
}

export const refineEdited: Action = {
  id: 'refine-edited',
  name: 'Refine what is not locked',
  isEnabled: (state) => whyNot(state) === undefined,
  whyNot,
  perform: ({ session }) => session.refineEdited(),
};
