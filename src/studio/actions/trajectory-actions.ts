import type { StudioState } from '../store/studio-store';
import type { Action } from './action';

/** Frames that Page up and Page down go by. */
const PAGE = 10;

const hasFrames = (state: StudioState) => state.frameCount > 1;
const whyNot = (state: StudioState) => (hasFrames(state) ? undefined : 'The crystal in view has no frames.');

function step(id: string, name: string, key: string, target: (state: StudioState) => number): Action {
  return {
    id,
    name,
    shortcut: { key, where: 'bench' },
    isEnabled: hasFrames,
    whyNot,
    perform: ({ store, viewer }) => viewer.showFrame(target(store.getState())),
  };
}

export const playPause: Action = {
  id: 'play-pause',
  name: 'Play or pause the trajectory',
  shortcut: { key: ' ', where: 'bench' },
  isEnabled: hasFrames,
  whyNot,
  perform: ({ viewer }) => viewer.playPause(),
};

export const record: Action = {
  id: 'record-animation',
  name: 'Record the animation as video',
  isEnabled: hasFrames,
  whyNot,
  perform: ({ store }) => store.setState({ dialog: 'record' }),
};

export const trajectorySteps: readonly Action[] = [
  step('previous-frame', 'Previous frame', 'ArrowLeft', (state) => state.frame - 1),
  step('next-frame', 'Next frame', 'ArrowRight', (state) => state.frame + 1),
  step('back-frames', `Back ${PAGE} frames`, 'PageUp', (state) => state.frame - PAGE),
  step('on-frames', `On ${PAGE} frames`, 'PageDown', (state) => state.frame + PAGE),
  step('first-frame', 'First frame', 'Home', () => 0),
  step('last-frame', 'Last frame', 'End', (state) => state.frameCount - 1),
];
