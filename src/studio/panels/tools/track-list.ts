import type { TrajectoryTracks } from '../../../generation/trajectory-tracks';
import { roomyRange } from '../../components/plot-scale';

/** Quantities that share a plot. */
export interface PlottedTrack {
  readonly title: string;
  /** Empty for plain numbers. */
  readonly unit: string;
  readonly digits: number;
  /** A value for each frame; NaN where there is none. */
  readonly lines: readonly { readonly name: string; readonly values: Float64Array }[];
}

/** The tracks as they are plotted, in order. */
export function plottedTracks(tracks: TrajectoryTracks): PlottedTrack[] {
  const named = (names: readonly string[], lists: readonly Float64Array[]) =>
    names.map((name, index) => ({ name, values: lists[index] }));
  const { noiseNorms } = tracks;
  return [
    {
      title: 'Distance to the last frame',
      unit: 'Å',
      digits: 2,
      lines: named(['farthest atom'], [tracks.distanceToEnd]),
    },
    { title: 'Shortest distance', unit: 'Å', digits: 2, lines: named(['shortest'], [tracks.shortestDistance]) },
    { title: 'Volume per atom', unit: 'Å³', digits: 1, lines: named(['volume'], [tracks.volumePerAtom]) },
    { title: 'Cell lengths', unit: 'Å', digits: 2, lines: named(['a', 'b', 'c'], tracks.lengths) },
    { title: 'Cell angles', unit: '°', digits: 1, lines: named(['α', 'β', 'γ'], tracks.angles) },
    ...(noiseNorms
      ? [
          {
            title: 'Score norm, 1 at the schedule’s noise',
            unit: '',
            digits: 2,
            lines: named(['coordinates', 'lattice'], noiseNorms),
          },
        ]
      : []),
  ];
}

/** A range of y that holds all lines. */
export function valueRange({ lines, digits }: PlottedTrack): readonly [number, number] {
  return roomyRange(
    lines.flatMap(({ values }) => [...values]),
    digits,
  );
}

export interface RangeSummary {
  readonly first: number;
  readonly last: number;
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
}

/** What values do from one frame to another, both included; undefined where there are none. */
export function summariseRange(values: Float64Array, from: number, to: number): RangeSummary | undefined {
  const within = values.subarray(from, to + 1).filter(Number.isFinite);
  if (within.length === 0) return undefined;
  const mean = within.reduce((sum, value) => sum + value, 0) / within.length;
  return {
    first: within[0],
    last: within[within.length - 1],
    lowest: Math.min(...within),
    highest: Math.max(...within),
    mean,
  };
}
