import { type Annotation, annotationOf } from '../../generation/annotations';
import { completeCrystal } from '../candidate-row';
import { type StudioState, updateAnnotation } from '../store/studio-store';
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

const isAnnotated = ({ run, selected }: StudioState) => run?.candidates[selected] !== undefined;
const whyNotAnnotated = (state: StudioState) =>
  whyNone(state) ?? (state.run ? undefined : 'Candidates can be marked once the run is over.');

export const starCandidate: Action = {
  id: 'star-candidate',
  name: 'Star the candidate',
  shortcut: { key: 's', where: 'bench' },
  isEnabled: isAnnotated,
  whyNot: whyNotAnnotated,
  perform: ({ store }) => {
    const { run, selected } = store.getState();
    updateAnnotation(store, selected, { isStarred: !annotationOf(run, selected).isStarred });
  },
};

const remaining = (state: StudioState) => presentCandidates(state).length;

export const deleteCandidate: Action = {
  id: 'delete-candidate',
  name: 'Delete the candidate',
  shortcut: { key: 'Delete', where: 'bench' },
  isEnabled: (state) => isAnnotated(state) && remaining(state) > 1,
  whyNot: (state) =>
    whyNotAnnotated(state) ?? (remaining(state) > 1 ? undefined : 'It is the last one; delete the run instead.'),
  perform: ({ store }) => {
    const { selected } = store.getState();
    updateAnnotation(store, selected, { isDeleted: true });
    store.setState({ statusLine: `Candidate ${selected + 1} deleted` });
  },
};

function presentCandidates({ run }: StudioState, isWanted: (annotation: Annotation) => boolean = () => true): number[] {
  const all = run?.candidates.map(({ index }) => index) ?? [];
  return all.filter((index) => !annotationOf(run, index).isDeleted && isWanted(annotationOf(run, index)));
}

const withCrystal = (state: StudioState) =>
  state.candidates.flatMap((view, index) =>
    completeCrystal(view) && !annotationOf(state.run, index).isDeleted ? [index] : [],
  );
const canCompare = (state: StudioState) => withCrystal(state).length > 1;

export const compareCandidates: Action = {
  id: 'compare',
  name: 'Compare two candidates',
  shortcut: { key: 'x', where: 'bench' },
  isEnabled: canCompare,
  whyNot: (state) => whyNone(state) ?? (canCompare(state) ? undefined : 'There is only one crystal.'),
  perform: ({ store }) => {
    const state = store.getState();
    const there = withCrystal(state);
    const left = there.includes(state.selected) ? state.selected : there[0];
    const right = there.find((index) => index > left) ?? there.find((index) => index !== left) ?? left;
    store.setState({ middle: 'comparison', compared: [left, right] });
  },
};

function saveZip(id: string, name: string, whichOf: (state: StudioState) => number[], none: string): Action {
  const isEnabled = (state: StudioState) => !state.batch && whichOf(state).length > 0;
  return {
    id,
    name,
    isEnabled,
    whyNot: (state) => (state.batch ? 'A zip file is being made.' : whichOf(state).length > 0 ? undefined : none),
    perform: ({ store, session }) => session.batch.start(whichOf(store.getState())),
  };
}

export const saveAll = saveZip('zip-all', 'All candidates (zip)', presentCandidates, 'There is no run yet.');

export const saveStarred = saveZip(
  'zip-starred',
  'Starred candidates (zip)',
  (state) => presentCandidates(state, ({ isStarred }) => isStarred === true),
  'No candidate has a star.',
);

export const candidateActions: readonly Action[] = [
  openGallery,
  showStructure,
  previousCandidate,
  nextCandidate,
  starCandidate,
  deleteCandidate,
  compareCandidates,
  saveAll,
  saveStarred,
];
