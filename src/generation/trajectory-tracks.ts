import { largestDisplacement } from '../crystal/displacement';
import { shortestDistance } from '../crystal/geometry';
import { cellVolume, latticeParameters } from '../crystal/lattice';
import type { SymmetryFinder } from '../crystal/symmetry';
import type { Trajectory } from '../crystal/trajectory';

/** Å: a strict, a usual and a loose tolerance. */
export const TRACK_TOLERANCES = [0.01, 0.1, 0.2] as const;

/** Quantities along a trajectory; each list has a value for every frame. */
export interface TrajectoryTracks {
  readonly timesteps: Float64Array;
  /** International numbers at each of TRACK_TOLERANCES; 0 where none can be determined. */
  readonly spaceGroups: readonly Float64Array[];
  /** Å, periodic images included. */
  readonly shortestDistance: Float64Array;
  /** Å³. */
  readonly volumePerAtom: Float64Array;
  /** a, b, c in Å. */
  readonly lengths: readonly Float64Array[];
  /** α, β, γ in degrees. */
  readonly angles: readonly Float64Array[];
  /** Å: how far the farthest atom still is from its place in the last frame. */
  readonly distanceToEnd: Float64Array;
  /**
   * How much noise the denoiser finds in coordinates and lattice, 1 where it is as much as the schedule says (see
   * `NoiseNorms`); NaN in the last frame, which it never sees. Absent where it was not recorded.
   */
  readonly noiseNorms?: readonly [coords: Float64Array, lattice: Float64Array];
}

/** What is followed: a trajectory, and with it what the denoiser found on its way. */
type Followed = Pick<Trajectory, 'frameCount' | 'frame' | 'timestep'> & {
  noiseNorms?(): Float32Array | undefined;
};

/** Follows a trajectory frame by frame; after each, `pause` may let others work or end it by throwing. */
export async function followTrajectory(
  trajectory: Followed,
  finder: SymmetryFinder,
  pause: (share: number) => Promise<void> = async () => {},
): Promise<TrajectoryTracks> {
  const { frameCount } = trajectory;
  const list = () => new Float64Array(frameCount);
  const three = () => [list(), list(), list()];
  const norms = trajectory.noiseNorms?.();
  const normOf = (part: 0 | 1) => list().map((_, frame) => norms?.[2 * frame + part] ?? Number.NaN);
  const tracks = {
    ...(norms && { noiseNorms: [normOf(0), normOf(1)] as const }),
    timesteps: list(),
    spaceGroups: three(),
    shortestDistance: list(),
    volumePerAtom: list(),
    lengths: three(),
    angles: three(),
    distanceToEnd: list(),
  };
  if (frameCount === 0) return tracks;
  const end = trajectory.frame(frameCount - 1);
  for (let index = 0; index < frameCount; index++) {
    const crystal = trajectory.frame(index);
    const { a, b, c, alpha, beta, gamma } = latticeParameters(crystal.lattice);
    tracks.timesteps[index] = trajectory.timestep(index);
    finder.ladder(crystal, TRACK_TOLERANCES).forEach(({ spaceGroup }, rung) => {
      tracks.spaceGroups[rung][index] = spaceGroup?.number ?? 0;
    });
    tracks.shortestDistance[index] = shortestDistance(crystal);
    tracks.volumePerAtom[index] = cellVolume(crystal.lattice) / crystal.atomicNumbers.length;
    for (const [axis, length] of [a, b, c].entries()) tracks.lengths[axis][index] = length;
    for (const [axis, angle] of [alpha, beta, gamma].entries()) tracks.angles[axis][index] = angle;
    tracks.distanceToEnd[index] = largestDisplacement(crystal, end);
    await pause((index + 1) / frameCount);
  }
  return tracks;
}

/** The tracks as comma-separated values with a header; units are in the names of the columns. */
export function tracksCsv(tracks: TrajectoryTracks): string {
  const columns: readonly (readonly [name: string, values: Float64Array, digits: number])[] = [
    ['timestep', tracks.timesteps, 0],
    ...TRACK_TOLERANCES.map((tolerance, rung) => [`space_group_${tolerance}A`, tracks.spaceGroups[rung], 0] as const),
    ['shortest_distance_A', tracks.shortestDistance, 4],
    ['volume_per_atom_A3', tracks.volumePerAtom, 4],
    ...['a', 'b', 'c'].map((name, axis) => [`${name}_A`, tracks.lengths[axis], 4] as const),
    ...['alpha', 'beta', 'gamma'].map((name, axis) => [`${name}_deg`, tracks.angles[axis], 3] as const),
    ['distance_to_end_A', tracks.distanceToEnd, 4],
    ...['coordinates', 'lattice'].flatMap((name, part) =>
      tracks.noiseNorms ? [[`noise_found_${name}`, tracks.noiseNorms[part], 4] as const] : [],
    ),
  ];
  const lines = Array.from(tracks.timesteps, (_, frame) =>
    [
      frame,
      ...columns.map(([, values, digits]) => (Number.isNaN(values[frame]) ? '' : values[frame].toFixed(digits))),
    ].join(','),
  );
  return `${[['frame', ...columns.map(([name]) => name)].join(','), ...lines].join('\n')}\n`;
}
