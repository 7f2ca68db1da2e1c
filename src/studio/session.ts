import { editedStructure } from '../generation/edited-structure';
import type { RunRecord, RunRequest } from '../generation/run';
import { openStructureFile } from './analysis';
import { BatchExport } from './batch/batch-export';
import { Bench } from './bench';
import { downloadBlob } from './download';
import type { EngineHolder } from './engine-holder';
import { type ExportKind, makeFile } from './exports';
import { contentOf } from './files';
import type { RunShelf } from './run-shelf';
import { addressOfRun } from './sharing/linked-run';
import { branchRequest, type TokenAddress } from './store/draft-branch';
import { presentCandidate } from './store/edit-history';
import { endOfRun } from './store/end-of-run';
import { LiveRun, waitingCandidate } from './store/live-run';
import { canGenerate } from './store/prompt';
import { repairInView } from './store/repair';
import { requestOf } from './store/request';
import type { StudioState, StudioStore } from './store/studio-store';
import { uncut } from './store/view-state';
import { SweepSession } from './sweep-session';
import { TauInstrument } from './tau-instrument';

/** The studio's work: makes runs, opens structures and what was kept, takes results away. */
export class Session {
  readonly tau: TauInstrument;
  readonly sweep: SweepSession;
  readonly batch: BatchExport;
  private readonly bench: Bench;
  private readonly store: StudioStore;
  private readonly holder: EngineHolder;
  private readonly shelf: RunShelf;

  constructor(store: StudioStore, holder: EngineHolder, shelf: RunShelf) {
    this.store = store;
    this.holder = holder;
    this.shelf = shelf;
    this.bench = new Bench(store, holder, shelf);
    this.tau = new TauInstrument(this.bench);
    this.sweep = new SweepSession(this.bench);
    this.batch = new BatchExport(store);
  }

  /** Learns what the models can do and brings back the last run of this device. */
  async open(): Promise<void> {
    await this.bench.sayIfFails(() => this.holder.readModels());
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
    const {
      prompt,
      count,
      temperature,
      topP,
      useGrammar,
      tau,
      tauRule = 'fixed',
      start,
      keepSymmetry = 'off',
    } = request;
    this.store.setState(({ settings }) => ({
      promptText: prompt,
      chipEdits: new Map(),
      settings: { ...settings, count, temperature, topP, useGrammar, tau, tauRule, start, keepSymmetry },
    }));
    return this.make(request);
  }

  /** Writes a draft again from a token on, in whose place the token of id `chosen` stands, and refines it: a run of its own. */
  async branch(address: TokenAddress, chosen: number): Promise<void> {
    await this.giveWay();
    const [seed] = crypto.getRandomValues(new Uint32Array(1));
    const request = branchRequest(this.store.getState(), address, chosen, seed);
    if (request) await this.make(request);
  }

  private async giveWay(): Promise<void> {
    this.tau.settle();
    await this.bench.giveWay();
  }

  private async make(request: RunRequest): Promise<RunRecord | null> {
    const { count } = request;
    const previous = this.store.getState().run;
    const live = new LiveRun(
      this.store,
      Array.from({ length: count }, () => waitingCandidate),
      'follows',
    );
    this.store.setState(({ structureStyle }) => ({
      run: null,
      selected: 0,
      draftToken: null,
      structureStyle: uncut(structureStyle),
    }));
    live.flush();
    await this.bench.make('drafting', live, (engine, signal) => engine.start(request, live.handle, signal));
    // It ended before there was anything to show: what was there before comes back.
    const { run } = this.store.getState();
    if (!run && previous) this.bench.show(previous);
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
    await this.bench.sayIfFails(async () => {
      if (!this.store.getState().models) await this.holder.readModels();
      const state = this.store.getState();
      if (!state.models) return;
      const seed = state.settings.seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
      const run = await openStructureFile({
        fileName: file.name,
        content: await contentOf(file),
        request: requestOf(state, seed),
        limits: state.models.denoiser,
      });
      const before = await this.shelf.findOpened(run);
      this.reopen(before ?? run);
      if (others.length > 0) {
        const message = `Of ${others.length + 1} files the first one, ${file.name}, was opened.`;
        this.store.setState({ problem: { code: 'invalid-input', message } });
      }
      if (!before) await this.shelf.keep(run);
    });
    const { problem, run, statusLine } = this.store.getState();
    if (problem && statusLine.startsWith('Reading')) this.store.setState({ statusLine: run ? endOfRun(run) : 'Ready' });
  }

  /** Makes a run of the structure that was edited, and refines of it what is not locked. */
  async refineEdited(): Promise<void> {
    await this.giveWay();
    const state = this.store.getState();
    const repair = repairInView(state);
    if (!repair || !state.models) return;
    const seed = state.settings.seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
    const run = editedStructure(repair, requestOf(state, seed), state.models.denoiser);
    this.reopen(run);
    this.store.setState({ repair: null });
    await this.shelf.keep(run);
    this.refineAgain();
  }

  /** Refines the drafts at hand anew with the settings in force, or shows what is known already. */
  refineAgain(): void {
    this.tau.refineAgain();
  }

  stop(): void {
    this.tau.settle();
    this.bench.stop();
  }

  /** Makes a file of the crystal in view and hands it to the browser's downloads. */
  async save(kind: ExportKind): Promise<void> {
    await this.bench.sayIfFails(async () => {
      const { name, text, mediaType } = await makeFile(kind, this.store.getState());
      downloadBlob(new Blob([text], { type: mediaType }), name);
    });
  }

  async copyCif(): Promise<void> {
    await this.bench.sayIfFails(async () => {
      const { text } = await makeFile('cif-symmetrised', this.store.getState());
      await navigator.clipboard.writeText(text);
      this.store.setState({ statusLine: 'CIF copied' });
    });
  }

  async copyLink(): Promise<void> {
    await this.bench.sayIfFails(async () => {
      await navigator.clipboard.writeText(await addressOfRun(this.store.getState()));
      this.store.setState({ statusLine: 'Link copied' });
    });
  }

  /** Shows what went wrong in a task. */
  sayIfFails(task: () => Promise<void>): Promise<void> {
    return this.bench.sayIfFails(task);
  }

  select(candidate: number): void {
    this.store.setState({ selected: candidate, draftToken: null });
  }

  async openRun(id: string): Promise<void> {
    const run = await this.shelf.load(id);
    if (run && this.store.getState().phase === 'idle') this.reopen(run);
  }

  private reopen(run: RunRecord): void {
    this.bench.show(run);
    const { prompt, tau, tauRule = 'fixed', start, keepSymmetry = 'off' } = run.request;
    this.store.setState(({ settings, structureStyle }) => ({
      // A structure from a file has no prompt: what is typed stays.
      ...(run.source ? {} : { promptText: prompt, chipEdits: new Map() }),
      selected: presentCandidate(run, 0),
      draftToken: null,
      structureStyle: uncut(structureStyle),
      problem: null,
      statusLine: endOfRun(run),
      settings: { ...settings, tau, tauRule, start, keepSymmetry },
    }));
  }
}
