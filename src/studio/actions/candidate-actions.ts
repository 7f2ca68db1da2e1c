import { annotationOf } from '../../generation/annotations';
import type { StudioState } from '../store/studio-store';
import type { Action } from './action';

const hasCandidates = ({ candidates }: StudioState) => candidates.length > 0;
const whyNone = (state: StudioState) => (hasCandidates(state) ? undefined : 'There is no candidate yet.');

export const openGallery: Action = {
  id: 'gallery',
  name: 'Gallery of candidates',
  shortcut: { key: 'g', withShift: true, where: 'bench' },
  isEnabled: hasCandidates,
  whyNot: whyNone,
  perform: ({ store }) =>
    store.setState(({ middle }) => ({ middle: middle === 'gallery' ? ('structure' as const) : ('gallery' as const) })),
};

export const showStructure: Action = {
  id: 'show-structure',
  name: 'Back to the structure',
  isEnabled: ({ middle }) => middle !== 'structure',
  whyNot: ({ middle }) => (middle === 'structure' ? 'The structure is in view.' : undefined),
  perform: ({ store }) => store.setState({ middle: 'structure' }),
};

/** The place of the next candidate that is not deleted, in a direction. */
function neighbour({ candidates, run, selected }: StudioState, direction: 1 | -1): number | undefined {
  for (let index = selected + direction; index >= 0 && index < candidates.length; index += direction) {
    if (!annotationOf(run, index).isDeleted) return index;
  }
  return undefined;
}

function step(id: string, name: string, key: string, direction: 1 | -1, end: string): Action {
  return {
    id,
    name,
    shortcut: { key, where: 'bench' },
    isEnabled: (state) => neighbour(state, direction) !== undefined,
    whyNot: (state) => whyNone(state) ?? (neighbour(state, direction) === undefined ? end : undefined),
    perform: ({ store, session }) => {
      const next = neighbour(store.getState(), direction);
      if (next !== undefined) session.select(next);
    },
  };
}

export const previousCandidate = step('previous-candidate', 'Previous candidate', 'j', -1, 'This is the first one.');
export const nextCandidate = step('next-candidate', 'Next candidate', 'k', 1, 'This is the last one.');
