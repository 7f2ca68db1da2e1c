import { reloadToUpdate } from '../offline/updates';
import type { Action } from './action';

export const openPalette: Action = {
  id: 'commands',
  name: 'Commands',
  shortcut: { key: 'k', withControl: true, where: 'anywhere' },
  isEnabled: () => true,
  perform: ({ store }) => store.setState({ dialog: 'commands' }),
};

export const openCitations: Action = {
  id: 'how-to-cite',
  name: 'How to cite',
  isEnabled: () => true,
  perform: ({ store }) => store.setState({ dialog: 'cite' }),
};

export const openKeys: Action = {
  id: 'keys',
  name: 'Keys',
  shortcut: { key: '?', withShift: true, where: 'bench' },
  isEnabled: () => true,
  perform: ({ store }) => store.setState({ dialog: 'keys' }),
};

export const startTour: Action = {
  id: 'tour',
  name: 'Tour of the studio',
  isEnabled: () => true,
  perform: ({ store }) => store.setState({ tour: { step: 0, isAsked: true } }),
};

export const reload: Action = {
  id: 'reload',
  name: 'Reload the new version',
  isEnabled: ({ isUpdateReady, phase }) => isUpdateReady && phase === 'idle',
  whyNot: ({ isUpdateReady }) => (isUpdateReady ? 'A run is under way.' : 'This is the newest version known here.'),
  perform: ({ store }) => reloadToUpdate(store),
};

export const toggleDraftFormat: Action = {
  id: 'draft-as-cif',
  name: 'Show the draft as CIF',
  isEnabled: () => true,
  perform: ({ store }) =>
    store.setState(({ draftFormat }) => ({ draftFormat: draftFormat === 'cif' ? 'text' : 'cif' })),
};
