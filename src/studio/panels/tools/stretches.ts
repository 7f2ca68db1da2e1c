/** Frames one after the other with the same space group. */
export interface Stretch {
  /** International number, 0 where none could be determined. */
  readonly group: number;
  readonly from: number;
  readonly count: number;
}

export function stretchesOf(groups: Float64Array): Stretch[] {
  const starts = [...groups.keys()].filter((frame) => frame === 0 || groups[frame] !== groups[frame - 1]);
  return starts.map((from, index) => ({
    group: groups[from],
    from,
    count: (starts[index + 1] ?? groups.length) - from,
  }));
}
