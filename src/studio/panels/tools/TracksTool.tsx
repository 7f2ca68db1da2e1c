import { TRACK_TOLERANCES, type TrajectoryTracks, tracksCsv } from '../../../generation/trajectory-tracks';
import type { FrameRange } from '../../../viewer';
import { record } from '../../actions/trajectory-actions';
import { Button } from '../../components/Button';
import { LinePlot, type PlotScale, SeriesKey } from '../../components/LinePlot';
import { Notice } from '../../components/Notice';
import { ProgressBar } from '../../components/ProgressBar';
import { downloadBlob, fileStem } from '../../download';
import { rasterise } from '../../rasterise';
import { useAction, useStudio, useStudioState } from '../../use-studio';
import styles from './Analysis.module.css';
import { RangeOfFrames, RangeSummary } from './RangeOfFrames';
import { SpaceGroupBand } from './SpaceGroupBand';
import tracksStyles from './Tracks.module.css';
import { type PlottedTrack, plottedTracks, valueRange } from './track-list';
import { tracksPicture } from './tracks-picture';
import { useTracks } from './use-tracks';

/** What becomes of symmetry, distances and cell along the trajectory in view; pressing a plot goes to that frame. */
export function TracksTool() {
  const { store, session } = useStudio();
  const { label: _, shortcut: __, ...recording } = useAction(record);
  const run = useStudioState((state) => state.run);
  const selected = useStudioState((state) => state.selected);
  const state = useTracks(run, selected);
  if (state.kind === 'none') return <p className={styles.note}>There are no recorded frames yet.</p>;
  if (state.kind === 'failed') return <Notice kind="warn">{state.message}</Notice>;
  if (state.kind === 'pending') return <ProgressBar label="Following the trajectory" share={state.share} />;
  const { tracks } = state;
  if (tracks.timesteps.length < 2) return <p className={styles.note}>At τ = 0 there is one frame: the draft.</p>;
  const save = (format: TracksFormat) =>
    session.sayIfFails(async () => {
      const { frameRange } = store.getState();
      const stem = fileStem(store.getState());
      downloadBlob(await tracksFile(format, tracks, stem, frameRange), `${stem}-tracks.${format}`);
    });
  return (
    <div className={styles.analysis}>
      <RangeOfFrames last={tracks.timesteps.length - 1} />
      <Tracks tracks={tracks} />
      <RangeSummary plots={plottedTracks(tracks)} />
      <div className={tracksStyles.files}>
        {formats.map(([format, name]) => (
          <Button key={format} look="small" icon="download" onPress={() => save(format)}>
            Save as {name}
          </Button>
        ))}
        <Button {...recording} look="small" icon="camera">
          Record as video
        </Button>
      </div>
    </div>
  );
}

type TracksFormat = 'csv' | 'svg' | 'png';
const formats: readonly (readonly [TracksFormat, string])[] = [
  ['csv', 'CSV'],
  ['svg', 'SVG'],
  ['png', 'PNG'],
];
/** For slides and print. */
const PNG_SCALE = 3;

/** The numbers of all frames; pictures of those in the range. */
async function tracksFile(
  format: TracksFormat,
  tracks: TrajectoryTracks,
  title: string,
  range: FrameRange | null,
): Promise<Blob> {
  if (format === 'csv') return new Blob([tracksCsv(tracks)], { type: 'text/csv' });
  const svg = tracksPicture(tracks, title, range ? [range.from, range.to] : undefined);
  return format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : rasterise(svg, PNG_SCALE);
}

function Tracks({ tracks }: { readonly tracks: TrajectoryTracks }) {
  return (
    <div className={tracksStyles.grid}>
      <SpaceGroupBand tracks={tracks} tolerances={TRACK_TOLERANCES} />
      {plottedTracks(tracks).map((plot) => (
        <Plot key={plot.title} plot={plot} timesteps={tracks.timesteps} />
      ))}
    </div>
  );
}

function Plot({ plot, timesteps }: { readonly plot: PlottedTrack; readonly timesteps: Float64Array }) {
  const { store, viewer } = useStudio();
  const { title, unit, digits, lines } = plot;
  const last = timesteps.length - 1;
  const said = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(digits));
  const at = (frame: number) => lines.map(({ name, values }) => `${name} ${said(values[frame])}`).join(', ');
  const inUnit = unit === '' ? '' : ` in ${unit}`;
  return (
    <figure className={tracksStyles.plot}>
      <LinePlot
        label={`${title}${inUnit} along the frames. First: ${at(0)}; last: ${at(last)}.`}
        xTitle="frame"
        yTitle={unit === '' ? title : `${title}, ${unit}`}
        xRange={[0, last]}
        yRange={valueRange(plot)}
        series={lines.map(({ name, values }, tone) => {
          const known = values.findLastIndex(Number.isFinite) + 1;
          const x = Float64Array.from({ length: known }, (_, frame) => frame);
          return { name, x, y: values.subarray(0, known), tone };
        })}
        readout={(x) => {
          const frame = Math.round(x);
          return `${lines.map(({ values }) => said(values[frame])).join('  ')} ${unit} at t = ${timesteps[frame]}`;
        }}
        onPick={(x) => viewer.showFrame(Math.round(x))}
        onRange={(from, to) => {
          const range = { from: Math.round(from), to: Math.round(to) };
          if (range.to > range.from) store.setState({ frameRange: range });
        }}
      >
        {(scale) => (
          <>
            <Chosen scale={scale} />
            <Cursor scale={scale} />
          </>
        )}
      </LinePlot>
      {lines.length > 1 ? (
        <figcaption className={styles.keys}>
          {lines.map(({ name }, tone) => (
            <SeriesKey key={name} name={<i>{name}</i>} tone={tone} />
          ))}
        </figcaption>
      ) : null}
    </figure>
  );
}

function Chosen({ scale }: { readonly scale: PlotScale }) {
  const range = useStudioState((state) => state.frameRange);
  if (!range) return null;
  const [left, right] = [scale.toX(range.from), scale.toX(range.to)];
  return <rect className={tracksStyles.chosen} x={left} width={right - left} y="20" height="124" />;
}

/** The frame in view. On its own, for it moves with every frame that is drawn. */
function Cursor({ scale }: { readonly scale: PlotScale }) {
  const frame = useStudioState((state) => state.frame);
  return <line className={tracksStyles.cursor} x1={scale.toX(frame)} x2={scale.toX(frame)} y1="20" y2="144" />;
}
