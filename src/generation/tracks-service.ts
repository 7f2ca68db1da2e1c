import { loadSymmetry } from '../crystal/symmetry';
import { throwIfAborted } from '../runtime/errors';
import { type Endpoint, PortClient, serve } from '../runtime/port';
import { yieldToEvents } from '../runtime/yield-to-events';
import type { CandidateRecord, RunRecord } from './run';
import { RunTrajectory } from './run-trajectory';
import { followTrajectory, type TrajectoryTracks } from './trajectory-tracks';

export interface TracksRequest {
  readonly run: RunRecord;
  readonly candidate: CandidateRecord['index'];
}

/** What the tracks worker answers; events are the share that is done. */
export type TracksService = {
  follow: { request: TracksRequest; event: number; result: TrajectoryTracks | undefined };
};

/** Frames between two reports of progress. */
const REPORT_EVERY = 20;

/** Serves the tracks of recorded candidates at `endpoint`; undefined for one that has no frames. */
export function serveTracks(endpoint: Endpoint): void {
  serve<TracksService>(endpoint, {
    async follow({ run, candidate }, { emit, signal }) {
      const trajectory = RunTrajectory.fromRecord(run, candidate);
      if (!trajectory) return undefined;
      let frames = 0;
      return followTrajectory(trajectory, await loadSymmetry(), async (share) => {
        if (++frames % REPORT_EVERY !== 0) return;
        emit(share);
        await yieldToEvents();
        throwIfAborted(signal);
      });
    },
  });
}

/** The tracks worker of a page. */
export function openTracks(): PortClient<TracksService> {
  // A worker is an endpoint; only the DOM's listener types are too narrow to say so.
  const worker = new Worker(new URL('./tracks-worker.ts', import.meta.url), { type: 'module', name: 'tracks' });
  return new PortClient<TracksService>(worker as unknown as Endpoint);
}
