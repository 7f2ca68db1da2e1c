import { WebGLRenderer } from 'three';
import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import type { Trajectory } from '../crystal/trajectory';
import { AxesTriad } from './axes-triad';
import { CameraRig, type ViewAxis } from './camera-rig';
import { Listeners } from './events';
import { Growth } from './growth';
import { attachOrbitInput } from './orbit-input';
import { type LegendEntry, legend } from './palettes';
import { nearestSphere } from './picking';
import { Playback } from './playback';
import { SceneModel } from './scene-model';
import { StructureScene } from './structure-scene';
import { DEFAULT_STYLE, THEMES, type ViewStyle } from './style';
import { GraphicsUnavailableError, type PickedAtom, type ViewEvents } from './view-events';

export interface CrystalViewOptions {
  readonly style?: Partial<ViewStyle>;
  /** Accessible name of the canvas; what the keys do is appended. */
  readonly label?: string;
  /** More pixels per CSS pixel than this cost more than they show. */
  readonly largestPixelRatio?: number;
}

export interface SnapshotOptions {
  /** Pixels per CSS pixel of the view. */
  readonly scale?: number;
}

/** Numbers that a page may show or a test may watch. */
export interface ViewStatistics {
  readonly drawnAtoms: number;
  readonly drawnBonds: number;
  /** Milliseconds of the last frame on the main thread. */
  readonly frameMilliseconds: number;
  readonly framesDrawn: number;
  readonly geometries: number;
  readonly textures: number;
}

const FRAME_STRIDE = 10;

/**
 * A crystal in 3D, in any element, without a framework. It draws only when something changed. Throws
 * GraphicsUnavailableError where there is no WebGL 2.
 */
export class CrystalView {
  readonly canvas: HTMLCanvasElement;
  private readonly renderer: WebGLRenderer;
  private readonly structure = new StructureScene();
  private readonly model = new SceneModel();
  private readonly rig = new CameraRig();
  private readonly triad = new AxesTriad();
  private readonly playback = new Playback();
  private readonly growth = new Growth();
  private readonly listeners = new Listeners<ViewEvents>();
  private readonly removal = new AbortController();
  private readonly resizing: ResizeObserver;
  private readonly darkness = matchMedia('(prefers-color-scheme: dark)');
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)');
  private readonly detachInput: () => void;
  private readonly label: string;
  private readonly largestPixelRatio: number;
  private style: ViewStyle;
  private crystal: Crystal | null = null;
  private trajectory: Trajectory | null = null;
  private leaveTrajectory: () => void = () => {};
  private shownFrame = -1;
  private selection: PickedAtom[] = [];
  private readonly selectedDrawn = new Set<number>();
  private hovered: PickedAtom | null = null;
  private hoveredDrawn = -1;
  private stale = true;
  private contextLost = false;
  private request = 0;
  private framesDrawn = 0;
  private frameMilliseconds = 0;

  constructor(
    private readonly container: HTMLElement,
    options: CrystalViewOptions = {},
  ) {
    this.style = { ...DEFAULT_STYLE, ...options.style };
    this.label = options.label ?? 'Crystal structure';
    this.largestPixelRatio = options.largestPixelRatio ?? 2.5;
    this.canvas = document.createElement('canvas');
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('role', 'img');
    Object.assign(this.canvas.style, { display: 'block', width: '100%', height: '100%', touchAction: 'none' });
    try {
      this.renderer = new WebGLRenderer({ canvas: this.canvas, antialias: true, alpha: true });
    } catch (cause) {
      throw new GraphicsUnavailableError(cause);
    }
    this.renderer.setClearColor(0x000000, 0);
    this.renderer.autoClear = false;
    container.append(this.canvas);
    this.detachInput = attachOrbitInput(this.canvas, this.rig, {
      moved: () => this.invalidate(),
      hover: (x, y) => this.hover(x, y),
      click: (x, y, add) => this.click(x, y, add),
      reset: () => this.resetView(),
      frameKey: (key) => this.frameKey(key),
    });
    this.listen();
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(container);
    this.rig.animated = !this.calm.matches;
    this.applyStyle();
    this.resize();
    this.describe();
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
    this.select([]);
    this.setHovered(null);
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
    this.setHovered(null);
    this.select([]);
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
    this.stale = true;
    this.invalidate();
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
      geometries: this.renderer.info.memory.geometries,
      textures: this.renderer.info.memory.textures,
    };
  }

  /** A PNG of what is shown, on a transparent ground. Throws when the browser cannot make it. */
  async snapshot({ scale = 2 }: SnapshotOptions = {}): Promise<Blob> {
    const pixelRatio = this.renderer.getPixelRatio();
    this.setPixelRatio(scale);
    this.draw(performance.now());
    // The drawing buffer holds the picture only until this task ends, and toBlob copies it at once.
    const made = new Promise<Blob | null>((resolve) => this.canvas.toBlob(resolve, 'image/png'));
    this.setPixelRatio(pixelRatio);
    this.draw(performance.now());
    const blob = await made;
    if (!blob) throw new Error(`The browser could not make a picture at scale ${scale}: try a smaller one.`);
    return blob;
  }

  /** Frees graphics memory and listeners and removes the canvas. The view cannot be used afterwards. */
  dispose(): void {
    cancelAnimationFrame(this.request);
    this.dropTrajectory();
    this.listeners.clear();
    this.detachInput();
    this.removal.abort();
    this.resizing.disconnect();
    this.structure.dispose();
    this.triad.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }

  private listen(): void {
    const { signal } = this.removal;
    this.darkness.addEventListener('change', () => this.applyStyle(), { signal });
    this.calm.addEventListener('change', () => (this.rig.animated = !this.calm.matches), { signal });
    this.canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.contextLost = true;
        this.listeners.emit('contextlost', undefined);
      },
      { signal },
    );
    this.canvas.addEventListener(
      'webglcontextrestored',
      () => {
        this.contextLost = false;
        this.stale = true;
        // The renderer starts anew with its own, opaque ground.
        this.renderer.setClearColor(0x000000, 0);
        this.listeners.emit('contextrestored', undefined);
        this.invalidate();
      },
      { signal },
    );
  }

  private setCrystal(crystal: Crystal): void {
    const first = this.crystal === null;
    this.crystal = crystal;
    this.stale = true;
    if (first) this.rig.reset(crystal.lattice);
    this.setHovered(null);
    this.select([]);
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
    this.stale = true;
    this.invalidate();
  }

  private describe(): void {
    const contents = this.legend().map((entry) => `${entry.count} ${entry.name}`);
    const cell = contents.length > 0 ? `atoms in the cell: ${contents.join(', ')}` : 'empty';
    const keys = 'Arrow keys turn, plus and minus zoom, R resets.';
    this.canvas.setAttribute('aria-label', `${this.label}, ${cell}. ${keys}`);
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.container;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.rig.setSize(clientWidth, clientHeight);
    this.setPixelRatio(Math.min(devicePixelRatio, this.largestPixelRatio));
    // At once, for a resized canvas is empty until it is drawn again.
    this.draw(performance.now());
  }

  private setPixelRatio(pixelRatio: number): void {
    this.renderer.setPixelRatio(pixelRatio);
    this.structure.setViewport(this.canvas.width, this.canvas.height, pixelRatio);
    this.stale ||= this.style.showLabels;
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
    if (this.contextLost) return false;
    const started = performance.now();
    this.takeFrame(now);
    const growing = this.updateBuffers(now);
    const moving = this.crystal !== null && this.rig.update(now, this.structure.radius);
    this.structure.setHaze(...this.rig.depthRange);
    this.renderer.clear();
    if (this.crystal) {
      this.renderer.render(this.structure.scene, this.rig.camera);
      if (this.style.showAxes) {
        const { clientWidth, clientHeight } = this.container;
        this.triad.render(this.renderer, this.rig.camera.quaternion, clientWidth, clientHeight);
      }
    }
    this.framesDrawn++;
    this.frameMilliseconds = performance.now() - started;
    return growing || moving || this.playback.playing;
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
    this.locateMarked();
    this.structure.update(
      this.model,
      crystal.lattice,
      crystal.atomicNumbers,
      style,
      this.growth.sizes,
      this.selectedDrawn,
      this.hoveredDrawn,
    );
    this.triad.update(crystal.lattice);
    return growing;
  }

  private locateMarked(): void {
    this.selectedDrawn.clear();
    for (const atom of this.selection) {
      const drawn = this.model.drawnAtom(atom.index, ...atom.image);
      if (drawn >= 0) this.selectedDrawn.add(drawn);
    }
    this.hoveredDrawn = this.hovered ? this.model.drawnAtom(this.hovered.index, ...this.hovered.image) : -1;
  }

  private pick(x: number, y: number): PickedAtom | null {
    if (!this.crystal) return null;
    const { origin, direction } = this.rig.ray(x, y);
    const drawn = nearestSphere(this.structure.spheres, this.model.atomCount, origin, direction);
    if (drawn < 0) return null;
    const { atomicNumbers, fracCoords } = this.crystal;
    const { atomImage, atomPosition } = this.model;
    const index = this.model.atomIndex[drawn];
    const three = <T>(at: (k: number) => T): readonly [T, T, T] => [at(0), at(1), at(2)];
    return {
      index,
      atomicNumber: atomicNumbers[index],
      symbol: symbolOf(atomicNumbers[index]),
      image: three((k) => atomImage[3 * drawn + k]),
      fracCoords: three((k) => fracCoords[3 * index + k] + atomImage[3 * drawn + k]),
      position: three((k) => atomPosition[3 * drawn + k]),
    };
  }

  private hover(x: number | null, y: number): void {
    this.setHovered(x === null ? null : this.pick(x, y));
  }

  private setHovered(atom: PickedAtom | null): void {
    if (isSame(atom, this.hovered)) return;
    this.hovered = atom;
    this.canvas.style.cursor = atom ? 'pointer' : '';
    this.listeners.emit('hover', atom);
    this.stale = true;
    this.invalidate();
  }

  private click(x: number, y: number, add: boolean): void {
    const atom = this.pick(x, y);
    if (!atom) {
      if (!add) this.select([]);
      return;
    }
    const others = this.selection.filter((other) => !isSame(other, atom));
    if (add) this.select(others.length < this.selection.length ? others : [...others, atom]);
    else this.select([atom]);
  }

  private select(atoms: PickedAtom[]): void {
    if (atoms.length === 0 && this.selection.length === 0) return;
    this.selection = atoms;
    this.listeners.emit('select', atoms);
    this.stale = true;
    this.invalidate();
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

function isSame(first: PickedAtom | null, second: PickedAtom | null): boolean {
  if (first === null || second === null) return first === second;
  return first.index === second.index && first.image.every((shift, axis) => shift === second.image[axis]);
}
