import { throwIfAborted } from '../../runtime/errors';
import { type FilmPlan, FRAMES_PER_SECOND } from './film-plan';
import type { VideoFormat } from './video-format';

export interface Film {
  /** Pixels, even. */
  readonly width: number;
  readonly height: number;
  readonly plan: FilmPlan;
  /** Paints the picture that shows a frame, `milliseconds` after the start. */
  paint(context: OffscreenCanvasRenderingContext2D, frame: number, milliseconds: number): void;
}

/**
 * Encodes a film as a video file, faster or slower than it plays.
 * @param onProgress pictures done
 * @throws StudioError `aborted` when the signal fires; Error when painting or encoding fails.
 */
export async function recordFilm(
  { width, height, plan, paint }: Film,
  { container, codec }: VideoFormat,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const { BufferTarget, CanvasSource, Mp4OutputFormat, Output, QUALITY_HIGH, WebMOutputFormat } = await import(
    'mediabunny'
  );
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to paint the film on.');
  const target = new BufferTarget();
  const format = container === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec, quality: QUALITY_HIGH });
  output.addVideoTrack(source, { frameRate: FRAMES_PER_SECOND });
  try {
    await output.start();
    for (const [picture, frame] of plan.entries()) {
      throwIfAborted(signal);
      paint(context, frame, (1000 * picture) / FRAMES_PER_SECOND);
      await source.add(picture / FRAMES_PER_SECOND, 1 / FRAMES_PER_SECOND);
      onProgress(picture + 1);
    }
    await output.finalize();
  } catch (error) {
    if (output.state !== 'finalized') await output.cancel();
    throw error;
  }
  return new Blob([target.buffer as ArrayBuffer], { type: `video/${container}` });
}
