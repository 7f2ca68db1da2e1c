import { Vector3 } from 'three';
import { fracToCart } from '../crystal/lattice';
import { AxesTriad } from './axes-triad';
import { CameraRig } from './camera-rig';
import { type Drawing, describeDrawing } from './drawing';
import { type Marking, pickedAtom } from './marking';
import { nearestSphere } from './picking';
import { SceneModel } from './scene-model';
import { StructureScene } from './structure-scene';
import { THEMES, type ViewStyle } from './style';
import type { Subject } from './subject';
import type { Surface } from './surface';
import type { PictureFrame } from './vector-picture';
import type { PickedAtom } from './view-events';
import type { ViewStatistics } from './view-options';

/** Draws a subject and its marks onto a surface, and only when something changed. */
export class Painter {
  readonly rig = new CameraRig();
  private readonly structure = new StructureScene();
  private readonly model = new SceneModel();
  private readonly triad = new AxesTriad();
  private readonly darkness = matchMedia('(prefers-color-scheme: dark)');
  private readonly removal = new AbortController();
  private stale = true;
  private request = 0;
  private framesDrawn = 0;
  private frameMilliseconds = 0;

  constructor(
    private readonly surface: Surface,
    private readonly subject: Subject,
    private readonly marking: Marking,
    private style: ViewStyle,
  ) {
    this.darkness.addEventListener('change', () => this.setStyle(this.style), { signal: this.removal.signal });
    this.rig.onMove(() => this.invalidate());
    this.setStyle(style);
    this.prepare();
  }

  /** Has the graphics driver compile its programs beside the page's own work, before the first picture waits for them. */
  private prepare(): void {
    const { renderer } = this.surface;
    // Asking for errors would wait for the compiler; a program that fails draws nothing, and the browser's console says so.
    renderer.debug.checkShaderErrors = false;
    for (const scene of [this.structure.scene, this.triad.scene]) renderer.compile(scene, this.rig.camera);
  }

  setStyle(style: ViewStyle): void {
    this.style = style;
    const { theme } = this;
    this.structure.applyStyle(style, theme);
    this.rig.projection = style.projection;
    this.triad.setColours(THEMES[theme]);
    this.surface.canvas.style.background = style.background === 'theme' ? THEMES[theme].background : 'none';
    this.refresh();
  }

  get theme(): 'light' | 'dark' {
    const { theme } = this.style;
    return theme === 'system' ? (this.darkness.matches ? 'dark' : 'light') : theme;
  }

  /** The buffers no longer show what they should: the next picture fills them anew. */
  outdate(): void {
    this.stale = true;
  }

  refresh(): void {
    this.outdate();
    this.invalidate();
  }

  /** The camera, or time, moved on. */
  invalidate(): void {
    if (this.request !== 0 || this.removal.signal.aborted) return;
    this.request = requestAnimationFrame((now) => {
      this.request = 0;
      if (this.draw(now)) this.invalidate();
    });
  }

  /** Draws the picture of time `now` (ms); true while another one is due. */
  draw(now: number): boolean {
    if (this.surface.lost) return false;
    const started = performance.now();
    this.takeSize();
    this.subject.takeFrame(now);
    const growing = this.updateBuffers(now);
    const moving = this.subject.crystal !== null && this.rig.update(now, this.structure.radius);
    this.structure.setCamera(...this.rig.depthRange, this.rig.scale);
    this.surface.clear();
    if (this.subject.crystal) {
      this.surface.render(this.structure.scene, this.rig.camera);
      const { renderer, width, height } = this.surface;
      if (this.style.showAxes) this.triad.render(renderer, this.rig.camera.quaternion, width, height);
    }
    this.framesDrawn++;
    this.frameMilliseconds = performance.now() - started;
    return growing || moving || this.subject.playing;
  }

  /** The atom drawn nearest to the eye at a place, CSS pixels of the canvas. */
  pick(x: number, y: number): PickedAtom | null {
    const { crystal } = this.subject;
    if (!crystal) return null;
    const { origin, direction } = this.rig.ray(x, y);
    const drawn = nearestSphere(this.structure.spheres, this.model.atomCount, origin, direction, this.structure.cuts);
    return drawn < 0 ? null : pickedAtom(crystal, this.model, drawn);
  }

  /** Displacement in Å of an atom that is dragged by CSS pixels. @param position of it, Å from the cell's origin */
  inPlane(right: number, down: number, position: readonly number[]): Vector3 {
    const centre = fracToCart([0.5, 0.5, 0.5], this.subject.crystal?.lattice ?? new Float64Array(9));
    const [x, y, z] = position.map((value, axis) => value - centre[axis]);
    return this.rig.inPlane(right, down, new Vector3(x, y, z));
  }

  /** What is drawn, and the frame through which it is seen. Throws when nothing is in view. */
  describe(): { drawing: Drawing; frame: PictureFrame } {
    const { crystal } = this.subject;
    if (!crystal) throw new Error('There is nothing in view.');
    this.draw(performance.now());
    const { width, height } = this.surface;
    return {
      drawing: describeDrawing(this.model, crystal, this.style, this.theme),
      frame: { camera: this.rig.camera, width, height },
    };
  }

  statistics(): ViewStatistics {
    const { memory } = this.surface.renderer.info;
    return {
      drawnAtoms: this.model.atomCount,
      drawnBonds: this.style.showBonds ? this.model.bondCount : 0,
      frameMilliseconds: this.frameMilliseconds,
      framesDrawn: this.framesDrawn,
      geometries: memory.geometries,
      textures: memory.textures,
    };
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    this.removal.abort();
    this.rig.leave();
    this.structure.dispose();
    this.triad.dispose();
  }

  private takeSize(): void {
    const { canvas, renderer, width, height } = this.surface;
    this.rig.setSize(width, height);
    const isOther = this.structure.setViewport(canvas.width, canvas.height, renderer.getPixelRatio());
    this.stale ||= isOther && this.style.labels !== 'none';
  }

  /** True while atoms grow. */
  private updateBuffers(now: number): boolean {
    const { style, subject, marking } = this;
    const { crystal } = subject;
    if (!crystal) return false;
    const growing = subject.grow(now);
    if (!this.stale && !growing) return false;
    this.stale = growing;
    this.model.update(crystal, style, subject.playing);
    for (const { index, image } of marking.selection) this.model.include(index, image);
    marking.locate(this.model);
    this.structure.update({
      model: this.model,
      crystal,
      style,
      growth: subject.sizes,
      selected: marking.selectedDrawn,
      hovered: marking.hoveredDrawn,
      measured: marking.measured(crystal),
    });
    this.triad.update(crystal.lattice);
    return growing;
  }
}
