import type { Crystal } from '../crystal/crystal';
import type { Trajectory } from '../crystal/trajectory';
import { AxesTriad } from './axes-triad';
import { CameraRig, type ViewAxis } from './camera-rig';
import { Listeners } from './events';
import { Growth } from './growth';
import { Marking, pickedAtom } from './marking';
import { attachOrbitInput } from './orbit-input';
import { type LegendEntry, legend } from './palettes';
import { nearestSphere } from './picking';
import { Playback } from './playback';
import { SceneModel } from './scene-model';
import { StructureScene } from './structure-scene';
import { DEFAULT_STYLE, THEMES, type ViewStyle } from './style';
import { Surface } from './surface';
import type { PickedAtom, ViewEvents } from './view-events';
import type { CrystalViewOptions, SnapshotOptions, ViewStatistics } from './view-options';

const FRAME_STRIDE = 10;

/**
 * A crystal in 3D, in any element, without a framework. It draws only when something changed. Throws
 * GraphicsUnavailableError where there is no WebGL 2.
 */
export class CrystalView {
  private readonly surface: Surface;
  private readonly structure = new StructureScene();
  private readonly model = new SceneModel();
  private readonly rig = new CameraRig();
  private readonly triad = new AxesTriad();
  private readonly playback = new Playback();
  private readonly growth = new Growth();
  private readonly listeners = new Listeners<ViewEvents>();
  private readonly removal = new AbortController();
  private readonly darkness = matchMedia('(prefers-color-scheme: dark)');
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)');
  private readonly detachInput: () => void;
  private readonly label: string;
  private style: ViewStyle;
  private crystal: Crystal | null = null;
  private trajectory: Trajectory | null = null;
  private leaveTrajectory: () => void = () => {};
  private shownFrame = -1;
  private readonly marking = new Marking();
  private stale = true;
  private request = 0;
  private framesDrawn = 0;
  private frameMilliseconds = 0;

  constructor(container: HTMLElement, options: CrystalViewOptions = {}) {
    this.style = { ...DEFAULT_STYLE, ...options.style };
    this.label = options.label ?? 'Crystal structure';
    this.surface = new Surface(container, options.largestPixelRatio ?? 2.5, {
      // At once, for a resized canvas is empty until it is drawn again.
      resized: () => this.draw(performance.now()),
      lost: () => this.listeners.emit('contextlost', undefined),
      restored: () => {
        this.listeners.emit('contextrestored', undefined);
        this.refresh();
      },
    });
    this.detachInput = attachOrbitInput(this.canvas, this.rig, {
      moved: () => this.invalidate(),
      hover: (x, y) => this.hover(x === null ? null : this.pick(x, y)),
      click: (x, y, add) => {
        if (this.marking.click(this.pick(x, y), add)) this.selectionChanged();
      },
      reset: () => this.resetView(),
      frameKey: (key) => this.frameKey(key),
    });
    const { signal } = this.removal;
    this.rig.animated = !this.calm.matches;
    this.darkness.addEventListener('change', () => this.applyStyle(), { signal });
    this.calm.addEventListener('change', () => (this.rig.animated = !this.calm.matches), { signal });
    this.applyStyle();
    this.describe();
  }

  get canvas(): HTMLCanvasElement {
    return this.surface.canvas;
  }

  /** Listens to an event; returns the function that stops it. */
  on<Name extends keyof ViewEvents>(name: Name, listener: (payload: ViewEvents[Name]) => void): () => void {
    return this.listeners.on(name, listener);
  }

  /** Shows one crystal and leaves any trajectory. The orientation stays; the fit moves over smoothly. */
  show(crystal: Crystal): void {
    this.dropTrajectory();
    this.growth.reset();
    this.setCrystal(crystal);
  }

  /** Empties the view. */
  clear(): void {
    this.dropTrajectory();
    this.crystal = null;
    this.unmark();
    this.describe();
    this.invalidate();
  }

  /** Shows an empty cell, to which `addAtom` adds. @param lattice 9 numbers, rows a, b, c in Å. */
  startDraft(lattice: Float64Array): void {
    this.show({ lattice, atomicNumbers: new Uint8Array(0), fracCoords: new Float64Array(0) });
  }

  /** Adds an atom to what is shown; it grows into its place. Throws when no cell is shown. */
  addAtom(atomicNumber: number, fracCoords: ArrayLike<number>): void {
    if (!this.crystal) throw new Error('There is no cell to add an atom to: call startDraft first.');
    const { lattice, atomicNumbers, fracCoords: before } = this.crystal;
    if (!this.calm.matches) this.growth.add(atomicNumbers.length, performance.now());
    this.setCrystal({
      lattice,
      atomicNumbers: Uint8Array.of(...atomicNumbers, atomicNumber),
      fracCoords: Float64Array.of(...before, fracCoords[0], fracCoords[1], fracCoords[2]),
    });
  }

  /** Shows the frames of a trajectory, recorded or still being computed, from its first or the given one on. */
  setTrajectory(trajectory: Trajectory, frame = 0): void {
    this.dropTrajectory();
    this.growth.reset();
    this.unmark();
    this.trajectory = trajectory;
    this.leaveTrajectory = trajectory.subscribe(() => this.invalidate());
    this.playback.seek(frame);
    this.invalidate();
  }

  /** Shows one frame of the trajectory at the next display refresh. Throws RangeError outside. */
  setFrame(index: number): void {
    const count = this.trajectory?.frameCount ?? 0;
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new RangeError(`Frame ${index} does not exist: the trajectory has ${count} frames.`);
    }
    this.playback.seek(index);
    this.invalidate();
  }

  /** Plays on from the present frame, or from the first if the last is shown; waits for frames that are still computed. */
  play(framesPerSecond = 60): void {
    if (!this.trajectory) return;
    const { frameCount, complete } = this.trajectory;
    if (complete && this.playback.index >= frameCount - 1) this.playback.seek(0);
    this.playback.framesPerSecond = framesPerSecond;
    this.playback.play();
    this.listeners.emit('playing', true);
    this.invalidate();
  }

  pause(): void {
    if (!this.playback.playing) return;
    this.playback.pause();
    this.listeners.emit('playing', false);
    // The frame at rest is drawn without softened images.
    this.refresh();
  }

  get playing(): boolean {
    return this.playback.playing;
  }

  setStyle(style: Partial<ViewStyle>): void {
    this.style = { ...this.style, ...style };
    this.applyStyle();
  }

  /** Fits the structure and turns to the standard orientation. */
  resetView(): void {
    if (this.crystal) this.rig.reset(this.crystal.lattice);
    this.invalidate();
  }

  /** Looks along a lattice vector or a reciprocal one. */
  viewAlong(axis: ViewAxis): void {
    if (this.crystal) this.rig.viewAlong(axis, this.crystal.lattice);
    this.invalidate();
  }

  /** Elements shown, with their colours. */
  legend(): LegendEntry[] {
    return legend(this.crystal?.atomicNumbers ?? [], this.style.palette);
  }

  statistics(): ViewStatistics {
    return {
      drawnAtoms: this.model.atomCount,
      drawnBonds: this.style.showBonds ? this.model.bondCount : 0,
      frameMilliseconds: this.frameMilliseconds,
      framesDrawn: this.framesDrawn,
      geometries: this.surface.renderer.info.memory.geometries,
      textures: this.surface.renderer.info.memory.textures,
    };
  }

  /** A PNG of what is shown, on a transparent ground. Throws when the browser cannot make it. */
  snapshot({ scale = 2 }: SnapshotOptions = {}): Promise<Blob> {
    return this.surface.picture(scale, () => this.draw(performance.now()));
  }

  /** Frees graphics memory and listeners and removes the canvas. The view cannot be used afterwards. */
  dispose(): void {
    cancelAnimationFrame(this.request);
    this.dropTrajectory();
    this.listeners.clear();
    this.detachInput();
    this.removal.abort();
    this.structure.dispose();
    this.triad.dispose();
    this.surface.dispose();
  }

  private setCrystal(crystal: Crystal): void {
    const first = this.crystal === null;
    this.crystal = crystal;
    this.stale = true;
    if (first) this.rig.reset(crystal.lattice);
    this.unmark();
    this.describe();
    this.invalidate();
  }

  private dropTrajectory(): void {
    this.pause();
    this.leaveTrajectory();
    this.leaveTrajectory = () => {};
    this.trajectory = null;
    this.shownFrame = -1;
  }

  private applyStyle(): void {
    const theme = this.style.theme === 'system' ? (this.darkness.matches ? 'dark' : 'light') : this.style.theme;
    this.structure.applyStyle(this.style, theme);
    this.triad.setColours(THEMES[theme]);
    this.canvas.style.background = this.style.background === 'theme' ? THEMES[theme].background : 'none';
    this.refresh();
  }

  private describe(): void {
    const contents = this.legend().map((entry) => `${entry.count} ${entry.name}`);
    const cell = contents.length > 0 ? `atoms in the cell: ${contents.join(', ')}` : 'empty';
    const keys = 'Arrow keys turn, plus and minus zoom, R resets.';
    this.canvas.setAttribute('aria-label', `${this.label}, ${cell}. ${keys}`);
  }

  /** The buffers no longer show what they should. */
  private refresh(): void {
    this.stale = true;
    this.invalidate();
  }

  private invalidate(): void {
    if (this.request !== 0 || this.removal.signal.aborted) return;
    this.request = requestAnimationFrame((now) => {
      this.request = 0;
      if (this.draw(now)) this.invalidate();
    });
  }

  /** Draws the picture of time `now`; true while another one is due. */
  private draw(now: number): boolean {
    if (this.surface.lost) return false;
    const started = performance.now();
    this.takeSize();
    this.takeFrame(now);
    const growing = this.updateBuffers(now);
    const moving = this.crystal !== null && this.rig.update(now, this.structure.radius);
    this.structure.setHaze(...this.rig.depthRange);
    this.surface.clear();
    if (this.crystal) {
      this.surface.render(this.structure.scene, this.rig.camera);
      const { renderer, width, height } = this.surface;
      if (this.style.showAxes) this.triad.render(renderer, this.rig.camera.quaternion, width, height);
    }
    this.framesDrawn++;
    this.frameMilliseconds = performance.now() - started;
    return growing || moving || this.playback.playing;
  }

  private takeSize(): void {
    const { canvas, renderer, width, height } = this.surface;
    this.rig.setSize(width, height);
    const isOther = this.structure.setViewport(canvas.width, canvas.height, renderer.getPixelRatio());
    this.stale ||= isOther && this.style.showLabels;
  }

  private takeFrame(now: number): void {
    const { trajectory, playback } = this;
    if (!trajectory || trajectory.frameCount === 0) return;
    const wasPlaying = playback.playing;
    const frame = playback.advance(now, trajectory.frameCount, trajectory.complete);
    if (wasPlaying && !playback.playing) {
      this.stale = true;
      this.listeners.emit('playing', false);
    }
    if (frame === this.shownFrame) return;
    const first = this.crystal === null;
    this.crystal = trajectory.frame(frame);
    this.stale = true;
    if (first) this.rig.reset(this.crystal.lattice);
    if (this.shownFrame === -1) this.describe();
    this.shownFrame = frame;
    this.listeners.emit('frame', frame);
  }

  private updateBuffers(now: number): boolean {
    const { crystal, style } = this;
    if (!crystal) return false;
    const growing = this.growth.advance(crystal.atomicNumbers.length, now);
    if (!this.stale && !growing) return false;
    this.stale = growing;
    this.model.update(crystal, {
      bondRule: style.showBonds ? style.bondRule : null,
      showImages: style.showImages,
      soften: this.playback.playing,
    });
    this.marking.locate(this.model);
    this.structure.update(
      this.model,
      crystal.lattice,
      crystal.atomicNumbers,
      style,
      this.growth.sizes,
      this.marking.selectedDrawn,
      this.marking.hoveredDrawn,
    );
    this.triad.update(crystal.lattice);
    return growing;
  }

  private pick(x: number, y: number): PickedAtom | null {
    if (!this.crystal) return null;
    const { origin, direction } = this.rig.ray(x, y);
    const drawn = nearestSphere(this.structure.spheres, this.model.atomCount, origin, direction);
    return drawn < 0 ? null : pickedAtom(this.crystal, this.model, drawn);
  }

  private hover(atom: PickedAtom | null): void {
    if (!this.marking.hover(atom)) return;
    this.canvas.style.cursor = atom ? 'pointer' : '';
    this.listeners.emit('hover', atom);
    this.refresh();
  }

  private selectionChanged(): void {
    this.listeners.emit('select', this.marking.selection);
    this.refresh();
  }

  private unmark(): void {
    this.hover(null);
    if (this.marking.clear()) this.selectionChanged();
  }

  private frameKey(key: string): boolean {
    if (!this.trajectory || this.trajectory.frameCount === 0) return false;
    const last = this.trajectory.frameCount - 1;
    const { index } = this.playback;
    const aims: Record<string, number> = {
      Home: 0,
      End: last,
      PageUp: Math.max(index - FRAME_STRIDE, 0),
      PageDown: Math.min(index + FRAME_STRIDE, last),
    };
    if (key === ' ') {
      if (this.playing) this.pause();
      else this.play(this.playback.framesPerSecond);
    } else if (key in aims) this.setFrame(aims[key]);
    else return false;
    return true;
  }
}
