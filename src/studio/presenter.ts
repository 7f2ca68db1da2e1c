import type { Crystal } from '../crystal/crystal';
import type { Trajectory } from '../crystal/trajectory';
import type { CrystalView } from '../viewer';
import { CellSymmetry } from './cell-symmetry';
import { DisplayTrajectory, displayedCrystal, drawnStyle, isAsComputed, needsSymmetry } from './display-cell';
import { confidencesOf } from './draft-confidence';
import { editedCrystal } from './store/repair';
import { type StudioState, type StudioStore, selectedCandidate } from './store/studio-store';
import type { CellDisplay } from './store/view-state';

/** While frames come in; slow enough for the eye where the computation is faster. */
export const LIVE_FRAMES_PER_SECOND = 120;

/** Brings into a view what the state says is to be seen: a growing draft, a trajectory, a structure that is edited. */
export class Presenter {
  /** What is in view, in the cell that was computed. */
  shown: Trajectory | Crystal | undefined;
  private readonly view: CrystalView;
  private readonly store: StudioStore;
  private readonly lookAt: () => void;
  private readonly symmetry = new CellSymmetry(
    () => this.present(this.store.getState()),
    () => this.symmetryFailed(),
  );
  private leaveTrajectory = () => {};
  private cellShown: CellDisplay | undefined;
  /** A draft is in view in its own cell. */
  private isPlainShown = false;
  private isGrowing = false;
  private atomConfidences: Float64Array | null = null;
  private request = 0;

  /** @param lookAt called when another crystal is in view */
  constructor(view: CrystalView, store: StudioStore, lookAt: () => void) {
    this.view = view;
    this.store = store;
    this.lookAt = lookAt;
  }

  dispose(): void {
    this.leaveTrajectory();
    cancelAnimationFrame(this.request);
    this.shown = undefined;
  }

  /** Brings what is selected into view, unless it is there already. */
  present(state: StudioState): void {
    this.takeConfidences(state);
    const candidate = selectedCandidate(state);
    if (needsSymmetry(state.cell) && candidate?.trajectory && !this.symmetry.ofFrames()) return;
    this.setGrowing(candidate?.stage === 'drafting');
    const edited = editedCrystal(state);
    if (edited) this.presentEdited(edited);
    else if (candidate?.trajectory) this.presentTrajectory(candidate.trajectory, state);
    else if (candidate?.draft) this.presentDraft(candidate.draft, state);
    else this.clear();
  }

  /** A structure that is being edited is seen in its own cell. */
  private presentEdited(crystal: Crystal): void {
    if (this.shown === crystal) return;
    const before = this.view.crystal;
    this.dropTrajectory();
    this.shown = crystal;
    this.cellShown = undefined;
    this.isPlainShown = false;
    const isMoved = before?.lattice === crystal.lattice && before.atomicNumbers === crystal.atomicNumbers;
    if (isMoved) this.view.move(crystal);
    else this.view.show(crystal);
    this.lookAt();
  }

  private presentTrajectory(trajectory: Trajectory, { cell }: StudioState): void {
    if (this.shown === trajectory && this.cellShown === cell) {
      this.takeFrameCount(trajectory);
      return;
    }
    // A stored run takes the place of the live one whose frames it holds: the picture stays.
    const keepsPlace = this.shown !== undefined && cell !== this.cellShown;
    const last = Math.max(0, trajectory.frameCount - 1);
    const frame = keepsPlace ? Math.min(this.store.getState().frame, last) : last;
    if (this.shown !== trajectory && this.store.getState().frameRange) this.store.setState({ frameRange: null });
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

  /** The first atoms of a draft are no neighbours: alone in its cell each would be bonded to its own images. */
  private setGrowing(isGrowing: boolean): void {
    if (isGrowing === this.isGrowing) return;
    this.isGrowing = isGrowing;
    const state = this.store.getState();
    const bare = isGrowing ? { showBonds: false, showPolyhedra: false } : {};
    this.view.setStyle({ ...state.viewSettings, ...drawnStyle(state), ...bare });
  }

  /** For the palette that colours atoms by them. */
  takeConfidences(state: StudioState): void {
    const candidate = state.viewSettings.palette === 'confidence' ? selectedCandidate(state) : undefined;
    const atomConfidences = candidate ? confidencesOf(candidate) : null;
    if (atomConfidences === this.atomConfidences) return;
    this.atomConfidences = atomConfidences;
    this.view.setStyle({ atomConfidences });
  }

  /** While a draft streams its atoms are added one by one, so that each grows into its place. */
  private presentDraft(draft: Crystal, state: StudioState): void {
    const { cell, phase } = state;
    if (this.shown === draft && this.cellShown === cell) return;
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
        if (atom >= from) this.view.addAtom(atomicNumber, draft.fracCoords.subarray(3 * atom, 3 * atom + 3));
      });
    }
    this.lookAt();
  }

  private clear(): void {
    if (!this.shown) return;
    this.dropTrajectory();
    this.shown = undefined;
    this.view.clear();
  }

  private dropTrajectory(): void {
    this.leaveTrajectory();
    this.leaveTrajectory = () => {};
    const { frameCount } = this.store.getState();
    if (frameCount > 0) this.store.setState({ frame: 0, frameCount: 0, frameRange: null, isPlaying: false });
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

  private symmetryFailed(): void {
    const message = 'The symmetry finder could not be loaded. Check the connection and switch again.';
    this.store.setState(({ cell }) => ({
      cell: { ...cell, kind: 'as-computed' },
      problem: { code: 'download-failed', message },
    }));
  }
}
