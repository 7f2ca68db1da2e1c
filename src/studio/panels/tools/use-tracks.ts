import { useEffect, useState } from 'react';
import type { CandidateRecord, RunRecord } from '../../../generation/run';
import { openTracks } from '../../../generation/tracks-service';
import type { TrajectoryTracks } from '../../../generation/trajectory-tracks';

export type TracksState =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly share: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly tracks: TrajectoryTracks };

const known = new WeakMap<CandidateRecord, TrajectoryTracks>();
let worker: ReturnType<typeof openTracks> | undefined;

function client() {
  if (!worker || worker.death) worker = openTracks();
  return worker;
}

/** The tracks of a recorded candidate, computed once, in a worker; what is no longer looked at is not finished. */
export function useTracks(run: RunRecord | null, index: number): TracksState {
  const candidate = run?.candidates[index];
  const [state, setState] = useState<TracksState & { readonly of?: CandidateRecord }>({ kind: 'none' });
  useEffect(() => {
    if (!run || !candidate?.frames || known.has(candidate)) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    const show = (next: TracksState) => signal.aborted || setState({ ...next, of: candidate });
    client()
      .call(
        'follow',
        { run: { ...run, candidates: [candidate] }, candidate: candidate.index },
        { signal, onEvent: (share) => show({ kind: 'pending', share }) },
      )
      .then(
        (tracks) => {
          if (tracks) known.set(candidate, tracks);
          show(tracks ? { kind: 'done', tracks } : { kind: 'none' });
        },
        (error: Error) => show({ kind: 'failed', message: error.message }),
      );
    return () => leaving.abort();
  }, [run, candidate]);
  const tracks = candidate && known.get(candidate);
  if (tracks) return { kind: 'done', tracks };
  if (!candidate?.frames) return { kind: 'none' };
  return state.of === candidate ? state : { kind: 'pending', share: 0 };
}
