import type { ViewAxis } from '../../viewer';
import { type StudioState, updateView } from '../store/studio-store';
import type { ViewTool } from '../store/view-state';
import type { PictureFormat } from '../viewer-bridge';
import type { Action } from './action';

const hasCrystal = (state: StudioState) => state.candidates.some((candidate) => candidate.draft || candidate.refined);
const whyNot = (state: StudioState) => (hasCrystal(state) ? undefined : 'There is no crystal in view.');

function along(axis: ViewAxis): Action {
  return {
    id: `view-along-${axis}`,
    name: `View along ${axis}`,
    shortcut: { key: axis[0], withShift: axis.length > 1, where: 'bench' },
    isEnabled: hasCrystal,
    whyNot,
    perform: ({ viewer }) => viewer.viewAlong(axis),
  };
}

export const viewAlong = {
  a: along('a'),
  b: along('b'),
  c: along('c'),
  'a*': along('a*'),
  'b*': along('b*'),
  'c*': along('c*'),
} as const;

export const resetView: Action = {
  id: 'reset-view',
  name: 'Reset the view',
  shortcut: { key: 'r', where: 'bench' },
  isEnabled: hasCrystal,
  whyNot,
  perform: ({ viewer }) => viewer.reset(),
};

function picture(format: PictureFormat, name: string, key?: string): Action {
  return {
    id: `save-${format}`,
    name,
    ...(key === undefined ? {} : { shortcut: { key, where: 'bench' } }),
    isEnabled: hasCrystal,
    whyNot,
    perform: ({ viewer, session }) => session.sayIfFails(() => viewer.save(format)),
  };
}

export const screenshot = picture('png', 'Picture (PNG)', 'p');

/** What is in view as a file. */
export const pictureActions: readonly Action[] = [
  screenshot,
  picture('svg', 'Picture (SVG)'),
  picture('glb', '3D model (glTF)'),
];

export const toggleConventional: Action = {
  id: 'conventional-cell',
  name: 'Conventional cell',
  shortcut: { key: 'v', where: 'bench' },
  isEnabled: hasCrystal,
  whyNot,
  perform: ({ store }) => {
    const { cell } = store.getState();
    updateView(store, { cell: { ...cell, kind: cell.kind === 'conventional' ? 'as-computed' : 'conventional' } });
  },
};

function toggleTool(tool: ViewTool, name: string, key: string): Action {
  return {
    id: `tool-${tool}`,
    name,
    shortcut: { key, where: 'bench' },
    isEnabled: () => true,
    perform: ({ store }) => store.setState((state) => ({ tool: state.tool === tool ? null : tool })),
  };
}

export const viewTools: Readonly<Record<ViewTool, Action>> = {
  view: toggleTool('view', 'View options', 'o'),
  measure: toggleTool('measure', 'Measure', 'm'),
  diffraction: toggleTool('diffraction', 'Powder diffraction', 'd'),
  distances: toggleTool('distances', 'Pair distances', 'g'),
  tracks: toggleTool('tracks', 'Along the trajectory', 'l'),
  repair: toggleTool('repair', 'Edit and repair', 'e'),
};
