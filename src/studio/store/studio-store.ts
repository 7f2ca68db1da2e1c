import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Crystal } from '../../crystal/crystal';
import type { Trajectory } from '../../crystal/trajectory';
import { type Annotation, annotationOf } from '../../generation/annotations';
import type { DraftToken } from '../../generation/draft-tokens';
import type { DraftRecord, KeptSymmetry, RunRecord, RunStatus } from '../../generation/run';
import type { LoadProgress } from '../../language/language-model';
import type { ErrorRecord } from '../../runtime/errors';
import type { DenoiserEntry, LanguageModelEntry } from '../../runtime/manifest';
import type { FrameRange } from '../../viewer';
import type { LinkedRun } from '../sharing/linked-run';
import { apply, type EditHistory, noEdits, withEdit } from './edit-history';
import { type GalleryView, initialGalleryView, type Middle } from './gallery-view';
import type { ChipEdit } from './prompt';
import type { Repair } from './repair';
import type { RunSummary } from './run-summary';
import { defaultSettings, type Settings } from './settings';
import type { SweepView } from './sweep-view';
import type { TourState } from './tour';
import { type EditableView, initialViewState, type ViewState } from './view-state';

/** A draft while it streams and after; `text` grows token by token. */
export interface DraftView {
  readonly text: string;
  readonly tokenCount: number;
  /** While it streams. */
  readonly tokens?: readonly DraftToken[] | undefined;
  /** Once it is written. */
  readonly record?: DraftRecord | undefined;
  readonly rejection?: string | undefined;
}

export type CandidateStage =
  /** Read from a file, as it is. */
  'imported' | 'waiting' | 'drafting' | 'drafted' | 'refining' | 'refined' | 'stopped' | 'rejected' | 'failed';

/** One candidate as it comes to be. Its frames stay in `trajectory`, which React never looks into. */
export interface CandidateView {
  readonly stage: CandidateStage;
  /** All attempts; the last one is still growing while `stage` is 'drafting'. */
  readonly drafts: readonly DraftView[];
  readonly acceptedDraft?: DraftRecord | undefined;
  /** While it streams: the atoms so far. */
  readonly draft?: Crystal | undefined;
  readonly refined?: Crystal | undefined;
  readonly keptSymmetry?: KeptSymmetry | undefined;
  readonly trajectory?: Trajectory | undefined;
  readonly draftSeconds: number;
  readonly refineSeconds: number;
  /** Why there is no refined crystal, a sentence. */
  readonly failure?: string | undefined;
}

export type Phase = 'idle' | 'loading' | 'drafting' | 'refining' | 'refining-again' | 'sweeping';

/** What runs where, in words for the status bar. */
export interface BackendReport {
  readonly summary: string;
  /** Why this backend and this number of threads. */
  readonly reason: string;
  readonly isIsolated: boolean;
}

/** Work in progress; numbers that change too often for a live region. */
export interface Progress {
  readonly label: string;
  /** 0–1, absent when the end is not known. */
  readonly share?: number | undefined;
  readonly detail: string;
}

export interface StudioState extends ViewState {
  readonly promptText: string;
  /** By chip key, see prompt.ts. */
  readonly chipEdits: ReadonlyMap<string, ChipEdit>;
  readonly settings: Settings;

  readonly phase: Phase;
  readonly loading: (LoadProgress & { readonly secondsLeft?: number | undefined }) | null;
  readonly progress: Progress | null;
  /** Read by screen readers: stages, never numbers that run. */
  readonly statusLine: string;
  /** What went wrong last; its message says what to do. */
  readonly problem: ErrorRecord | null;
  readonly backend: BackendReport | null;
  /** The models' speed on this machine is known. */
  readonly isTimed: boolean;
  /** What the embedded models can do; null until the manifest has been read. */
  readonly models: { readonly language: LanguageModelEntry; readonly denoiser: DenoiserEntry } | null;

  /** The run on the bench, as stored; its candidates while it runs are in `candidates`. */
  readonly run: RunRecord | null;
  readonly runStatus: RunStatus | null;
  readonly candidates: readonly CandidateView[];
  readonly selected: number;
  readonly history: readonly RunSummary[];
  /** The run that a link asked for. */
  readonly linked: LinkedRun | null;
  /** What can be undone and redone. */
  readonly edits: EditHistory;

  /** The structure that was edited last. */
  readonly repair: Repair | null;

  /** The last sweep over τ. */
  readonly sweep: SweepView | null;

  readonly frame: number;
  readonly frameCount: number;
  readonly isPlaying: boolean;
  /** Frames that were chosen along the trajectory: playing goes round in them. */
  readonly frameRange: FrameRange | null;
  /** τ at which the refinement of the selected draft is known with the settings in force; ascending. */
  readonly knownTaus: readonly number[];

  /** A zip file of candidates that is being made. */
  readonly batch: { readonly share: number; readonly count: number } | null;
  /** What the middle of the bench shows. */
  readonly middle: Middle;
  readonly gallery: GalleryView;
  /** The candidates that are compared, by index. */
  readonly compared: readonly [left: number, right: number];
  readonly draftFormat: 'text' | 'cif';
  /** The token that was chosen last in a draft of the candidate in view. */
  readonly draftToken: { readonly attempt: number; readonly place: number } | null;
  /** Another build of the studio waits to take this one's place. */
  readonly isUpdateReady: boolean;
  /** null when it was ended. */
  readonly tour: TourState | null;
  readonly dialog: 'cite' | 'keys' | 'commands' | 'sweep' | 'record' | null;
}

export type StudioStore = StoreApi<StudioState>;

export function createStudioStore(settings: Settings = defaultSettings): StudioStore {
  return createStore<StudioState>()(() => ({
    promptText: '',
    chipEdits: new Map(),
    settings,
    phase: 'idle',
    loading: null,
    progress: null,
    statusLine: 'Ready',
    problem: null,
    backend: null,
    isTimed: false,
    models: null,
    run: null,
    runStatus: null,
    candidates: [],
    selected: 0,
    history: [],
    linked: null,
    edits: noEdits,
    repair: null,
    sweep: null,
    frame: 0,
    frameCount: 0,
    isPlaying: false,
    frameRange: null,
    knownTaus: [],
    ...initialViewState,
    batch: null,
    middle: 'structure',
    gallery: initialGalleryView,
    compared: [0, 1],
    draftFormat: 'text',
    draftToken: null,
    isUpdateReady: false,
    tour: null,
    dialog: null,
  }));
}

/** At τ = 0 nothing is refined. */
export function keptItsDraft({ stage, trajectory }: CandidateView): boolean {
  return stage === 'refined' && trajectory?.provenance.tau === 0;
}

/** A run with its candidates, and which of them is meant. */
export type Choice = Pick<StudioState, 'run' | 'candidates' | 'selected'>;

export function selectedCandidate(state: Pick<Choice, 'candidates' | 'selected'>): CandidateView | undefined {
  return state.candidates[state.selected];
}

/** A user's change of settings, which can be undone. */
export function updateSettings(store: StudioStore, change: Partial<Settings>): void {
  store.setState(({ settings, edits }) => {
    const changed = (Object.keys(change) as (keyof Settings)[]).filter((name) => change[name] !== settings[name]);
    if (changed.length === 0) return {};
    const before = Object.fromEntries(changed.map((name) => [name, settings[name]]));
    const after = Object.fromEntries(changed.map((name) => [name, change[name]]));
    return {
      settings: { ...settings, ...change },
      edits: withEdit(edits, { kind: 'settings', before, after }, performance.now()),
    };
  });
}

/** A user's change of the view, which can be undone. */
export function updateView(store: StudioStore, after: Partial<EditableView>): void {
  store.setState((state) => {
    const { viewSettings, structureStyle, cell } = state;
    const whole: EditableView = { viewSettings, structureStyle, cell };
    const before = Object.fromEntries(Object.keys(after).map((part) => [part, whole[part as keyof EditableView]]));
    return { ...after, edits: withEdit(state.edits, { kind: 'view', before, after }, performance.now()) };
  });
}

/** A user's change of what is noted of a candidate of the run on the bench, which can be undone. */
export function updateAnnotation(store: StudioStore, candidate: number, after: Annotation): void {
  store.setState((state) => {
    const { run } = state;
    if (!run) return {};
    const whole = annotationOf(run, candidate);
    const names = Object.keys(after) as (keyof Annotation)[];
    const before = Object.fromEntries(names.map((name) => [name, whole[name]]));
    const edit = { kind: 'annotation', run: run.id, candidate, before, after } as const;
    return { ...apply(edit, 'after', state), edits: withEdit(state.edits, edit, performance.now()) };
  });
}
