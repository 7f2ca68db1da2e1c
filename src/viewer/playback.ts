/** Frames from one to another, both included. */
export interface FrameRange {
  readonly from: number;
  readonly to: number;
}

/** The clock of a trajectory: which frame is due at which time. Times in milliseconds, frames may be fractional inside. */
export class Playback {
  private position = 0;
  private lastTime: number | null = null;
  playing = false;
  framesPerSecond = 60;
  /** Playing stays within these frames and goes round in them. */
  loop: FrameRange | null = null;

  get index(): number {
    return Math.floor(this.position);
  }

  /** Jumps to a frame; keeps playing if it was. */
  seek(index: number): void {
    this.position = index;
    this.lastTime = null;
  }

  play(): void {
    this.playing = true;
    this.lastTime = null;
  }

  pause(): void {
    this.playing = false;
  }

  /**
   * Moves on to `now` and returns the frame due. At the last frame it stops if the trajectory is complete and waits
   * for more frames if not.
   */
  advance(now: number, frameCount: number, complete: boolean): number {
    if (this.playing) {
      if (this.lastTime !== null) this.position += ((now - this.lastTime) / 1000) * this.framesPerSecond;
      this.lastTime = now;
      const { loop } = this;
      if (loop && this.position >= loop.to + 1) {
        this.position = loop.from + ((this.position - loop.from) % (loop.to + 1 - loop.from));
      }
      const last = Math.max(frameCount - 1, 0);
      if (!loop && this.position >= last) {
        this.position = last;
        if (complete) this.playing = false;
      }
    }
    return this.index;
  }
}
