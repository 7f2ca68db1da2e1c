import { TRACK_TOLERANCES, type TrajectoryTracks, tracksCsv } from '../../../generation/trajectory-tracks';
import { Button } from '../../components/Button';
import { LinePlot, type PlotScale, SeriesKey } from '../../components/LinePlot';
import { Notice } from '../../components/Notice';
import { ProgressBar } from '../../components/ProgressBar';
import { roomyRange } from '../../components/plot-scale';
import { downloadBlob, fileStem } from '../../download';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './Analysis.module.css';
import { SpaceGroupBand } from './SpaceGroupBand';
import tracksStyles from './Tracks.module.css';
import { useTracks } from './use-tracks';

/** What becomes of symmetry, distances and cell along the trajectory in view; pressing a plot goes to that frame. */
export function TracksTool() {
  const { store } = useStudio();
  const run = useStudioState((state) => state.run);
  const selected = useStudioState((state) => state.selected);
  const state = useTracks(run, selected);
  if (state.kind === 'none') return <p className={styles.note}>There are no recorded frames yet.</p>;
  if (state.kind === 'failed') return <Notice kind="warn">{state.message}</Notice>;
  if (state.kind === 'pending') return <ProgressBar label="Following the trajectory" share={state.share} />;
  const { tracks } = state;
  if (tracks.timesteps.length < 2) return <p className={styles.note}>At τ = 0 there is one frame: the draft.</p>;
  return (
    <div className={styles.analysis}>
      <Tracks tracks={tracks} />
      <div>
        <Button
          look="small"
          icon="download"
          onPress={() =>
            downloadBlob(
              new Blob([tracksCsv(tracks)], { type: 'text/csv' }),
              `${fileStem(store.getState())}-tracks.csv`,
            )
          }
        >
          Save as CSV
        </Button>
      </div>
    </div>
  );
}

interface Plotted {
  readonly title: string;
  readonly unit: string;
  readonly digits: number;
  readonly lines: readonly { readonly name: string; readonly values: Float64Array }[];
}

function plotsOf(tracks: TrajectoryTracks): Plotted[] {
  const named = (names: readonly string[], lists: readonly Float64Array[]) =>
    names.map((name, index) => ({ name, values: lists[index] }));
  return [
    {
      title: 'Distance to the last frame',
      unit: 'Å',
      digits: 2,
      lines: named(['farthest atom'], [tracks.distanceToEnd]),
    },
    {
      title: 'Shortest distance',
      unit: 'Å',
      digits: 2,
      lines: named(['shortest'], [tracks.shortestDistance]),
    },
    { title: 'Volume per atom', unit: 'Å³', digits: 1, lines: named(['volume'], [tracks.volumePerAtom]) },
    { title: 'Cell lengths', unit: 'Å', digits: 2, lines: named(['a', 'b', 'c'], tracks.lengths) },
    { title: 'Cell angles', unit: '°', digits: 1, lines: named(['α', 'β', 'γ'], tracks.angles) },
  ];
}

function Tracks({ tracks }: { readonly tracks: TrajectoryTracks }) {
  return (
    <div className={tracksStyles.grid}>
      <SpaceGroupBand tracks={tracks} tolerances={TRACK_TOLERANCES} />
      {plotsOf(tracks).map((plot) => (
        <Plot key={plot.title} plot={plot} timesteps={tracks.timesteps} />
      ))}
    </div>
  );
}

function Plot({ plot, timesteps }: { readonly plot: Plotted; readonly timesteps: Float64Array }) {
  const { viewer } = useStudio();
  const { title, unit, digits, lines } = plot;
  const last = timesteps.length - 1;
  const frames = Float64Array.from(timesteps, (_, frame) => frame);
  const all = lines.flatMap(({ values }) => [...values]);
  const at = (frame: number) => lines.map(({ name, values }) => `${name} ${values[frame].toFixed(digits)}`).join(', ');
  return (
    <figure className={tracksStyles.plot}>
      <LinePlot
        label={`${title} in ${unit} along the frames. First: ${at(0)}; last: ${at(last)}.`}
        xTitle="frame"
        yTitle={`${title}, ${unit}`}
        xRange={[0, last]}
        yRange={roomyRange(all, digits)}
        series={lines.map(({ name, values }, tone) => ({ name, x: frames, y: values, tone }))}
        readout={(x) => {
          const frame = Math.round(x);
          return `${lines.map(({ values }) => values[frame].toFixed(digits)).join('  ')} ${unit} at t = ${timesteps[frame]}`;
        }}
        onPick={(x) => viewer.showFrame(Math.round(x))}
      >
        {(scale) => <Cursor scale={scale} />}
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

/** The frame in view. On its own, for it moves with every frame that is drawn. */
function Cursor({ scale }: { readonly scale: PlotScale }) {
  const frame = useStudioState((state) => state.frame);
  return <line className={tracksStyles.cursor} x1={scale.toX(frame)} x2={scale.toX(frame)} y1="20" y2="144" />;
}
