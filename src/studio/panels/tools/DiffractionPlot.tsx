import type { AngleRange, PowderPeak, Reflection } from '../../../crystal/powder-diffraction';
import type { Profile } from '../../../crystal/powder-profile';
import { Disclosure } from '../../components/Disclosure';
import { LinePlot, type PlotScale, SeriesKey } from '../../components/LinePlot';
import styles from './Analysis.module.css';
import type { MeasuredPattern } from './DiffractionTool';

/** Weaker lines are not labelled, nor are lines whose label would lie on another. */
const LABELLED_INTENSITY = 4;
const LABEL_PIXELS = 34;
const HIGHEST = 118;

export interface DiffractionPlotProps {
  readonly peaks: readonly PowderPeak[];
  readonly profile: Profile;
  readonly range: AngleRange;
  readonly measured: MeasuredPattern | null;
}

export function DiffractionPlot({ peaks, profile, range, measured }: DiffractionPlotProps) {
  const strongest = peaks.find(({ intensity }) => intensity > 99.99);
  const series = [
    { name: 'Simulated', x: profile.twoTheta, y: profile.intensity, tone: 0 },
    ...(measured
      ? [{ name: measured.name, x: measured.profile.twoTheta, y: measured.profile.intensity, tone: 1 }]
      : []),
  ];
  return (
    <>
      <LinePlot
        label={
          `Powder pattern from ${range[0]}° to ${range[1]}° with ${peaks.length} lines` +
          (strongest ? `; the strongest, ${nameOf(strongest)}, at ${strongest.twoTheta.toFixed(2)}°` : '') +
          (measured ? `; measured pattern ${measured.name} over it.` : '.')
        }
        xTitle="2θ, °"
        yTitle="Intensity, %"
        xRange={range}
        yRange={[0, HIGHEST]}
        series={series}
        readout={(angle) => {
          const peak = nearestPeak(peaks, angle, (range[1] - range[0]) / 60);
          const place = `2θ = ${angle.toFixed(2)}°`;
          if (!peak) return place;
          return `${nameOf(peak)}   2θ = ${peak.twoTheta.toFixed(3)}°   d = ${peak.spacing.toFixed(4)} Å   I = ${peak.intensity.toFixed(1)} %`;
        }}
      >
        {(scale) => <Labels peaks={peaks} scale={scale} />}
      </LinePlot>
      {measured ? (
        <p className={styles.keys}>
          {series.map(({ name, tone }) => (
            <SeriesKey key={name} name={name} tone={tone} />
          ))}
        </p>
      ) : null}
      <Disclosure title="Lines" summary={`${peaks.length} from ${range[0]}° to ${range[1]}°`}>
        <table className={styles.table}>
          <caption className="visually-hidden">Lines of the simulated pattern</caption>
          <thead>
            <tr>
              <th scope="col">
                <i>h k l</i>
              </th>
              <th scope="col">2θ, °</th>
              <th scope="col">
                <i>d</i>, Å
              </th>
              <th scope="col">Intensity, %</th>
              <th scope="col">Multiplicity</th>
            </tr>
          </thead>
          <tbody>
            {peaks.map((peak) => (
              <tr key={peak.twoTheta}>
                <td>{nameOf(peak)}</td>
                <td>{peak.twoTheta.toFixed(3)}</td>
                <td>{peak.spacing.toFixed(4)}</td>
                <td>{peak.intensity.toFixed(1)}</td>
                <td>{peak.reflections.map(({ multiplicity }) => multiplicity).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </>
  );
}

function Labels({ peaks, scale }: { readonly peaks: readonly PowderPeak[]; readonly scale: PlotScale }) {
  const { toX, toY } = scale;
  const placed: number[] = [];
  const labelled = new Set(
    [...peaks]
      .sort((first, second) => second.intensity - first.intensity)
      .filter((peak) => {
        const x = toX(peak.twoTheta);
        if (peak.intensity < LABELLED_INTENSITY || placed.some((other) => Math.abs(other - x) < LABEL_PIXELS))
          return false;
        placed.push(x);
        return true;
      }),
  );
  return peaks.map((peak) => (
    <g key={peak.twoTheta}>
      <line className={styles.stick} x1={toX(peak.twoTheta)} x2={toX(peak.twoTheta)} y1={toY(0)} y2={toY(0) + 4} />
      {labelled.has(peak) ? (
        <text className={styles.index} x={toX(peak.twoTheta)} y={toY(peak.intensity) - 4} textAnchor="middle">
          {indicesOf(peak.reflections[0])}
          {peak.reflections.length > 1 ? ' …' : ''}
        </text>
      ) : null}
    </g>
  ));
}

function nearestPeak(peaks: readonly PowderPeak[], angle: number, reach: number): PowderPeak | undefined {
  const near = peaks.filter(({ twoTheta }) => Math.abs(twoTheta - angle) < reach);
  return near.sort((p, q) => Math.abs(p.twoTheta - angle) - Math.abs(q.twoTheta - angle))[0];
}

/** "(1 1 0)", of all families that share the line. */
function nameOf({ reflections }: PowderPeak): string {
  return reflections.map((reflection) => `(${reflection.indices.join(' ').replaceAll('-', '−')})`).join(' ');
}

/** "110", with a bar over what is negative; spaced where an index has two digits. */
function indicesOf({ indices }: Reflection): string {
  const separator = indices.some((index) => Math.abs(index) > 9) ? ' ' : '';
  return indices.map((index) => (index < 0 ? `${-index}\u0305` : `${index}`)).join(separator);
}
