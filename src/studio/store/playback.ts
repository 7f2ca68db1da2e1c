import { type StudioStore, selectedCandidate } from './studio-store';

/** A trajectory plays in this time, whatever its length, at most one new frame per display refresh. */
const SHORTEST_SECONDS = 2;
const LONGEST_SECONDS = 8;
const FRAMES_PER_SECOND = 60;

/**
 * Keeps the store's frame counter in step with the selected trajectory: follows new frames while they are computed and
 * moves on while playing. Counts only; whoever draws takes the frame itself from the trajectory.
 * Returns the function that ends it.
 */
export function runPlayback(store: StudioStore): () => void {
  let request = 0;
  let last = 0;
  let unfinished = 0;

  const tick = (now: number) => {
    const elapsed = Math.min(now - last, 100) / 1000;
    last = now;
    const { isPlaying, frame } = store.getState();
    const trajectory = selectedCandidate(store.getState())?.trajectory;
    const frameCount = trajectory?.frameCount ?? 0;
    syncFrames(store);
    if (isPlaying) {
      const seconds = Math.min(Math.max(frameCount / FRAMES_PER_SECOND, SHORTEST_SECONDS), LONGEST_SECONDS);
      unfinished += (elapsed * frameCount) / seconds;
      const whole = Math.floor(unfinished);
      unfinished -= whole;
      const next = Math.min(frame + whole, Math.max(0, frameCount - 1));
      const atEnd = next >= frameCount - 1 && (trajectory?.complete ?? true);
      if (whole > 0) store.setState({ frame: next, isPlaying: !atEnd, isFollowing: atEnd });
    }
    schedule();
  };

  const schedule = () => {
    cancelAnimationFrame(request);
    request = 0;
    const state = store.getState();
    const trajectory = selectedCandidate(state)?.trajectory;
    const isBehind = (trajectory?.frameCount ?? 0) !== state.frameCount;
    if (state.isPlaying || isBehind) request = requestAnimationFrame(tick);
  };

  let unsubscribeFrames = () => {};
  let watched: unknown;
  const unsubscribe = store.subscribe((state, previous) => {
    const trajectory = selectedCandidate(state)?.trajectory;
    if (trajectory !== watched) {
      watched = trajectory;
      unsubscribeFrames();
      unsubscribeFrames = trajectory?.subscribe(schedule) ?? (() => {});
      syncFrames(store);
    }
    if (state.isPlaying && !previous.isPlaying) {
      last = performance.now();
      unfinished = 0;
      schedule();
    }
  });

  return () => {
    cancelAnimationFrame(request);
    unsubscribeFrames();
    unsubscribe();
  };
}

/** Takes over the trajectory's frame count; the shown frame stays in range, or at the end while following. */
function syncFrames(store: StudioStore): void {
  const state = store.getState();
  const frameCount = selectedCandidate(state)?.trajectory?.frameCount ?? 0;
  const lastFrame = Math.max(0, frameCount - 1);
  const frame = state.isFollowing ? lastFrame : Math.min(state.frame, lastFrame);
  if (frameCount !== state.frameCount || frame !== state.frame) store.setState({ frameCount, frame });
}
