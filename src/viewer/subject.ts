import type { Trajectory } from '../crystal/trajectory';
import { Growth } from './growth';
import { type FrameRange, Playback } from './playback';
import type { ViewedCrystal } from './viewed-crystal';

const FRAME_STRIDE = 10;

/** What a subject tells the view. */
export interface SubjectHandlers {
  /** Another crystal is shown, or none; `first` when none was before. */
  contents(crystal: ViewedCrystal | null, first: boolean): void;
  /** Atoms or cell are no longer as they were drawn. */
  moved(): void;
  /** The next display refresh has something to show. */
  due(): void;
  /** The frame that is now shown. */
  frame(index: number): void;
  playing(isPlaying: boolean): void;
}

/** What is in view: a crystal, a draft that grows atom by atom, or the frames of a trajectory with their clock. */
export class Subject {
  /** New atoms appear at their full size when false. */
  animated = true;
  private shown: ViewedCrystal | null = null;
  private frames: Trajectory | null = null;
  private shownFrame = -1;
  private leaveTrajectory: () => void = () => {};
  private readonly playback = new Playback();
  private readonly growth = new Growth();

  constructor(private readonly handlers: SubjectHandlers) {}

  get crystal(): ViewedCrystal | null {
    return this.shown;
  }

  /** What plays; undefined where a single crystal is shown. */
  get trajectory(): Trajectory | undefined {
    return this.frames ?? undefined;
  }

  get playing(): boolean {
    return this.playback.playing;
  }

  /** Size of each atom as a share of its full one, 0–1. */
  get sizes(): Float32Array {
    return this.growth.sizes;
  }

  show(crystal: ViewedCrystal): void {
    this.dropTrajectory();
    this.growth.reset();
    this.setCrystal(crystal);
  }

  /** Shows the same atoms elsewhere. */
  move(crystal: ViewedCrystal): void {
    this.dropTrajectory();
    this.shown = crystal;
    this.handlers.moved();
  }

  clear(): void {
    this.dropTrajectory();
    this.shown = null;
    this.handlers.contents(null, false);
  }

  /** Throws when no cell is shown. */
  addAtom(atomicNumber: number, fracCoords: ArrayLike<number>): void {
    if (!this.shown) throw new Error('There is no cell to add an atom to: call startDraft first.');
    const { lattice, atomicNumbers, fracCoords: before } = this.shown;
    if (this.animated) this.growth.add(atomicNumbers.length, performance.now());
    this.setCrystal({
      lattice,
      atomicNumbers: Uint8Array.of(...atomicNumbers, atomicNumber),
      fracCoords: Float64Array.of(...before, fracCoords[0], fracCoords[1], fracCoords[2]),
    });
  }

  /** What was in view stays until the trajectory has a frame. */
  setTrajectory(trajectory: Trajectory, frame: number): void {
    this.dropTrajectory();
    this.growth.reset();
    this.frames = trajectory;
    this.leaveTrajectory = trajectory.subscribe(() => this.handlers.due());
    this.playback.seek(frame);
    this.handlers.due();
  }

  dropTrajectory(): void {
    this.pause();
    this.leaveTrajectory();
    this.leaveTrajectory = () => {};
    this.frames = null;
    this.shownFrame = -1;
  }

  /** Throws RangeError outside. */
  setFrame(index: number): void {
    const count = this.frames?.frameCount ?? 0;
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new RangeError(`Frame ${index} does not exist: the trajectory has ${count} frames.`);
    }
    this.playback.seek(index);
    this.handlers.due();
  }

  play(framesPerSecond: number): void {
    if (!this.frames) return;
    const { frameCount, complete } = this.frames;
    const { index, loop } = this.playback;
    if (loop && (index < loop.from || index > loop.to)) this.playback.seek(loop.from);
    else if (!loop && complete && index >= frameCount - 1) this.playback.seek(0);
    this.playback.framesPerSecond = framesPerSecond;
    this.playback.play();
    this.handlers.playing(true);
    this.handlers.due();
  }

  setLoop(range: FrameRange | null): void {
    this.playback.loop = range;
  }

  pause(): void {
    if (!this.playback.playing) return;
    this.playback.pause();
    this.rest();
    this.handlers.due();
  }

  /** Does what a key means for the frames; true when it means something. */
  frameKey(key: string): boolean {
    if (!this.frames || this.frames.frameCount === 0) return false;
    const last = this.frames.frameCount - 1;
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

  /** Shows the frame that is due at time `now` (ms). */
  takeFrame(now: number): void {
    const { frames: trajectory, playback } = this;
    if (!trajectory || trajectory.frameCount === 0) return;
    const wasPlaying = playback.playing;
    const frame = playback.advance(now, trajectory.frameCount, trajectory.complete);
    if (wasPlaying && !playback.playing) this.rest();
    if (frame === this.shownFrame) return;
    const first = this.shown === null;
    this.shown = trajectory.frame(frame);
    if (this.shownFrame === -1) this.handlers.contents(this.shown, first);
    else this.handlers.moved();
    this.shownFrame = frame;
    this.handlers.frame(frame);
  }

  /** Brings the sizes of the atoms to time `now` (ms); true while one still grows. */
  grow(now: number): boolean {
    return this.growth.advance(this.shown?.atomicNumbers.length ?? 0, now);
  }

  private setCrystal(crystal: ViewedCrystal): void {
    const first = this.shown === null;
    this.shown = crystal;
    this.handlers.contents(crystal, first);
  }

  private rest(): void {
    this.handlers.playing(false);
    // A frame at rest is drawn without softened images.
    this.handlers.moved();
  }
}
