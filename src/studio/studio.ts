import type { RunShelf } from './run-shelf';
import type { Session } from './session';
import type { StudioStore } from './store/studio-store';
import type { ViewerBridge } from './viewer-bridge';

/** What actions act on: the state, the work, what is kept, and the picture. */
export interface Studio {
  readonly store: StudioStore;
  readonly session: Session;
  readonly shelf: RunShelf;
  readonly viewer: ViewerBridge;
}
