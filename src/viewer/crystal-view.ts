import type { Crystal } from '../crystal/crystal';
import { cartToFrac } from '../crystal/lattice';
import type { Trajectory } from '../crystal/trajectory';
import type { ViewAxis } from './camera-rig';
import { Listeners } from './events';
import { FilmStrip } from './film-strip';
import { Marking } from './marking';
import { attachOrbitInput } from './orbit-input';
import { Painter } from './painter';
import { type LegendEntry, legend } from './palettes';
import type { FrameRange } from './playback';
import { DEFAULT_STYLE, type ViewStyle } from './style';
import { Subject } from './subject';
import { Surface } from './surface';
import { vectorPicture } from './vector-picture';
import type { PickedAtom, ViewEvents } from './view-events';
import type { CrystalViewOptions, SnapshotOptions, ViewStatistics } from './view-options';
import type { ViewedCrystal } from './viewed-crystal';

/**
 * A crystal in 3D, in any element, without a framework. It draws only when something changed. Throws
 * GraphicsUnavailableError where there is no WebGL 2.
 */
export class CrystalView {
  private readonly surface: Surface;
  private readonly painter: Painter;
  private readonly subject: Subject;
  private readonly marking = new Marking();
  private readonly listeners = new Listeners<ViewEvents>();
  private readonly removal = new AbortController();
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)');
  private readonly detachInput: () => void;
  private readonly label: string;
  private style: ViewStyle;
  private isDraggable = false;
  private dragged: { readonly atom: PickedAtom; readonly crystal: Crystal } | null = null;

  constructor(container: HTMLElement, options: CrystalViewOptions = {}) {
    this.style = { ...DEFAULT_STYLE, ...options.style };
    this.label = options.label ?? 'Crystal structure';
    const { largestPixelRatio = 2.5 } = options;
    this.surface = new Surface(container, () => Math.min(devicePixelRatio, largestPixelRatio), {
      // At once, for a resized canvas is empty until it is drawn again.
      resized: () => this.painter.draw(performance.now()),
      lost: () => this.listeners.emit('contextlost', undefined),
      restored: () => {
        this.listeners.emit('contextrestored', undefined);
        this.painter.refresh();
      },
    });
    this.subject = new Subject({
      contents: (crystal, first) => this.takeContents(crystal, first),
      moved: () => this.follow(),
      due: () => this.painter.invalidate(),
      frame: (index) => this.listeners.emit('frame', index),
      playing: (isPlaying) => this.listeners.emit('playing', isPlaying),
    });
    this.painter = new Painter(this.surface, this.subject, this.marking, this.style);
    if (options.cameraOf) this.painter.rig.share(options.cameraOf.painter.rig);
    this.detachInput = attachOrbitInput(this.canvas, this.painter.rig, {
      moved: () => this.painter.invalidate(),
      hover: (x, y) => this.hover(x === null ? null : this.painter.pick(x, y)),
      click: (x, y, add) => {
        if (this.marking.click(this.painter.pick(x, y), add)) this.selectionChanged();
      },
      grab: (x, y) => this.grab(x, y),
      drag: (right, down) => this.drag(right, down),
      drop: () => this.listeners.emit('drop', undefined),
      reset: () => this.resetView(),
      frameKey: (key) => this.subject.frameKey(key),
    });
    this.calm.addEventListener('change', () => this.takeCalm(), { signal: this.removal.signal });
    this.takeCalm();
    this.describe();
  }

  get canvas(): HTMLCanvasElement {
    return this.surface.canvas;
  }

  /** CSS pixels. */
  get size(): { readonly width: number; readonly height: number } {
    const { width, height } = this.surface;
    return { width, height };
  }

  /** What is in view at this moment. */
  get crystal(): Crystal | null {
    return this.subject.crystal;
  }

  /** Listens to an event; returns the function that stops it. */
  on<Name extends keyof ViewEvents>(name: Name, listener: (payload: ViewEvents[Name]) => void): () => void {
    return this.listeners.on(name, listener);
  }

  /** Shows one crystal and leaves any trajectory. The orientation stays; the fit moves over smoothly. */
  show(crystal: ViewedCrystal): void {
    this.subject.show(crystal);
  }

  /** Shows the atoms in view elsewhere; what is selected stays selected. */
  move(crystal: Crystal): void {
    this.subject.move(crystal);
    this.painter.invalidate();
  }

  /** Empties the view. */
  clear(): void {
    this.subject.clear();
  }

  /** Shows an empty cell, to which `addAtom` adds. @param lattice 9 numbers, rows a, b, c in Å. */
  startDraft(lattice: Float64Array): void {
    this.show({ lattice, atomicNumbers: new Uint8Array(0), fracCoords: new Float64Array(0) });
  }

  /** Adds an atom to what is shown; it grows into its place. Throws when no cell is shown. */
  addAtom(atomicNumber: number, fracCoords: ArrayLike<number>): void {
    this.subject.addAtom(atomicNumber, fracCoords);
  }

  /** Shows the frames of a trajectory, recorded or still being computed, from its first or the given one on. */
  setTrajectory(trajectory: Trajectory, frame = 0): void {
    this.unmark();
    this.subject.setTrajectory(trajectory, frame);
  }

  /** Shows one frame of the trajectory at the next display refresh. Throws RangeError outside. */
  setFrame(index: number): void {
    this.subject.setFrame(index);
  }

  /** Plays on from the present frame, or from the first if the last is shown; waits for frames that are still computed. */
  play(framesPerSecond = 60): void {
    this.subject.play(framesPerSecond);
  }

  pause(): void {
    this.subject.pause();
  }

  /** Playing stays within these frames and goes round in them; null lets it go to the end. */
  setLoop(range: FrameRange | null): void {
    this.subject.setLoop(range);
  }

  get playing(): boolean {
    return this.subject.playing;
  }

  setStyle(style: Partial<ViewStyle>): void {
    this.style = { ...this.style, ...style };
    this.painter.setStyle(this.style);
  }

  /** Fits the structure and turns to the standard orientation. */
  resetView(): void {
    const { crystal } = this.subject;
    if (crystal) this.painter.rig.reset(crystal.lattice);
    this.painter.invalidate();
  }

  /** Looks along a lattice vector or a reciprocal one. */
  viewAlong(axis: ViewAxis): void {
    const { crystal } = this.subject;
    if (crystal) this.painter.rig.viewAlong(axis, crystal.lattice);
    this.painter.invalidate();
  }

  /** Elements shown, with their colours. */
  legend(): LegendEntry[] {
    return legend(this.subject.crystal?.atomicNumbers ?? [], this.style.palette);
  }

  statistics(): ViewStatistics {
    return this.painter.statistics();
  }

  /** Puts an atom of the crystal into the selection, in its image nearest to what is selected already. Throws RangeError outside. */
  selectAtom(index: number): void {
    const { crystal } = this.subject;
    if (!crystal || !(index >= 0 && index < crystal.atomicNumbers.length)) {
      throw new RangeError(`There is no atom ${index} in view.`);
    }
    if (this.marking.click(this.marking.nearestImage(crystal, index), true)) this.selectionChanged();
  }

  clearSelection(): void {
    if (this.marking.clear()) this.selectionChanged();
  }

  /** While measuring, every click on an atom adds it, and a fifth begins anew. */
  setMeasuring(isMeasuring: boolean): void {
    this.marking.measuring = isMeasuring;
    this.canvas.style.cursor = isMeasuring ? 'crosshair' : '';
  }

  /** Whether the pointer drags the atom it is pressed on; 'drag' tells where to, and whoever listens moves it. */
  setDraggable(isDraggable: boolean): void {
    this.isDraggable = isDraggable;
  }

  /** A PNG of what is shown, on a transparent ground. Throws when the browser cannot make it. */
  snapshot({ scale = this.style.pictureScale }: SnapshotOptions = {}): Promise<Blob> {
    return this.surface.picture(scale, () => this.painter.draw(performance.now()));
  }

  /** An SVG of what is shown, as a person would draw it: circles, strokes and polygons. Throws when nothing is in view. */
  vectorPicture(title: string): string {
    const { drawing, frame } = this.painter.describe();
    return vectorPicture(drawing, frame, title);
  }

  /** A binary glTF 2.0 file of what is shown, in Å. Throws when nothing is in view. */
  async model(name: string): Promise<Blob> {
    const { drawing } = this.painter.describe();
    const { gltfModel } = await import('./gltf-model');
    return gltfModel(drawing, name);
  }

  /** Draws the frames as they look here, in a size of its own in pixels; undefined without frames. Throws as `FilmStrip` does. */
  filmStrip(width: number, height: number): FilmStrip | undefined {
    const { trajectory } = this.subject;
    return trajectory && new FilmStrip({ trajectory, style: this.style, camera: this.painter.rig, width, height });
  }

  /** Frees graphics memory and listeners and removes the canvas. The view cannot be used afterwards. */
  dispose(): void {
    this.subject.dropTrajectory();
    this.painter.dispose();
    this.listeners.clear();
    this.detachInput();
    this.removal.abort();
    this.surface.dispose();
  }

  private takeContents(crystal: Crystal | null, first: boolean): void {
    this.listeners.emit('contents', undefined);
    if (crystal && first) this.painter.rig.reset(crystal.lattice);
    this.unmark();
    this.describe();
    this.painter.refresh();
  }

  private follow(): void {
    const { crystal } = this.subject;
    if (crystal && this.marking.follow(crystal)) this.listeners.emit('select', this.marking.selection);
    this.painter.outdate();
  }

  private takeCalm(): void {
    this.painter.rig.animated = !this.calm.matches;
    this.subject.animated = !this.calm.matches;
  }

  private describe(): void {
    const contents = this.legend().map((entry) => `${entry.count} ${entry.name}`);
    const cell = contents.length > 0 ? `atoms in the cell: ${contents.join(', ')}` : 'empty';
    const keys = 'Arrow keys turn, plus and minus zoom, R resets.';
    this.canvas.setAttribute('aria-label', `${this.label}, ${cell}. ${keys}`);
  }

  private hover(atom: PickedAtom | null): void {
    if (!this.marking.hover(atom)) return;
    this.canvas.style.cursor = this.marking.measuring ? 'crosshair' : atom ? 'pointer' : '';
    this.listeners.emit('hover', atom);
    this.painter.refresh();
  }

  private grab(x: number, y: number): boolean {
    const { crystal } = this.subject;
    const atom = this.isDraggable ? this.painter.pick(x, y) : null;
    this.dragged = crystal && atom ? { atom, crystal } : null;
    return this.dragged !== null;
  }

  private drag(right: number, down: number): void {
    if (!this.dragged) return;
    const { atom, crystal } = this.dragged;
    const moved = this.painter.inPlane(right, down, atom.position);
    const [x, y, z] = cartToFrac(moved.toArray(), crystal.lattice);
    const from = crystal.fracCoords.subarray(3 * atom.index, 3 * atom.index + 3);
    this.listeners.emit('drag', { index: atom.index, fracCoords: [from[0] + x, from[1] + y, from[2] + z] });
  }

  private selectionChanged(): void {
    this.listeners.emit('select', this.marking.selection);
    this.painter.refresh();
  }

  private unmark(): void {
    this.hover(null);
    if (this.marking.clear()) this.selectionChanged();
  }
}
