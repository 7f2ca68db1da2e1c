import { loadSymmetry } from '../crystal/symmetry';
import type { Engine } from '../generation/engine';
import { RunFailedError } from '../generation/engine';
import { importStructure } from '../generation/import-structure';
import { DEFAULT_SYMMETRY_TOLERANCE } from '../generation/keep-symmetry';
import type { RunRecord, RunRequest } from '../generation/run';
import { type ErrorRecord, StudioError, throwIfAborted } from '../runtime/errors';
import { downloadBlob } from './download';
import type { EngineHolder } from './engine-holder';
import { type ExportKind, makeFile } from './exports';
import { readDroppedFile } from './read-dropped-file';
import type { RunShelf } from './run-shelf';
import { addressOfRun } from './sharing/linked-run';
import { effectiveStart, effectiveTau } from './store/defaults';
import { endOfRun } from './store/end-of-run';
import { LiveRun, viewsOf, waitingCandidate } from './store/live-run';
import { canGenerate } from './store/prompt';
import { requestOf } from './store/request';
import type { StudioState, StudioStore } from './store/studio-store';

/** A slider that is still moving asks for nothing. */
const SETTLED_MS = 250;
/** Reason of an abort whose place another refinement takes. */
const SUPERSEDED = 'superseded';

type Task = (engine: Engine, signal: AbortSignal) => Promise<RunRecord>;

/** The studio's work: loads the models when they are first needed, runs them one job at a time, keeps what they made. */
export class Session {
  private readonly store: StudioStore;
  private readonly holder: EngineHolder;
  private readonly shelf: RunShelf;
  private job: AbortController | undefined;
  private working: Promise<void> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(store: StudioStore, holder: EngineHolder, shelf: RunShelf) {
    this.store = store;
    this.holder = holder;
    this.shelf = shelf;
  }

  /** Learns what the models can do and brings back the last run of this device. */
  async open(): Promise<void> {
    await this.sayIfFails(() => this.holder.readModels());
    const latest = await this.shelf.open();
    const { phase, promptText } = this.store.getState();
    if (latest && phase === 'idle' && promptText === '') this.reopen(latest);
  }

  /** Starts loading the models before they are asked for; what fails here is said when they are. */
  prepare(): void {
    this.holder.get().catch(() => {});
  }

  /** After a change of what the models run on: loads them anew, after the work in hand if there is some. */
  prepareAgain(): void {
    if (this.store.getState().phase === 'idle') this.prepare();
  }

  /** Seconds that the request in force would take, from measured speed; undefined until there is a measurement. */
  estimateSeconds(state: StudioState): number | undefined {
    if (!canGenerate(state)) return undefined;
    const estimate = this.holder.engine?.estimate(requestOf(state, 0));
    return estimate && estimate.draftSeconds + estimate.refineSeconds;
  }

  /** Drafts and refines what the prompt asks for. A refinement for another τ that is under way gives way. */
  async generate(): Promise<void> {
    await this.giveWay();
    const state = this.store.getState();
    const seed = state.settings.seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
    await this.make(requestOf(state, seed));
  }

  /** Makes a run again from its request; prompt and settings on the bench become the run's. Null when it made nothing. */
  async replay(request: RunRequest): Promise<RunRecord | null> {
    await this.giveWay();
    const { prompt, count, temperature, topP, useGrammar, tau, start, keepSymmetry = 'off' } = request;
    this.store.setState(({ settings }) => ({
      promptText: prompt,
      chipEdits: new Map(),
      settings: { ...settings, count, temperature, topP, useGrammar, tau, start, keepSymmetry },
    }));
    return this.make(request);
  }

  private async giveWay(): Promise<void> {
    this.job?.abort(SUPERSEDED);
    clearTimeout(this.settling);
    await this.working;
  }

  private async make(request: RunRequest): Promise<RunRecord | null> {
    const { count } = request;
    const previous = this.store.getState().run;
    const live = new LiveRun(
      this.store,
      Array.from({ length: count }, () => waitingCandidate),
      true,
    );
    this.store.setState({ run: null, selected: 0 });
    live.flush();
    await this.work('drafting', live, (engine, signal) => engine.start(request, live.handle, signal));
    // It ended before there was anything to show: what was there before comes back.
    const { run } = this.store.getState();
    if (!run && previous) this.show(previous);
    else if (!run) this.store.setState({ candidates: [] });
    return run;
  }

  /**
   * Puts the structure of a file on the bench, to be looked at, judged, exported and refined. Of several files the first is
   * taken. A refinement that is under way gives way, a run that is drafting does not.
   */
  async openStructure([file, ...others]: readonly File[]): Promise<void> {
    const { phase } = this.store.getState();
    if (!file) return;
    if (phase !== 'idle' && phase !== 'refining-again') {
      const message = `A run is under way. Stop it, then open ${file.name} again.`;
      this.store.setState({ problem: { code: 'invalid-input', message } });
      return;
    }
    await this.giveWay();
    this.store.setState({ problem: null, statusLine: `Reading ${file.name}` });
    await this.sayIfFails(async () => {
      const structure = await readDroppedFile(file);
      if (!this.store.getState().models) await this.holder.readModels();
      const state = this.store.getState();
      if (!state.models) return;
      const seed = state.settings.seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
      const run = importStructure(
        file.name,
        structure,
        requestOf(state, seed),
        state.models.denoiser,
        await loadSymmetry(),
      );
      this.reopen(run);
      if (others.length > 0) {
        const message = `Of ${others.length + 1} files the first one, ${file.name}, was opened.`;
        this.store.setState({ problem: { code: 'invalid-input', message } });
      }
      await this.shelf.keep(run);
    });
    const { problem, run, statusLine } = this.store.getState();
    if (problem && statusLine.startsWith('Reading')) this.store.setState({ statusLine: run ? endOfRun(run) : 'Ready' });
  }

  /** Refines the drafts at hand anew at the τ in force, once it has settled; what is under way for another τ is dropped. */
  refineAgain(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.refine(), SETTLED_MS);
  }

  private async refine(): Promise<void> {
    const { phase, run } = this.store.getState();
    if (phase === 'refining' || phase === 'refining-again') {
      this.job?.abort(SUPERSEDED);
      await this.working;
      return this.refine();
    }
    if (phase !== 'idle' || !run?.candidates.some(({ draft }) => draft)) return;
    const state = this.store.getState();
    const { keepSymmetry } = state.settings;
    const change = {
      tau: effectiveTau(state),
      start: effectiveStart(state),
      keepSymmetry,
      symmetryTolerance: DEFAULT_SYMMETRY_TOLERANCE,
    };
    const { tau, start, keepSymmetry: kept = 'off' } = run.request;
    const isSame = change.tau === tau && change.start === start && keepSymmetry === kept;
    if (isSame && run.status !== 'stopped') return;
    const live = new LiveRun(this.store, state.candidates, false);
    await this.work('refining-again', live, async (engine, signal) => {
      const refined = await engine.refine(run, change, live.handle, signal);
      // The drafts are the run; another τ looks at the same one.
      return { ...refined, id: run.id, createdAt: run.createdAt };
    });
  }

  stop(): void {
    clearTimeout(this.settling);
    this.job?.abort();
    this.holder.cancel();
  }

  /** Makes a file of the crystal in view and hands it to the browser's downloads. */
  async save(kind: ExportKind): Promise<void> {
    await this.sayIfFails(async () => {
      const { name, text, mediaType } = await makeFile(kind, this.store.getState());
      downloadBlob(new Blob([text], { type: mediaType }), name);
    });
  }

  async copyCif(): Promise<void> {
    await this.sayIfFails(async () => {
      const { text } = await makeFile('cif-symmetrised', this.store.getState());
      await navigator.clipboard.writeText(text);
      this.store.setState({ statusLine: 'CIF copied' });
    });
  }

  async copyLink(): Promise<void> {
    await this.sayIfFails(async () => {
      await navigator.clipboard.writeText(await addressOfRun(this.store.getState()));
      this.store.setState({ statusLine: 'Link copied' });
    });
  }

  select(candidate: number): void {
    this.store.setState({ selected: candidate });
  }

  async openRun(id: string): Promise<void> {
    const run = await this.shelf.load(id);
    if (run && this.store.getState().phase === 'idle') this.reopen(run);
  }

  private reopen(run: RunRecord): void {
    this.show(run);
    const { prompt, tau, start, keepSymmetry = 'off' } = run.request;
    this.store.setState(({ settings }) => ({
      // A structure from a file has no prompt: what is typed stays.
      ...(run.source ? {} : { promptText: prompt, chipEdits: new Map() }),
      selected: 0,
      problem: null,
      statusLine: endOfRun(run),
      settings: { ...settings, tau, start, keepSymmetry },
    }));
  }

  private async sayIfFails(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (thrown) {
      this.store.setState({ problem: StudioError.from(thrown).toRecord() });
    }
  }

  /** One job at a time. */
  private work(phase: 'drafting' | 'refining-again', live: LiveRun, task: Task): Promise<void> {
    const job = new AbortController();
    this.job = job;
    this.working = this.carryOut(phase, live, task, job.signal).finally(() => {
      this.job = undefined;
      this.working = undefined;
    });
    return this.working;
  }

  /** Loads the models, runs `task`, shows and keeps its record, and says how it ended. */
  private async carryOut(
    phase: 'drafting' | 'refining-again',
    live: LiveRun,
    task: Task,
    signal: AbortSignal,
  ): Promise<void> {
    this.store.setState({ phase: 'loading', problem: null, statusLine: 'Loading the models' });
    const started = performance.now();
    let ending: Pick<StudioState, 'statusLine' | 'problem'> = { statusLine: 'Stopped', problem: null };
    try {
      const engine = await this.holder.get();
      throwIfAborted(signal);
      this.store.setState({ phase });
      const run = await task(engine, signal);
      const seconds = (performance.now() - started) / 1000;
      live.flush();
      this.show(run, live);
      const replacesBetter = phase === 'refining-again' && run.status !== 'refined';
      if (!replacesBetter && (run.source || run.candidates.some(({ drafts }) => drafts.length > 0)))
        await this.shelf.keep(run);
      ending = { statusLine: endOfRun(run, seconds), problem: this.store.getState().problem };
    } catch (thrown) {
      live.flush();
      const error = StudioError.from(thrown);
      if (error instanceof RunFailedError) {
        this.show(error.record, live);
        if (phase === 'drafting' && error.record.candidates.some(({ draft }) => draft))
          await this.shelf.keep(error.record);
      }
      if (error.code === 'worker-died') this.holder.discard();
      const isStopped = error.code === 'aborted' || signal.aborted;
      if (!isStopped) ending = { statusLine: 'Failed', problem: problemOf(error) };
    }
    if (signal.reason === SUPERSEDED) ending = { statusLine: 'Refining again', problem: null };
    this.store.setState({ phase: 'idle', progress: null, loading: null, ...ending });
    // τ may have moved while the drafts were written.
    if (!signal.aborted && !ending.problem) this.refineAgain();
  }

  /** A run just made keeps its live trajectories, so that the viewer stays where it is. */
  private show(run: RunRecord, live?: LiveRun): void {
    const candidates = viewsOf(run).map((view, index) => ({
      ...view,
      trajectory: live?.trajectory(index) ?? view.trajectory,
    }));
    this.store.setState({ run, candidates });
  }
}

function problemOf(error: StudioError): ErrorRecord {
  if (error.code !== 'worker-died') return error.toRecord();
  const message = 'A model ended in the middle of the run. What was drafted is kept; the next run starts a fresh one.';
  return { ...error.toRecord(), message };
}
