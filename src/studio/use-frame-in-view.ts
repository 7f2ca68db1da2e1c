import { useEffect, useState } from 'react';
import type { Crystal } from '../crystal/crystal';
import type { Trajectory } from '../crystal/trajectory';
import type { StudioState } from './store/studio-store';
import { useStudio } from './use-studio';

/** Frames come faster than they can be analysed, or read. */
const TAKE_INTERVAL_MS = 250;

export interface FrameInView {
  readonly crystal: Crystal;
  readonly timestep: number;
}

/**
 * The frame of a finished trajectory on which the viewer rests; undefined at its end, where the result is, and while frames
 * play, for after a run the picture still catches up with what is known already.
 */
export function useFrameInView(trajectory: Trajectory | undefined): FrameInView | undefined {
  const { store } = useStudio();
  const [shown, setShown] = useState<FrameInView & { readonly of: Trajectory }>();
  useEffect(() => {
    if (!trajectory) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = () => {
      timer = undefined;
      const { frame, frameCount, isPlaying } = store.getState();
      // Beside a structure that is being edited there are no frames in view.
      const isOnTheWay = trajectory.complete && frameCount > 0 && !isPlaying && frame < trajectory.frameCount - 1;
      setShown(
        isOnTheWay
          ? { crystal: trajectory.frame(frame), timestep: trajectory.timestep(frame), of: trajectory }
          : undefined,
      );
    };
    const follow = (state: StudioState, previous: StudioState) => {
      const isSame = state.frame === previous.frame && state.frameCount === previous.frameCount;
      if (isSame && state.isPlaying === previous.isPlaying) return;
      timer ??= setTimeout(take, TAKE_INTERVAL_MS);
    };
    take();
    const leave = store.subscribe(follow);
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [trajectory, store]);
  return shown?.of === trajectory ? shown : undefined;
}
