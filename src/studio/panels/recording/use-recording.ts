import { useEffect, useRef, useState } from 'react';
import { StudioError } from '../../../runtime/errors';
import { downloadBlob, fileStem } from '../../download';
import { evenSize, planFilm } from '../../recording/film-plan';
import { recordFilm } from '../../recording/record-film';
import type { VideoFormat } from '../../recording/video-format';
import { useStudio } from '../../use-studio';

export interface RecordingWish {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly format: VideoFormat;
  readonly hasCaption: boolean;
}

export type RecordingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number; readonly of: number }
  | { readonly kind: 'saved'; readonly name: string; readonly bytes: number; readonly pictures: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Of a picture's height. */
const CAPTION_SHARE = 1 / 32;
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** Makes a video file of the frames in view and hands it to the browser's downloads; ends with the component. */
export function useRecording() {
  const { store, viewer } = useStudio();
  const [state, setState] = useState<RecordingState>({ kind: 'idle' });
  const job = useRef<AbortController>(undefined);
  useEffect(() => () => job.current?.abort(), []);

  const start = async ({ seconds, format, hasCaption, ...asked }: RecordingWish) => {
    job.current = new AbortController();
    const { signal } = job.current;
    const { frameCount, frameRange } = store.getState();
    const { width, height } = evenSize(asked);
    const plan = planFilm(frameRange?.from ?? 0, frameRange?.to ?? frameCount - 1, seconds);
    const stem = fileStem(store.getState());
    const formula = stem.replace(/-.*/, '').replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]);
    setState({ kind: 'running', done: 0, of: plan.length });
    try {
      const strip = viewer.filmStrip(width, height);
      if (!strip) throw new StudioError('invalid-input', 'There are no frames in view any more.');
      try {
        const paint = (context: OffscreenCanvasRenderingContext2D, frame: number, milliseconds: number) => {
          context.fillStyle = strip.ground;
          context.fillRect(0, 0, width, height);
          context.drawImage(strip.draw(frame, milliseconds), 0, 0);
          if (!hasCaption) return;
          const size = height * CAPTION_SHARE;
          context.fillStyle = strip.ink;
          context.font = `${size}px sans-serif`;
          context.fillText(`${formula}   t = ${strip.timestep(frame)}`, size, 1.8 * size);
        };
        const onProgress = (done: number) => setState({ kind: 'running', done, of: plan.length });
        const blob = await recordFilm({ width, height, plan, paint }, format, onProgress, signal);
        const name = `${stem}.${format.container}`;
        downloadBlob(blob, name);
        setState({ kind: 'saved', name, bytes: blob.size, pictures: plan.length });
      } finally {
        strip.dispose();
      }
    } catch (thrown) {
      if (signal.aborted) setState({ kind: 'idle' });
      else setState({ kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  };
  return { state, start, cancel: () => job.current?.abort() };
}
