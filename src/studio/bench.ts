import type { Engine } from '../generation/engine';
import { RunFailedError } from '../generation/engine';
import { RefinementCache } from '../generation/refinement-cache';
import type { RunRecord } from '../generation/run';
import { type ErrorRecord, StudioError, throwIfAborted } from '../runtime/errors';
import type { EngineHolder } from './engine-holder';
import type { RunShelf } from './run-shelf';
import { endOfRun } from './store/end-of-run';
import { type LiveRun, viewsOf } from './store/live-run';
import type { Phase, StudioState, StudioStore } from './store/studio-store';

/** Reason of an abort whose place other work takes. */
const SUPERSEDED = 'superseded';

type Task<Result> = (engine: Engine, signal: AbortSignal) => Promise<Result>;
type Ending = Pick<StudioState, 'statusLine' | 'problem'>;

/** Carries out one job at a time on the models, and has on it the run that is in view. */
export class Bench {
  readonly store: StudioStore;
  readonly holder: EngineHolder;
  readonly shelf: RunShelf;
  readonly refinements = new RefinementCache();
  /** Called after a job that ended by itself and well. */
  whenFree = (): void => {};
  private job: AbortController | undefined;
  private working: Promise<void> | undefined;
  private live: LiveRun | undefined;

  constructor(store: StudioStore, holder: EngineHolder, shelf: RunShelf) {
    this.store = store;
    this.holder = holder;
    this.shelf = shelf;
  }

  /** Ends the work in hand for other work to come, and waits until it has ended. */
  async giveWay(): Promise<void> {
    this.job?.abort(SUPERSEDED);
    await this.working;
  }

  /** Ends the work in hand, of which nothing more is to be seen. */
  abandon(): void {
    this.live?.leave();
    this.job?.abort(SUPERSEDED);
  }

  stop(): void {
    this.job?.abort();
    this.holder.cancel();
  }

  /** Puts a run on the bench. One that was just made keeps its live trajectories, so that the viewer stays where it is. */
  show(run: RunRecord, live?: LiveRun): void {
    this.refinements.store(run);
    const candidates = viewsOf(run).map((view, index) => ({
      ...view,
      trajectory: live?.trajectory(index) ?? view.trajectory,
    }));
    this.store.setState({ run, candidates });
  }

  async sayIfFails(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (thrown) {
      this.store.setState({ problem: StudioError.from(thrown).toRecord() });
    }
  }

  /** Makes a run, shows and keeps it. */
  make(phase: 'drafting' | 'refining-again', live: LiveRun, task: Task<RunRecord>): Promise<void> {
    this.live = live;
    const started = performance.now();
    return this.work(phase, async (engine, signal) => {
      try {
        const run = this.withAnnotations(await task(engine, signal));
        live.flush();
        const isUnseen = !live.isInView && run.status === 'stopped';
        if (live.hasLeft || isUnseen) return { statusLine: 'Stopped', problem: null };
        this.show(run, live);
        const replacesBetter = phase === 'refining-again' && run.status !== 'refined';
        if (!replacesBetter && (run.source || run.candidates.some(({ drafts }) => drafts.length > 0)))
          await this.shelf.keep(run);
        const seconds = (performance.now() - started) / 1000;
        return { statusLine: endOfRun(run, seconds), problem: this.store.getState().problem };
      } catch (error) {
        live.flush();
        if (error instanceof RunFailedError && live.isInView) {
          this.show(error.record, live);
          if (phase === 'drafting' && error.record.candidates.some(({ draft }) => draft))
            await this.shelf.keep(error.record);
        }
        throw error;
      }
    });
  }

  /** With what was noted of the run while it was made anew. */
  private withAnnotations(run: RunRecord): RunRecord {
    const shown = this.store.getState().run;
    return shown?.id === run.id && shown.annotations ? { ...run, annotations: shown.annotations } : run;
  }

  /** Loads the models, carries out the task, and says how it ended. */
  work(phase: Phase, task: Task<Ending>): Promise<void> {
    const job = new AbortController();
    this.job = job;
    this.working = this.carryOut(phase, task, job.signal).finally(() => {
      this.job = undefined;
      this.working = undefined;
      this.live = undefined;
    });
    return this.working;
  }

  private async carryOut(phase: Phase, task: Task<Ending>, signal: AbortSignal): Promise<void> {
    this.store.setState({ phase: 'loading', problem: null, statusLine: 'Loading the models' });
    let ending: Ending = { statusLine: 'Stopped', problem: null };
    try {
      const engine = await this.holder.get();
      throwIfAborted(signal);
      this.store.setState({ phase });
      ending = await task(engine, signal);
    } catch (thrown) {
      const error = StudioError.from(thrown);
      if (error.code === 'worker-died') this.holder.discard();
      const isStopped = error.code === 'aborted' || signal.aborted;
      if (!isStopped) ending = { statusLine: 'Failed', problem: problemOf(error) };
    }
    if (this.live?.hasLeft) ending = this.asItStands();
    else if (signal.reason === SUPERSEDED) ending = { statusLine: 'Refining again', problem: null };
    this.store.setState({ phase: 'idle', progress: null, loading: null, ...ending });
    if (!signal.aborted && !ending.problem) this.whenFree();
  }

  private asItStands(): Ending {
    const { statusLine, problem } = this.store.getState();
    return { statusLine, problem };
  }
}

function problemOf(error: StudioError): ErrorRecord {
  if (error.code !== 'worker-died') return error.toRecord();
  const message = 'A model ended in the middle of the run. What was drafted is kept; the next run starts a fresh one.';
  return { ...error.toRecord(), message };
}
