import { CrystalView, type FilmStrip, GraphicsUnavailableError, type ViewAxis } from '../viewer';
import { copiesIn, drawnStyle } from './display-cell';
import { downloadBlob, fileStem } from './download';
import { LIVE_FRAMES_PER_SECOND, Presenter } from './presenter';
import { moveRepair, noteRepair, type Repair, repairInView, withSiteAt } from './store/repair';
import { type StudioState, type StudioStore, updateView } from './store/studio-store';

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
  private presenter: Presenter | undefined;
  private leaveStore = () => {};

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
    this.followDrags(this.view);
    this.setMode(this.store.getState());
    this.presenter = new Presenter(this.view, this.store, () => this.lookAt());
    this.leaveStore = this.store.subscribe((state, previous) => this.follow(state, previous));
    this.presenter.present(this.store.getState());
  }

  unmount(): void {
    this.leaveStore();
    this.presenter?.dispose();
    this.presenter = undefined;
    this.view?.dispose();
    this.view = undefined;
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
    this.view?.clearSelection();
    for (const atom of atoms) this.view?.selectAtom(atom * copiesIn(cell));
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

  /** CSS pixels; undefined where nothing is drawn. */
  get size(): { readonly width: number; readonly height: number } | undefined {
    return this.view?.size;
  }

  /** Draws the frames in view off screen, in pixels. Throws Error with what is too large or missing. */
  filmStrip(width: number, height: number): FilmStrip | undefined {
    return this.view?.filmStrip(width, height);
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
    const { frame, frameCount, frameRange } = this.store.getState();
    if (!this.isArriving && !frameRange && frame >= frameCount - 1) this.view.setFrame(0);
    this.view.play(this.speed());
  }

  /** Tells the store which crystal is at rest in view; analyses look at that one. */
  private lookAt(): void {
    const drawn = this.view?.crystal;
    if (this.view?.playing || this.store.getState().viewed?.drawn === drawn) return;
    const { frame } = this.store.getState();
    const shown = this.presenter?.shown;
    const computed = shown && ('lattice' in shown ? shown : shown.frame(frame));
    this.store.setState({ viewed: drawn && computed ? { computed, drawn } : null });
  }

  private frameDrawn(frame: number): void {
    this.store.setState({ frame });
    if (!this.view?.playing) this.lookAt();
    // A trajectory that was stopped never completes; the viewer would wait for its next frame.
    const { frameCount, frameRange, phase } = this.store.getState();
    if (phase === 'idle' && !frameRange && frame >= frameCount - 1) this.view?.pause();
  }

  /** The frames of what is shown are still being computed; other refinements may be computed behind it. */
  private get isArriving(): boolean {
    const shown = this.presenter?.shown;
    return this.store.getState().phase !== 'idle' && shown !== undefined && 'complete' in shown && !shown.complete;
  }

  private follow(state: StudioState, previous: StudioState): void {
    if (state.viewSettings !== previous.viewSettings) this.view?.setStyle(state.viewSettings);
    this.presenter?.takeConfidences(state);
    if (state.structureStyle !== previous.structureStyle || state.cell !== previous.cell)
      this.view?.setStyle(drawnStyle(state));
    if (state.frameRange !== previous.frameRange) this.view?.setLoop(state.frameRange);
    if (state.tool !== previous.tool || state.viewed !== previous.viewed || state.phase !== previous.phase)
      this.setMode(state);
    const names = ['selected', 'candidates', 'cell', 'repair'] as const;
    if (names.some((name) => state[name] !== previous[name])) this.presenter?.present(state);
    if (state.phase === 'idle' && previous.phase !== 'idle') this.frameDrawn(state.frame);
  }

  /** An atom that is dragged moves the site; from press to release it is one edit. */
  private followDrags(view: CrystalView): void {
    let before: Repair | null | undefined;
    view.on('drag', ({ index, fracCoords }) => {
      if (before === undefined) before = repairInView(this.store.getState());
      moveRepair(this.store, (repair) => withSiteAt(repair, index, fracCoords));
    });
    view.on('drop', () => {
      if (before !== undefined) noteRepair(this.store, before);
      before = undefined;
    });
  }

  /** What a press on the picture means. */
  private setMode({ tool, viewed, phase }: StudioState): void {
    this.view?.setMeasuring(tool === 'measure');
    // Only in the cell as computed are its atoms those of the structure that is edited.
    this.view?.setDraggable(tool === 'repair' && phase === 'idle' && viewed?.drawn === viewed?.computed);
  }

  private speed(): number {
    const { frameCount } = this.store.getState();
    const seconds = Math.min(
      Math.max(frameCount / PLAY_FRAMES_PER_SECOND, SHORTEST_PLAY_SECONDS),
      LONGEST_PLAY_SECONDS,
    );
    return this.isArriving ? LIVE_FRAMES_PER_SECOND : frameCount / seconds;
  }
}
