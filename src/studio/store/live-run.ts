import type { Crystal } from '../../crystal/crystal';
import type { Trajectory } from '../../crystal/trajectory';
import type { CandidateRecord, RunRecord } from '../../generation/run';
import type { RunEvent, RunProgress } from '../../generation/run-events';
import { RunTrajectory } from '../../generation/run-trajectory';
import { SteadyTimeLeft } from './steady-time-left';
import type { CandidateView, DraftView, Progress, StudioState, StudioStore } from './studio-store';

/**
 * Brings the events of a run into the store. Tokens and steps arrive faster than anyone reads, so changes are gathered
 * and written at intervals, in a background tab too; `flush` writes at once.
 */
export class LiveRun {
  private readonly store: StudioStore;
  private readonly views: CandidateView[];
  private readonly picture: LivePicture;
  private pending: { -readonly [Key in 'progress' | 'statusLine' | 'phase']?: StudioState[Key] } = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private startedAt = performance.now();
  private chosen = 0;
  private readonly timeLeft = new SteadyTimeLeft();
  private left = false;

  /** @param views what is known of each candidate at the start; its length is the number of candidates */
  constructor(store: StudioStore, views: readonly CandidateView[], picture: LivePicture) {
    this.store = store;
    this.views = [...views];
    this.picture = picture;
  }

  /** Whether what the run makes is seen while it is made. */
  get isInView(): boolean {
    return this.picture !== 'behind' && !this.left;
  }

  get hasLeft(): boolean {
    return this.left;
  }

  /** From here on nothing of the run is seen. */
  leave(): void {
    this.left = true;
    clearTimeout(this.timer);
  }

  readonly handle = (event: RunEvent): void => {
    switch (event.kind) {
      case 'draft-started':
        if (event.attempt === 0) this.beginCandidate(event.candidate);
        this.update(event.candidate, ({ drafts }) => ({ stage: 'drafting', drafts: [...drafts, emptyDraft] }));
        break;
      case 'token':
        this.updateDraft(event.candidate, event.partial, ({ text, tokenCount, tokens = [] }) => ({
          text: text + event.token.text,
          tokenCount: tokenCount + 1,
          tokens: [...tokens, event.token],
        }));
        break;
      case 'draft-rejected':
        this.update(event.candidate, () => ({ draft: undefined }));
        this.updateDraft(event.candidate, undefined, () => ({ rejection: event.draft.rejection, record: event.draft }));
        break;
      case 'draft':
        this.update(event.candidate, () => ({ stage: 'drafted', draft: event.crystal, acceptedDraft: event.draft }));
        this.updateDraft(event.candidate, event.crystal, () => ({ record: event.draft }));
        break;
      case 'refinement-started': {
        const { trajectory, candidate } = event;
        this.select(0);
        if (this.picture === 'follows') this.pending.phase = 'refining';
        this.pending.statusLine = `Refining from τ = ${trajectory.provenance.tau}`;
        this.update(candidate, () => ({ stage: 'refining', refined: undefined, keptSymmetry: undefined, trajectory }));
        break;
      }
      case 'candidate':
        this.update(event.candidate.index, (view) => ({ ...outcome(event.candidate), trajectory: view.trajectory }));
        break;
      case 'progress':
        this.pending.progress = this.describe(event);
        break;
    }
    if (event.kind !== 'frame') this.schedule();
  };

  trajectory(candidate: number): Trajectory | undefined {
    return this.isInView ? this.views[candidate]?.trajectory : undefined;
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.left) return;
    this.store.setState({ ...(this.isInView && { candidates: [...this.views] }), ...this.pending });
    this.pending = {};
  }

  private beginCandidate(candidate: number): void {
    this.startedAt = performance.now();
    this.select(candidate);
    const count = this.views.length;
    this.pending.statusLine = count === 1 ? 'Drafting' : `Drafting candidate ${candidate + 1} of ${count}`;
  }

  /** Shows the candidate at work until someone chooses another. */
  private select(candidate: number): void {
    if (this.picture !== 'follows' || this.store.getState().selected !== this.chosen) return;
    this.chosen = candidate;
    this.store.setState({ selected: candidate });
  }

  private describe({ stage, done, total, secondsLeft }: RunProgress): Progress {
    const left =
      secondsLeft === undefined ? '' : ` · ${formatSeconds(this.timeLeft.take(secondsLeft, performance.now()))} left`;
    if (stage === 'refining') {
      return { label: 'Refining', share: total > 0 ? done / total : 1, detail: `step ${done} of ${total}${left}` };
    }
    return {
      label: 'Drafting',
      share: total > 1 ? done / total : undefined,
      detail: `draft ${done + 1} of ${total}${left}`,
    };
  }

  private update(candidate: number, change: (view: CandidateView) => Partial<CandidateView>): void {
    const view = this.views[candidate];
    if (view) this.views[candidate] = { ...view, ...change(view) };
  }

  private updateDraft(
    candidate: number,
    partial: Crystal | undefined,
    change: (draft: DraftView) => Partial<DraftView>,
  ) {
    this.update(candidate, ({ drafts, draft, draftSeconds, stage }) => {
      const last = drafts.at(-1) ?? emptyDraft;
      return {
        drafts: [...drafts.slice(0, -1), { ...last, ...change(last) }],
        draft: partial ?? draft,
        draftSeconds: stage === 'drafting' ? (performance.now() - this.startedAt) / 1000 : draftSeconds,
      };
    });
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.flush(), WRITE_INTERVAL_MS);
  }
}

/**
 * What is seen of a run while it goes on: 'follows' chooses the candidate at work, 'stays' leaves the choice, 'behind' shows
 * its progress only and leaves in view what is there.
 */
export type LivePicture = 'follows' | 'stays' | 'behind';

/** As often as a reader can follow. */
const WRITE_INTERVAL_MS = 33;

const emptyDraft: DraftView = { text: '', tokenCount: 0 };

export const waitingCandidate: CandidateView = { stage: 'waiting', drafts: [], draftSeconds: 0, refineSeconds: 0 };

/** What is to be seen of a stored candidate. */
function outcome(candidate: CandidateRecord): CandidateView {
  const { drafts, draft, refined, keptSymmetry, draftSeconds, refineSeconds, failure } = candidate;
  const last = drafts.at(-1);
  return {
    stage: refined ? 'refined' : failure === undefined ? 'stopped' : draft ? 'failed' : 'rejected',
    drafts: drafts.map((record) => {
      const { text, tokenIds, rejection } = record;
      return { text, tokenCount: tokenIds.length, rejection, record };
    }),
    acceptedDraft: last?.rejection === undefined ? last : undefined,
    draft,
    refined,
    keptSymmetry,
    failure,
    draftSeconds,
    refineSeconds,
  };
}

/** All candidates of a stored run, with trajectories over their recorded frames. */
export function viewsOf(run: RunRecord): CandidateView[] {
  const { source } = run;
  return run.candidates.map((candidate) => ({
    ...outcome(candidate),
    // Until it is refined the crystal is shown in the cell that the file gives it.
    ...(source && !candidate.frames && { stage: 'imported' as const, draft: source.crystal }),
    trajectory: RunTrajectory.fromRecord(run, candidate.index),
  }));
}

/** "4 s", "1 min 20 s". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
