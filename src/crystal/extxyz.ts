import type { Crystal } from './crystal';
import { symbolOf } from './elements';
import { fracToCart } from './lattice';
import { originFields } from './provenance-text';
import type { Origin, Trajectory } from './trajectory';

/** Values of the comment line beside `Lattice`, `Properties` and `pbc`. */
type Info = Readonly<Record<string, string | number | boolean>>;

/** One structure as a frame of extended XYZ: lattice rows and Cartesian positions in Å, unwrapped as they are. */
export function writeExtXyz(crystal: Crystal, origin?: Origin): string {
  return frame(crystal, originFields(origin));
}

/**
 * A trajectory as extended XYZ, frame by frame with its diffusion timestep and how it was made. Atoms do not jump where
 * they cross the cell: each is written at the image nearest to its place in the frame before, so that the last frame
 * has them where they came to, in or beside the cell. Frames that are still to come when it is called are left out.
 */
export function writeTrajectoryExtXyz(trajectory: Trajectory): string {
  const origin = originFields(trajectory.provenance);
  const frames: string[] = [];
  let before: Float64Array | undefined;
  for (let index = 0; index < trajectory.frameCount; index++) {
    const crystal = trajectory.frame(index);
    const fracCoords = Float64Array.from(crystal.fracCoords, (x, i) =>
      before === undefined ? x : x - Math.round(x - before[i]),
    );
    const info = { frame: index, timestep: trajectory.timestep(index), ...origin };
    frames.push(frame({ ...crystal, fracCoords }, info));
    before = fracCoords;
  }
  return frames.join('');
}

function frame({ lattice, atomicNumbers, fracCoords }: Crystal, info: Info): string {
  const positions = fracToCart(fracCoords, lattice);
  const comment = [
    `Lattice="${[...lattice].map(formatNumber).join(' ')}"`,
    'Properties=species:S:1:pos:R:3',
    'pbc="T T T"',
    ...Object.entries(info).map(([key, value]) => `${key}=${formatValue(value)}`),
  ];
  const atoms = Array.from(atomicNumbers, (atomicNumber, atom) => {
    const position = [...positions.subarray(3 * atom, 3 * atom + 3)].map(formatNumber);
    return [symbolOf(atomicNumber).padEnd(2), ...position].join(' ');
  });
  return `${[atomicNumbers.length, comment.join(' '), ...atoms].join('\n')}\n`;
}

function formatNumber(value: number): string {
  return (value === 0 ? 0 : value).toFixed(8);
}

/** Text is quoted, on one line, with `\` before quotes and backslashes. */
function formatValue(value: string | number | boolean): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  return `"${value.replace(/\s+/g, ' ').trim().replace(/["\\]/g, '\\$&')}"`;
}
