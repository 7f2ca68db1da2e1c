import type { Trajectory } from '../crystal/trajectory';
import type { CameraRig } from './camera-rig';
import { Marking } from './marking';
import { Painter } from './painter';
import { THEMES, type ViewStyle } from './style';
import { Subject } from './subject';
import { Surface } from './surface';

export interface FilmStripOptions {
  readonly trajectory: Trajectory;
  readonly style: ViewStyle;
  /** Through which it is looked. */
  readonly camera: CameraRig;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Draws the frames of a trajectory off screen, as a view shows them, in a size of its own. */
export class FilmStrip {
  /** What stands behind the crystal, a CSS colour: films have no transparent ground. */
  readonly ground: string;
  readonly ink: string;
  private readonly trajectory: Trajectory;
  private readonly container = document.createElement('div');
  private readonly surface: Surface;
  private readonly subject: Subject;
  private readonly painter: Painter;

  /** Throws GraphicsUnavailableError where there is no further graphics context, RangeError for a size it cannot draw. */
  constructor({ trajectory, style, camera, width, height }: FilmStripOptions) {
    this.trajectory = trajectory;
    Object.assign(this.container.style, {
      position: 'fixed',
      left: '-100000px',
      width: `${width}px`,
      height: `${height}px`,
    });
    this.container.inert = true;
    document.body.append(this.container);
    const nothing = () => {};
    try {
      this.surface = new Surface(this.container, () => 1, { resized: nothing, lost: nothing, restored: nothing });
      this.surface.checkSize(width, height);
    } catch (error) {
      this.container.remove();
      throw error;
    }
    const outdate = () => this.painter.outdate();
    this.subject = new Subject({ contents: outdate, moved: outdate, due: nothing, frame: nothing, playing: nothing });
    this.subject.animated = false;
    this.painter = new Painter(this.surface, this.subject, new Marking(), style);
    this.painter.rig.lookAs(camera);
    const colours = THEMES[this.painter.theme];
    this.ground = `#${colours.haze.toString(16).padStart(6, '0')}`;
    this.ink = this.painter.theme === 'dark' ? '#e9edf0' : '#14181c';
    this.subject.setTrajectory(trajectory, 0);
  }

  /**
   * Draws a frame as it is at a time of the film, for the fit to the structure takes its time. The canvas is the same each
   * time and holds the picture until this task ends. Throws Error when the graphics context was lost.
   */
  draw(frame: number, milliseconds: number): HTMLCanvasElement {
    if (this.surface.lost) throw new Error('The graphics card was lost while the film was made. Try again.');
    this.subject.setFrame(frame);
    this.painter.draw(milliseconds);
    return this.surface.canvas;
  }

  timestep(frame: number): number {
    return this.trajectory.timestep(frame);
  }

  dispose(): void {
    this.subject.dropTrajectory();
    this.painter.dispose();
    this.surface.dispose();
    this.container.remove();
  }
}
