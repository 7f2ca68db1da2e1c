import { chooseFiles } from '../files';
import type { Action } from './action';

export const exportRuns: Action = {
  id: 'export-runs',
  name: 'Export all runs',
  isEnabled: ({ history }) => history.length > 0,
  whyNot: ({ history }) => (history.length > 0 ? undefined : 'There is no run yet.'),
  perform: ({ store, shelf }) => shelf.export(store.getState().history.map(({ id }) => id)),
};

export const importRuns: Action = {
  id: 'import-runs',
  name: 'Import runs',
  isEnabled: () => true,
  perform: async ({ shelf }) => {
    const [file] = await chooseFiles('.json,application/json');
    if (file) await shelf.import(file);
  },
};
