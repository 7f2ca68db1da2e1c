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
 * A range of y that holds all values with a little room. One value alone stands amid a few units of its last digit; what is never
 * negative has no room below 0.
 */
export function roomyRange(values: readonly number[], digits: number): [lowest: number, highest: number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [lowest, highest] = [Math.min(...finite), Math.max(...finite)];
  const unit = 10 ** -digits;
  const isConstant = highest - lowest < unit;
  const room = isConstant ? 5 * unit : 0.05 * (highest - lowest);
  return [lowest >= 0 ? Math.max(0, lowest - room) : lowest - room, highest + room];
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
