/** Round numbers within a range, about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function ticks(lowest: number, highest: number, count: number): number[] {
  const rough = (highest - lowest) / Math.max(1, count);
  if (!(rough > 0)) return [lowest];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? rough;
  const first = Math.ceil(lowest / step - 1e-9);
  const last = Math.floor(highest / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * SVG path through points that lie within a range of x, at most two for each pixel: of many that share a pixel the lowest
 * and the highest.
 */
export function linePath(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  toX: (value: number) => number,
  toY: (value: number) => number,
  [lowest, highest]: readonly [number, number],
): string {
  const parts: string[] = [];
  let pixel = Number.NaN;
  let low = 0;
  let high = 0;
  const flush = () => {
    if (Number.isNaN(pixel)) return;
    parts.push(`${parts.length === 0 ? 'M' : 'L'}${pixel} ${toY(low).toFixed(1)}`);
    if (high !== low) parts.push(`L${pixel} ${toY(high).toFixed(1)}`);
  };
  for (let i = 0; i < x.length; i++) {
    if (x[i] < lowest || x[i] > highest) continue;
    const at = Math.round(2 * toX(x[i])) / 2;
    if (at !== pixel) {
      flush();
      [pixel, low, high] = [at, y[i], y[i]];
    } else [low, high] = [Math.min(low, y[i]), Math.max(high, y[i])];
  }
  flush();
  return parts.join('');
}
