import type { StudioState, StudioStore } from '../store/studio-store';
import type { Action } from './action';

/** Frames that Page up and Page down go by. */
const PAGE = 50;

const hasFrames = (state: StudioState) => state.frameCount > 1;

/** Shows a frame and lets go of following and playing: whoever moves by hand wants to look. */
export function showFrame(store: StudioStore, frame: number): void {
  const { frameCount } = store.getState();
  const last = Math.max(0, frameCount - 1);
  store.setState({ frame: Math.min(Math.max(frame, 0), last), isFollowing: frame >= last, isPlaying: false });
}

function step(id: string, name: string, key: string, by: (state: StudioState) => number): Action {
  return {
    id,
    name,
    shortcut: { key, where: 'bench' },
    isEnabled: hasFrames,
    perform: ({ store }) => showFrame(store, by(store.getState())),
  };
}

export const playPause: Action = {
  id: 'play-pause',
  name: 'Play or pause the trajectory',
  shortcut: { key: ' ', where: 'bench' },
  isEnabled: hasFrames,
  perform: ({ store }) =>
    store.setState(({ isPlaying, frame, frameCount }) => ({
      isPlaying: !isPlaying,
      isFollowing: false,
      frame: !isPlaying && frame >= frameCount - 1 ? 0 : frame,
    })),
};

export const trajectorySteps: readonly Action[] = [
  step('previous-frame', 'Previous frame', 'ArrowLeft', (state) => state.frame - 1),
  step('next-frame', 'Next frame', 'ArrowRight', (state) => state.frame + 1),
  step('back-frames', `Back ${PAGE} frames`, 'PageUp', (state) => state.frame - PAGE),
  step('on-frames', `On ${PAGE} frames`, 'PageDown', (state) => state.frame + PAGE),
  step('first-frame', 'First frame', 'Home', () => 0),
  step('last-frame', 'Last frame', 'End', (state) => state.frameCount - 1),
];
