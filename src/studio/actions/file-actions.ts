import { chooseFiles } from '../files';
import type { StudioState } from '../store/studio-store';
import type { Action } from './action';

/** What a file dialog offers: the names that structures have, and files without an ending, such as POSCAR. */
const OFFERED = '.cif,.vasp,.poscar,.contcar,.xyz,.extxyz,.json,text/plain,chemical/x-cif';

const isFree = ({ phase }: StudioState) => phase === 'idle' || phase === 'refining-again';

export const openStructure: Action = {
  id: 'open-structure',
  name: 'Open structure',
  shortcut: { key: 'o', withControl: true, where: 'anywhere' },
  isEnabled: isFree,
  whyNot: (state) => (isFree(state) ? undefined : 'A run is under way.'),
  perform: async ({ session }) => session.openStructure(await chooseFiles(OFFERED)),
};

export const refineStructure: Action = {
  id: 'refine-structure',
  name: 'Refine the structure',
  shortcut: { key: 'Enter', withControl: true, withShift: true, where: 'anywhere' },
  isEnabled: (state) => state.phase === 'idle' && state.run?.source !== undefined && hasDraft(state),
  whyNot: ({ run, phase }) => {
    if (!run?.source) return 'The run on the bench did not begin with a file.';
    return phase === 'idle' ? 'The structure cannot be refined; its notes say why.' : 'A run is under way.';
  },
  perform: ({ session }) => session.refineAgain(),
};

function hasDraft({ run }: StudioState): boolean {
  return run?.candidates.some(({ draft }) => draft) ?? false;
}
