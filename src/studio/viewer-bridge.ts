import type { Crystal } from '../crystal/crystal';
import type { Trajectory } from '../crystal/trajectory';
import { CrystalView, GraphicsUnavailableError, type ViewAxis } from '../viewer';
import { CellSymmetry } from './cell-symmetry';
import { DisplayTrajectory, displayedCrystal, drawnStyle, isAsComputed, needsSymmetry } from './display-cell';
import { downloadBlob, fileStem } from './download';
import { confidencesOf } from './draft-confidence';
import { type StudioState, type StudioStore, selectedCandidate, updateView } from './store/studio-store';
import type { CellDisplay } from './store/view-state';

/** While frames come in; slow enough for the eye where the computation is faster. */
const LIVE_FRAMES_PER_SECOND = 120;
/** A recorded trajectory plays in this time, whatever its length. */
const SHORTEST_PLAY_SECONDS = 2;
const LONGEST_PLAY_SECONDS = 8;
const PLAY_FRAMES_PER_SECOND = 60;

export type PictureFormat = 'png' | 'svg' | 'glb';

/**
 * Connects store and viewer without React in between. The viewer is the clock: it tells the store which frame is drawn;
 * the store tells it what to draw.
 */
export class ViewerBridge {
  private readonly store: StudioStore;
  private view: CrystalView | undefined;
  private readonly symmetry = new CellSymmetry(
    () => this.present(this.store.getState()),
    () => this.symmetryFailed(),
  );
  private shown: Trajectory | Crystal | undefined;
  private leaveTrajectory = () => {};
  private leaveStore = () => {};
  private request = 0;

  constructor(store: StudioStore) {
    this.store = store;
  }

  /** Draws into `host` until `unmount`. Without WebGL the studio works on, and says what is missing. */
  mount(host: HTMLElement): void {
    try {
      const state = this.store.getState();
      this.view = new CrystalView(host, { style: { ...state.viewSettings, ...drawnStyle(state) } });
    } catch (error) {
      if (!(error instanceof GraphicsUnavailableError)) throw error;
      this.store.setState({ problem: { code: 'backend-unavailable', message: error.message } });
      return;
    }
    this.view.on('frame', (frame) => this.frameDrawn(frame));
    this.view.on('playing', (isPlaying) => {
      this.store.setState({ isPlaying });
      this.lookAt();
    });
    this.view.on('contents', () => {
      this.lookAt();
      this.markWhatWaits();
    });
    this.view.on('select', (marked) => this.store.setState({ marked }));
    this.view.setMeasuring(this.store.getState().tool === 'measure');
    this.leaveStore = this.store.subscribe((state, previous) => this.follow(state, previous));
    this.takeConfidences(this.store.getState());
    this.present(this.store.getState());
  }

  unmount(): void {
    this.leaveStore();
    this.leaveTrajectory();
    cancelAnimationFrame(this.request);
    this.view?.dispose();
    this.view = undefined;
    this.atomConfidences = null;
    this.shown = undefined;
    this.store.setState({ viewed: null, marked: [] });
  }

  viewAlong(axis: ViewAxis): void {
    this.view?.viewAlong(axis);
  }

  reset(): void {
    this.view?.resetView();
  }

  /** Chooses an atom of the crystal in view, as a click on it does. */
  selectAtom(index: number): void {
    this.view?.selectAtom(index);
  }

  /** Chooses atoms of the crystal as it was computed, and only these; it is shown in that cell if it is in another one. */
  markAtoms(atoms: readonly number[]): void {
    const { cell } = this.store.getState();
    if (cell.kind !== 'as-computed') {
      this.toMark = atoms;
      updateView(this.store, { cell: { kind: 'as-computed', repeats: [1, 1, 1] } });
      return;
    }
    const copies = cell.repeats.reduce((product, count) => product * count, 1);
    this.view?.clearSelection();
    for (const atom of atoms) this.view?.selectAtom(atom * copies);
  }

  /** Atoms to be marked once the crystal is in view in the cell that was computed. */
  private toMark: readonly number[] | undefined;

  private markWhatWaits(): void {
    const { toMark } = this;
    this.toMark = undefined;
    // The view forgets its marks after it has told of another crystal.
    if (toMark) queueMicrotask(() => this.markAtoms(toMark));
  }

  clearSelection(): void {
    this.view?.clearSelection();
  }

  /** Saves what is shown as a picture or a 3D model. */
  async save(format: PictureFormat): Promise<void> {
    if (!this.view) return;
    const stem = fileStem(this.store.getState());
    if (format === 'png') downloadBlob(await this.view.snapshot(), `${stem}.png`);
    else if (format === 'glb') downloadBlob(await this.view.model(stem), `${stem}.glb`);
    else downloadBlob(new Blob([this.view.vectorPicture(stem)], { type: 'image/svg+xml' }), `${stem}.svg`);
  }

  /** Whoever moves by hand wants to look: playing ends. */
  showFrame(frame: number): void {
    const { frameCount } = this.store.getState();
    const within = Math.min(Math.max(frame, 0), Math.max(0, frameCount - 1));
    this.store.setState({ frame: within });
    this.view?.pause();
    if (frameCount > 0) this.view?.setFrame(within);
  }

  playPause(): void {
    if (!this.view) return;
    if (this.view.playing) {
      this.view.pause();
      return;
    }
    const { frame, frameCount } = this.store.getState();
    if (!this.isArriving && frame >= frameCount - 1) this.view.setFrame(0);
    this.view.play(this.speed());
  }

  /** Tells the store which crystal is at rest in view; analyses look at that one. */
  private lookAt(): void {
    const drawn = this.view?.crystal;
    if (this.view?.playing || this.store.getState().viewed?.drawn === drawn) return;
    const { frame } = this.store.getState();
    const computed = this.shown && ('lattice' in this.shown ? this.shown : this.shown.frame(frame));
    this.store.setState({ viewed: drawn && computed ? { computed, drawn } : null });
  }

  private frameDrawn(frame: number): void {
    this.store.setState({ frame });
    if (!this.view?.playing) this.lookAt();
    // A trajectory that was stopped never completes; the viewer would wait for its next frame.
    const { frameCount, phase } = this.store.getState();
    if (phase === 'idle' && frame >= frameCount - 1) this.view?.pause();
  }

  /** The frames of what is shown are still being computed; other refinements may be computed behind it. */
  private get isArriving(): boolean {
    const { shown } = this;
    return this.store.getState().phase !== 'idle' && shown !== undefined && 'complete' in shown && !shown.complete;
  }

  private follow(state: StudioState, previous: StudioState): void {
    if (state.viewSettings !== previous.viewSettings) this.view?.setStyle(state.viewSettings);
    this.takeConfidences(state);
    if (state.structureStyle !== previous.structureStyle || state.cell !== previous.cell)
      this.view?.setStyle(drawnStyle(state));
    if (state.tool !== previous.tool) this.view?.setMeasuring(state.tool === 'measure');
    const isOther =
      state.selected !== previous.selected || state.candidates !== previous.candidates || state.cell !== previous.cell;
    if (isOther) this.present(state);
    if (state.phase === 'idle' && previous.phase !== 'idle') this.frameDrawn(state.frame);
  }

  /** For the palette that colours atoms by them. */
  private takeConfidences(state: StudioState): void {
    const candidate = state.viewSettings.palette === 'confidence' ? selectedCandidate(state) : undefined;
    const atomConfidences = candidate ? confidencesOf(candidate) : null;
    if (atomConfidences === this.atomConfidences) return;
    this.atomConfidences = atomConfidences;
    this.view?.setStyle({ atomConfidences });
  }

  private atomConfidences: Float64Array | null = null;

  /** Brings what is selected into view, unless it is there already. */
  private present(state: StudioState): void {
    const candidate = selectedCandidate(state);
    if (needsSymmetry(state.cell) && candidate?.trajectory && !this.symmetry.ofFrames()) return;
    this.setGrowing(candidate?.stage === 'drafting');
    if (candidate?.trajectory) this.presentTrajectory(candidate.trajectory, state);
    else if (candidate?.draft) this.presentDraft(candidate.draft, state);
    else this.clear();
  }

  private presentTrajectory(trajectory: Trajectory, { cell }: StudioState): void {
    if (this.shown === trajectory && this.cellShown === cell) {
      this.takeFrameCount(trajectory);
      return;
    }
    if (!this.view) return;
    // A stored run takes the place of the live one whose frames it holds: the picture stays.
    const keepsPlace = this.shown !== undefined && cell !== this.cellShown;
    const last = Math.max(0, trajectory.frameCount - 1);
    const frame = keepsPlace ? Math.min(this.store.getState().frame, last) : last;
    this.leaveTrajectory();
    this.shown = trajectory;
    this.cellShown = cell;
    this.view.setTrajectory(
      isAsComputed(cell)
        ? trajectory
        : new DisplayTrajectory(trajectory, cell, needsSymmetry(cell) ? this.symmetry.ofFrames() : undefined),
      frame,
    );
    this.leaveTrajectory = trajectory.subscribe(() => this.countFrames(trajectory));
    this.store.setState({ frame, frameCount: trajectory.frameCount });
    if (!trajectory.complete && this.store.getState().phase !== 'idle') this.view.play(LIVE_FRAMES_PER_SECOND);
  }

  private cellShown: CellDisplay | undefined;
  /** A draft is in view in its own cell. */
  private isPlainShown = false;

  /** The first atoms of a draft are no neighbours: alone in its cell each would be bonded to its own images. */
  private setGrowing(isGrowing: boolean): void {
    if (isGrowing === this.isGrowing) return;
    this.isGrowing = isGrowing;
    const state = this.store.getState();
    const bare = isGrowing ? { showBonds: false, showPolyhedra: false } : {};
    this.view?.setStyle({ ...state.viewSettings, ...drawnStyle(state), ...bare });
  }

  private isGrowing = false;

  /** While a draft streams its atoms are added one by one, so that each grows into its place. */
  private presentDraft(draft: Crystal, state: StudioState): void {
    const { cell, phase } = state;
    if (!this.view || (this.shown === draft && this.cellShown === cell)) return;
    const before = this.shown && 'lattice' in this.shown ? this.shown : undefined;
    const isContinued = before?.lattice === draft.lattice && this.isPlainShown;
    this.dropTrajectory();
    // Before the view changes, for it tells at once what it shows.
    this.isPlainShown = isAsComputed(cell) || phase !== 'idle';
    this.shown = draft;
    this.cellShown = cell;
    if (!isAsComputed(cell) && phase === 'idle') {
      const symmetry = needsSymmetry(cell) ? this.symmetry.of(draft) : undefined;
      // Until its symmetry is known it stands in its own cell, to be shown again.
      if (needsSymmetry(cell) && !symmetry) this.cellShown = undefined;
      this.view.show(displayedCrystal(draft, cell, symmetry));
    } else if (selectedCandidate(state)?.stage === 'imported') this.view.show(draft);
    else {
      if (!isContinued) this.view.startDraft(draft.lattice);
      const from = isContinued ? before.atomicNumbers.length : 0;
      draft.atomicNumbers.forEach((atomicNumber, atom) => {
        if (atom >= from) this.view?.addAtom(atomicNumber, draft.fracCoords.subarray(3 * atom, 3 * atom + 3));
      });
    }
    this.lookAt();
  }

  private clear(): void {
    if (!this.shown) return;
    this.dropTrajectory();
    this.shown = undefined;
    this.view?.clear();
  }

  private dropTrajectory(): void {
    this.leaveTrajectory();
    this.leaveTrajectory = () => {};
    const { frameCount } = this.store.getState();
    if (frameCount > 0) this.store.setState({ frame: 0, frameCount: 0, isPlaying: false });
  }

  /** Frames may come faster than the display refreshes; the count is taken over once per refresh. */
  private countFrames(trajectory: Trajectory): void {
    if (this.request !== 0) return;
    this.request = requestAnimationFrame(() => {
      this.request = 0;
      if (this.shown === trajectory) this.takeFrameCount(trajectory);
    });
  }

  private takeFrameCount({ frameCount }: Trajectory): void {
    if (frameCount !== this.store.getState().frameCount) this.store.setState({ frameCount });
  }

  private speed(): number {
    const { frameCount } = this.store.getState();
    const seconds = Math.min(
      Math.max(frameCount / PLAY_FRAMES_PER_SECOND, SHORTEST_PLAY_SECONDS),
      LONGEST_PLAY_SECONDS,
    );
    return this.isArriving ? LIVE_FRAMES_PER_SECOND : frameCount / seconds;
  }

  private symmetryFailed(): void {
    const message = 'The symmetry finder could not be loaded. Check the connection and switch again.';
    this.store.setState(({ cell }) => ({
      cell: { ...cell, kind: 'as-computed' },
      problem: { code: 'download-failed', message },
    }));
  }
}
