import { DEFAULT_SYMMETRY_TOLERANCE } from '../generation/keep-symmetry';
import { keyText, type RefinementKey, refinementKey } from '../generation/refinement-cache';
import type { RunRecord } from '../generation/run';
import type { Bench } from './bench';
import { effectiveStart, effectiveTau } from './store/defaults';
import { endOfRun } from './store/end-of-run';
import { LiveRun } from './store/live-run';
import { type StudioState, updateSettings } from './store/studio-store';

/** A slider that is still moving asks for nothing. */
const SETTLED_MS = 250;

/** How the drafts of a run are to be refined by the settings in force; the noise stays the run's. */
export function keyInForce(state: StudioState, run: RunRecord): RefinementKey {
  return {
    ...refinementKey(run.request),
    tau: effectiveTau(state),
    start: effectiveStart(state),
    keepSymmetry: state.settings.keepSymmetry,
    symmetryTolerance: DEFAULT_SYMMETRY_TOLERANCE,
  };
}

/**
 * τ over drafts at hand: while it moves the nearest refinement that is known is in view, and the one asked for is computed
 * behind it once τ has settled. What is known is never computed again.
 */
export class TauInstrument {
  private readonly bench: Bench;
  private settling: ReturnType<typeof setTimeout> | undefined;
  /** Key of the refinement that is being computed. */
  private underWay: string | undefined;
  /** The run in view came out of memory and is not on the shelf as it is. */
  private isUnkept = false;

  constructor(bench: Bench) {
    this.bench = bench;
    bench.whenFree = () => this.refineAgain();
    bench.store.subscribe((state, previous) => {
      const names = ['run', 'selected', 'settings', 'sweep'] as const;
      if (names.some((name) => state[name] !== previous[name])) this.mark();
      if (state.run !== previous.run || state.selected !== previous.selected) this.followEstimate(state);
    });
  }

  /** Brings the refinement asked for into view, or until it is computed the nearest one. */
  refineAgain(): void {
    this.settle();
    this.showNearest();
    this.settling = setTimeout(() => void this.refine(), SETTLED_MS);
  }

  /** Brings a refinement that is known into view, and what it was made with into force. */
  take(key: RefinementKey): void {
    const { store } = this.bench;
    const state = store.getState();
    if (!state.run) return;
    const { tau, start, keepSymmetry } = key;
    updateSettings(store, {
      tauRule: 'fixed',
      ...(tau !== effectiveTau(state) && { tau }),
      ...(start !== effectiveStart(state) && { start }),
      ...(keepSymmetry !== state.settings.keepSymmetry && { keepSymmetry }),
    });
    const { record } = this.memory.recall(state.run, key);
    this.bench.show(record);
    this.isUnkept = true;
    store.setState({ statusLine: endOfRun(record) });
    this.refineAgain();
  }

  /** The draft at hand is refined from the noise level that the denoiser finds in it, and so is every new one. */
  async estimate(): Promise<void> {
    const { bench } = this;
    this.settle();
    updateSettings(bench.store, { tauRule: 'estimate' });
    const { run, selected } = bench.store.getState();
    const draft = run?.candidates[selected]?.draft;
    if (!draft) return;
    await bench.giveWay();
    await bench.work('refining-again', async (engine, signal) => {
      const tau = await engine.estimateTau(draft, signal);
      // What follows a job that ended well is the refinement from here.
      if (tau !== undefined) bench.store.setState(({ settings }) => ({ settings: { ...settings, tau } }));
      return { statusLine: `τ = ${tau}, estimated from the draft`, problem: null };
    });
  }

  /** Shows the noise level from which the candidate in view was refined, where it had its own. */
  private followEstimate({ run, selected, settings }: StudioState): void {
    const tau = run?.candidates[selected]?.tau;
    if (settings.tauRule !== 'estimate' || tau === undefined || tau === settings.tau) return;
    this.bench.store.setState({ settings: { ...settings, tau } });
  }

  /** Nothing more follows from the last movement of τ. */
  settle(): void {
    clearTimeout(this.settling);
  }

  private get memory() {
    return this.bench.refinements;
  }

  private showNearest(): void {
    const state = this.bench.store.getState();
    const { run, phase, selected } = state;
    if (!run || phase === 'drafting' || phase === 'refining') return;
    const key = keyInForce(state, run);
    const tau = this.memory.nearestTau(run, selected, key);
    if (tau === undefined) return;
    const isWanted = tau === key.tau;
    // While the first refinement of drafts streams in, it is what there is to see.
    if (!isWanted && state.candidates[selected]?.stage === 'refining') return;
    const isStale = isWanted && phase === 'refining-again';
    if (isStale) {
      this.bench.abandon();
      this.underWay = undefined;
    }
    const nearest = { ...key, tau };
    const isShown =
      keyText(refinementKey(run.request, run.candidates[selected])) === keyText(nearest) && run.status !== 'stopped';
    if (isShown && !isStale) return;
    const { record } = this.memory.recall(run, nearest);
    if (!isShown) this.bench.show(record);
    this.isUnkept ||= !isShown;
    const statusLine = isWanted ? endOfRun(record) : `Showing τ = ${tau}, the computed one nearest to ${key.tau}`;
    this.bench.store.setState({ statusLine });
  }

  private async refine(): Promise<void> {
    const { bench, memory } = this;
    const state = bench.store.getState();
    const { run, phase, selected } = state;
    if (phase === 'refining' || phase === 'refining-again') {
      if (run && this.underWay === keyText(keyInForce(state, run))) return;
      await bench.giveWay();
      return this.refine();
    }
    if (phase !== 'idle' || !run?.candidates.some(({ draft }) => draft)) return;
    const key = keyInForce(state, run);
    const { missing } = memory.recall(run, key);
    if (missing.length === 0) {
      if (this.isUnkept) await bench.shelf.keep(run);
      this.isUnkept = false;
      return;
    }
    const hasNearest = memory.nearestTau(run, selected, key) !== undefined;
    const live = new LiveRun(bench.store, state.candidates, hasNearest ? 'behind' : 'stays');
    const underWay = keyText(key);
    this.underWay = underWay;
    await bench.make('refining-again', live, async (engine, signal) => {
      const refined = await engine.refine(run, { ...key, candidates: missing }, live.handle, signal);
      // The drafts are the run; another τ looks at the same one.
      const same = { ...refined, id: run.id, createdAt: run.createdAt };
      if (refined.status === 'stopped') return same;
      memory.store(same);
      return memory.recall(same, key).record;
    });
    if (this.underWay === underWay) this.underWay = undefined;
  }

  /** Says at which τ the candidate in view is known to be refined. */
  private mark(): void {
    const state = this.bench.store.getState();
    const { run, selected, knownTaus } = state;
    const known = run ? this.memory.taus(run, selected, keyInForce(state, run)) : [];
    if (known.join() !== knownTaus.join()) this.bench.store.setState({ knownTaus: known });
  }
}
