import { StructureClusters } from '../crystal/structure-clusters';
import { loadSymmetry } from '../crystal/symmetry';
import {
  estimateSweep,
  judgeSweepPoint,
  type SweepPoint,
  sweepCsv,
  sweepKeys,
  sweepTau,
} from '../generation/tau-sweep';
import type { Bench } from './bench';
import { downloadBlob, fileStem } from './download';
import { formatSeconds } from './store/live-run';
import { SteadyTimeLeft } from './store/steady-time-left';
import type { StudioState } from './store/studio-store';
import type { SweepGrid, SweepView } from './store/sweep-view';
import { keyInForce } from './tau-instrument';

export interface SweepPlan {
  readonly refinements: number;
  /** Of these the ones that have to be computed. */
  readonly missing: number;
  /** Undefined before the speed of this machine has been measured. */
  readonly seconds: number | undefined;
}

/** Refines the draft in view at a grid of τ and seeds, so that τ alone can be seen at work. */
export class SweepSession {
  private readonly bench: Bench;

  constructor(bench: Bench) {
    this.bench = bench;
  }

  /** What a sweep of the draft in view would cost; undefined where there is none. */
  plan(grid: SweepGrid): SweepPlan | undefined {
    const state = this.bench.store.getState();
    const { run, selected } = state;
    if (!run?.candidates[selected]?.draft) return undefined;
    const { refinements: memory, holder } = this.bench;
    const keys = keysOf(state, grid);
    const missing = keys.filter((key) => !memory.find(run, selected, key)).length;
    const seconds = holder.engine && estimateSweep(holder.engine, memory, run, selected, keys);
    return { refinements: keys.length, missing, seconds };
  }

  /** Carries out a sweep; a refinement that is under way gives way. Results come into the store one by one. */
  async start(grid: SweepGrid): Promise<void> {
    const { bench } = this;
    const { store } = bench;
    await bench.giveWay();
    const state = store.getState();
    const { run, selected } = state;
    if (state.phase !== 'idle' || !run?.candidates[selected]?.draft) return;
    const keys = keysOf(state, grid);
    const timeLeft = new SteadyTimeLeft();
    const points: SweepPoint[] = [];
    const show = (isRunning: boolean) => {
      const sweep: SweepView = {
        runId: run.id,
        candidate: selected,
        grid,
        points: [...points],
        total: keys.length,
        isRunning,
      };
      store.setState({ sweep });
    };
    show(true);
    try {
      await bench.work('sweeping', async (engine, signal) => {
        store.setState({ statusLine: `Sweeping τ: ${keys.length} refinements of one draft` });
        const finder = await loadSymmetry();
        const clusters = new StructureClusters(finder);
        const isComplete = await sweepTau(
          engine,
          bench.refinements,
          run,
          selected,
          keys,
          {
            refined: (key, candidate) => {
              points.push(judgeSweepPoint(key, candidate, finder, clusters));
              show(true);
            },
            progress: ({ done, total, secondsLeft }) => {
              const left =
                secondsLeft === undefined
                  ? ''
                  : ` · ${formatSeconds(timeLeft.take(secondsLeft, performance.now()))} left`;
              const detail = `refinement ${points.length + 1} of ${keys.length}${left}`;
              store.setState({ progress: { label: 'Sweep', share: total > 0 ? done / total : 1, detail } });
            },
          },
          signal,
        );
        const statusLine = isComplete ? `Sweep over τ done: ${inWords(points)}` : 'Stopped';
        return { statusLine, problem: null };
      });
    } finally {
      show(false);
    }
  }

  /** Hands the sweep to the browser's downloads, as a table. */
  export(): void {
    const state = this.bench.store.getState();
    if (!state.sweep) return;
    const csv = new Blob([sweepCsv(state.sweep.points)], { type: 'text/csv' });
    downloadBlob(csv, `${fileStem(state)}-sweep.csv`);
  }
}

/** Seeds count from the run's own, whichever noise is in view. */
function keysOf(state: StudioState, { taus, seedCount }: SweepGrid) {
  const { run } = state;
  if (!run) return [];
  return sweepKeys({ ...keyInForce(state, run), refinementSeed: run.request.seed }, taus, seedCount);
}

function inWords(points: readonly SweepPoint[]): string {
  const structures = new Set(points.map(({ structure }) => structure).filter(Boolean)).size;
  return `${points.length} refinements, ${structures === 1 ? '1 structure' : `${structures} structures`}`;
}
