import { canGenerate } from '../store/prompt';
import type { Action } from './action';

export const generate: Action = {
  id: 'generate',
  name: 'Generate',
  shortcut: { key: 'Enter', withControl: true, where: 'anywhere' },
  isEnabled: (state) => (state.phase === 'idle' || state.phase === 'refining-again') && canGenerate(state),
  perform: ({ session }) => session.generate(),
};

export const stop: Action = {
  id: 'stop',
  name: 'Stop',
  shortcut: { key: 'Escape', where: 'bench' },
  isEnabled: (state) => state.phase !== 'idle',
  perform: ({ session }) => session.stop(),
};
