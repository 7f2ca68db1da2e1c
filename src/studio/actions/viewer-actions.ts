import type { StudioState } from '../store/studio-store';
import type { Action } from './action';

const hasCrystal = (state: StudioState) => state.candidates.some((candidate) => candidate.draft || candidate.refined);

function along(axis: 'a' | 'b' | 'c'): Action {
  return {
    id: `view-along-${axis}`,
    name: `View along ${axis}`,
    shortcut: { key: axis, where: 'bench' },
    isEnabled: hasCrystal,
    perform: ({ viewer }) => viewer.viewAlong(axis),
  };
}

export const viewAlong = { a: along('a'), b: along('b'), c: along('c') } as const;

export const resetView: Action = {
  id: 'reset-view',
  name: 'Reset the view',
  shortcut: { key: 'r', where: 'bench' },
  isEnabled: hasCrystal,
  perform: ({ viewer }) => viewer.reset(),
};

export const screenshot: Action = {
  id: 'screenshot',
  name: 'Save a picture (PNG)',
  shortcut: { key: 'p', where: 'bench' },
  isEnabled: hasCrystal,
  perform: ({ viewer }) => viewer.savePicture(),
};

export const toggleConventional: Action = {
  id: 'conventional-cell',
  name: 'Conventional cell',
  shortcut: { key: 'v', where: 'bench' },
  isEnabled: hasCrystal,
  perform: ({ store }) => store.setState(({ isConventional }) => ({ isConventional: !isConventional })),
};
