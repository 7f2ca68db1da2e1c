export const FRAMES_PER_SECOND = 30;
/** The end stays in sight. */
const REST_SECONDS = 1;

/** Which frame of a trajectory each picture of a film shows. */
export type FilmPlan = readonly number[];

/**
 * A film of frames `from` to `to` that takes `seconds`, at FRAMES_PER_SECOND, and rests on the last one.
 * Throws RangeError for an empty film.
 */
export function planFilm(from: number, to: number, seconds: number): FilmPlan {
  const moving = Math.round(seconds * FRAMES_PER_SECOND);
  if (!(to >= from && moving >= 1))
    throw new RangeError(`There is no film of frames ${from} to ${to} in ${seconds} s.`);
  const last = Math.max(moving - 1, 1);
  const steps = Array.from({ length: moving }, (_, picture) => from + Math.round(((to - from) * picture) / last));
  return [...steps, ...new Array(Math.round(REST_SECONDS * FRAMES_PER_SECOND)).fill(to)];
}

/** Encoders want even numbers of pixels. */
export function evenSize({ width, height }: { readonly width: number; readonly height: number }) {
  const even = (pixels: number) => Math.max(2, 2 * Math.floor(pixels / 2));
  return { width: even(width), height: even(height) };
}
