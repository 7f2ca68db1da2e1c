import { effectiveTau } from '../store/defaults';
import { draftAt, whyNotBranched } from '../store/draft-branch';
import { canGenerate } from '../store/prompt';
import { type StudioState, updateSettings } from '../store/studio-store';
import type { Action } from './action';

export const generate: Action = {
  id: 'generate',
  name: 'Generate',
  shortcut: { key: 'Enter', withControl: true, where: 'anywhere' },
  isEnabled: (state) => (state.phase === 'idle' || state.phase === 'refining-again') && canGenerate(state),
  whyNot: ({ phase }) =>
    phase === 'idle' ? 'The prompt cannot be run; what stands below it says why.' : 'A run is under way.',
  perform: ({ session }) => session.generate(),
};

export const stop: Action = {
  id: 'stop',
  name: 'Stop',
  shortcut: { key: 'Escape', where: 'anywhere' },
  isEnabled: (state) => state.phase !== 'idle',
  whyNot: () => 'Nothing is under way.',
  perform: ({ session }) => session.stop(),
};

export const takeDraft: Action = {
  id: 'take-draft',
  name: 'Take the draft as it is (τ = 0)',
  isEnabled: (state) => effectiveTau(state) > 0 && state.phase !== 'loading' && state.phase !== 'drafting',
  whyNot: (state) =>
    effectiveTau(state) > 0 ? 'The draft is being written.' : 'τ is 0: the draft is what is in view.',
  perform: ({ store, session }) => {
    updateSettings(store, { tau: 0, tauRule: 'fixed' });
    session.refineAgain();
  },
};

const canEstimate = ({ models, phase }: StudioState) =>
  models?.denoiser.noiseNorm !== undefined && (phase === 'idle' || phase === 'refining-again');

export const estimateTau: Action = {
  id: 'estimate-tau',
  name: 'Estimate τ from the draft',
  shortcut: { key: 'u', where: 'bench' },
  isEnabled: canEstimate,
  whyNot: (state) =>
    canEstimate(state) ? undefined : 'A run is under way, or this diffusion model cannot estimate τ.',
  perform: ({ session }) => session.tau.estimate(),
};

const whyNotAgain = (state: StudioState) =>
  whyNotBranched(state) ??
  (state.draftToken && draftAt(state, state.draftToken)
    ? undefined
    : 'No token is chosen: go to the draft’s text and choose one with the arrow keys.');

export const writeAgain: Action = {
  id: 'write-again',
  name: 'Write the draft again from the chosen token',
  isEnabled: (state) => whyNotAgain(state) === undefined,
  whyNot: whyNotAgain,
  perform: async ({ store, session }) => {
    const state = store.getState();
    const { draftToken } = state;
    const written = draftToken && draftAt(state, draftToken)?.tokenIds[draftToken.place];
    if (draftToken && typeof written === 'number') await session.branch(draftToken, written);
  },
};

const hasDraft = ({ run, selected }: StudioState) => run?.candidates[selected]?.draft !== undefined;

export const openSweep: Action = {
  id: 'tau-sweep',
  name: 'Sweep over τ',
  shortcut: { key: 't', where: 'bench' },
  isEnabled: hasDraft,
  whyNot: (state) => (hasDraft(state) ? undefined : 'There is no draft in view to refine.'),
  perform: ({ store }) => store.setState({ dialog: 'sweep' }),
};
