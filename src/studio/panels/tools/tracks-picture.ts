import { spaceGroup } from '../../../crystal/space-groups';
import { TRACK_TOLERANCES, type TrajectoryTracks } from '../../../generation/trajectory-tracks';
import { linePath, ticks } from '../../components/plot-scale';
import { stretchesOf } from './stretches';
import { type PlottedTrack, plottedTracks, valueRange } from './track-list';

const WIDTH = 640;
const LEFT = 56;
const RIGHT = 12;
const BAND_HEIGHT = 22;
const PLOT_HEIGHT = 150;
const TITLE_HEIGHT = 34;
/** Okabe and Ito (2008), with dashes, so that no line is told by its colour alone. */
const LINES = [
  ['#0072b2', ''],
  ['#d55e00', '6 2'],
  ['#009e73', '2 2'],
] as const;
const SYSTEM_FILLS: Readonly<Record<string, string>> = {
  triclinic: '#f2f4f6',
  monoclinic: '#faefd6',
  orthorhombic: '#fde9df',
  tetragonal: '#f7e5ef',
  trigonal: '#def2ea',
  hexagonal: '#e8ecef',
  cubic: '#e0edf8',
};

/** All tracks one below the other as an SVG picture on white, of the frames from one to another. */
export function tracksPicture(
  tracks: TrajectoryTracks,
  title: string,
  [from, to]: readonly [number, number] = [0, tracks.timesteps.length - 1],
): string {
  const toX = (frame: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (frame - from)) / Math.max(to - from, 1);
  const plots = plottedTracks(tracks);
  const bands = TRACK_TOLERANCES.map((tolerance, rung) =>
    band(tracks.spaceGroups[rung].slice(from, to + 1), tolerance, TITLE_HEIGHT + rung * BAND_HEIGHT, (frame) =>
      toX(frame + from),
    ),
  );
  const top = TITLE_HEIGHT + TRACK_TOLERANCES.length * BAND_HEIGHT + 10;
  const height = top + plots.length * PLOT_HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="13">${escapeText(title)}</text>`,
    ...bands,
    ...plots.map((track, index) => plot(track, top + index * PLOT_HEIGHT, toX, [from, to])),
    '</svg>\n',
  ].join('\n');
}

function band(groups: Float64Array, tolerance: number, top: number, toX: (frame: number) => number): string {
  const last = groups.length - 1;
  const pieces = stretchesOf(groups).map(({ group, from, count }) => {
    const [left, right] = [toX((from * last) / groups.length), toX(((from + count) * last) / groups.length)];
    const fill = group === 0 ? '#fff' : SYSTEM_FILLS[spaceGroup(group).crystalSystem];
    const symbol = group === 0 ? 'none' : spaceGroup(group).symbol;
    const text =
      right - left > 7 * symbol.length
        ? `<text x="${(left + right) / 2}" y="${top + 13}" text-anchor="middle">${symbol}</text>`
        : '';
    return `<rect x="${left.toFixed(1)}" y="${top}" width="${(right - left).toFixed(1)}" height="${BAND_HEIGHT - 4}" fill="${fill}" stroke="#8a949e" stroke-width="0.5"><title>${symbol}</title></rect>${text}`;
  });
  return `<text x="${LEFT - 6}" y="${top + 13}" text-anchor="end">${tolerance} Å</text>${pieces.join('')}`;
}

function plot(track: PlottedTrack, top: number, toX: (frame: number) => number, frames: readonly [number, number]) {
  const [lowest, highest] = valueRange(track);
  const [upper, lower] = [top + 24, top + PLOT_HEIGHT - 26];
  const toY = (value: number) => lower - ((lower - upper) * (value - lowest)) / (highest - lowest);
  const axis = [
    `<path d="M${LEFT} ${upper}V${lower}H${WIDTH - RIGHT}" fill="none" stroke="#8a949e"/>`,
    ...ticks(lowest, highest, 4).map(
      (value) => `<text x="${LEFT - 6}" y="${(toY(value) + 4).toFixed(1)}" text-anchor="end">${value}</text>`,
    ),
    ...ticks(frames[0], frames[1], 7).map(
      (frame) => `<text x="${toX(frame).toFixed(1)}" y="${lower + 14}" text-anchor="middle">${frame}</text>`,
    ),
    `<text x="${WIDTH - RIGHT}" y="${lower + 25}" text-anchor="end">frame</text>`,
  ];
  const unit = track.unit === '' ? '' : `, ${track.unit}`;
  const keys = track.lines.length > 1 ? track.lines.map(({ name }) => name) : [];
  const key = keys.map((name, index) => {
    const x = WIDTH - RIGHT - (keys.length - index) * 120;
    return `<path d="M${x} ${top + 10}h20" ${stroke(index)}/><text x="${x + 24}" y="${top + 14}">${name}</text>`;
  });
  const lines = track.lines.map(({ values }, index) => {
    const known = values.findLastIndex(Number.isFinite) + 1;
    const x = Float64Array.from({ length: known }, (_, frame) => frame);
    return `<path d="${linePath(x, values.subarray(0, known), toX, toY, frames)}" ${stroke(index)}/>`;
  });
  return [`<text x="${LEFT}" y="${top + 14}">${track.title}${unit}</text>`, ...axis, ...key, ...lines].join('');
}

function stroke(index: number): string {
  const [colour, dashes] = LINES[index % LINES.length];
  return `fill="none" stroke="${colour}" stroke-width="1.5"${dashes ? ` stroke-dasharray="${dashes}"` : ''}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
