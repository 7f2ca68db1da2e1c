import type { SweepPoint } from '../../../generation/tau-sweep';
import { LinePlot, type PlotScale, type PlotSeries, SeriesKey } from '../../components/LinePlot';
import { structureClass } from '../../components/structure-class';
import styles from './Sweep.module.css';

const SPACE_GROUPS = 230;

/** Displacement from the draft and space group against τ, a line for each seed, the structure's number at each point. */
export function SweepCurves({ points }: { readonly points: readonly SweepPoint[] }) {
  const seeds = [...new Set(points.filter(({ key }) => key.tau > 0).map(({ key }) => key.refinementSeed))];
  const largestTau = Math.max(1, ...points.map(({ key }) => key.tau));
  const moved = points.filter(({ displacement }) => displacement !== undefined);
  const largest = Math.max(0.1, ...moved.map(displacementOf));
  const grouped = points.filter(({ spaceGroup }) => spaceGroup);
  if (points.length < 2) return null;
  return (
    <section aria-label="Against τ" className={styles.curves}>
      <p className={styles.keys}>
        {seeds.map((seed, tone) => (
          <SeriesKey key={seed} name={`Noise seed ${seed}`} tone={tone} />
        ))}
        <span>Numbers: structures; struck through: atoms within 0.5{'\u202f'}Å</span>
      </p>
      <LinePlot
        label={`Displacement from the draft against τ. ${moved.map((point) => `${place(point)}: ${displacementOf(point).toFixed(2)} Å`).join('; ')}.`}
        xTitle="τ"
        yTitle="Displacement, Å"
        xRange={[0, largestTau]}
        yRange={[-0.1 * largest, 1.1 * largest]}
        series={seriesOf(moved, seeds, displacementOf)}
        readout={(tau) => readOut(moved, tau, (point) => `${displacementOf(point).toFixed(2)} Å`)}
      >
        {(scale) =>
          moved.map((point) => <Mark key={place(point)} point={point} y={displacementOf(point)} scale={scale} />)
        }
      </LinePlot>
      <LinePlot
        label={`Space group at 0.1 Å against τ. ${grouped.map((point) => `${place(point)}: ${point.spaceGroup?.symbol}`).join('; ')}.`}
        xTitle="τ"
        yTitle="Space group number"
        xRange={[0, largestTau]}
        yRange={[-0.1 * SPACE_GROUPS, 1.1 * SPACE_GROUPS]}
        series={seriesOf(grouped, seeds, groupOf)}
        readout={(tau) => readOut(grouped, tau, ({ spaceGroup }) => `${spaceGroup?.symbol} (${spaceGroup?.number})`)}
      >
        {(scale) => grouped.map((point) => <Mark key={place(point)} point={point} y={groupOf(point)} scale={scale} />)}
      </LinePlot>
    </section>
  );
}

const displacementOf = ({ displacement = 0 }: SweepPoint) => displacement;
const groupOf = ({ spaceGroup }: SweepPoint) => spaceGroup?.number ?? 0;

function place({ key }: SweepPoint): string {
  return key.tau === 0 ? 'τ 0' : `τ ${key.tau} seed ${key.refinementSeed}`;
}

/** The draft begins every line. */
function seriesOf(
  points: readonly SweepPoint[],
  seeds: readonly number[],
  value: (point: SweepPoint) => number,
): PlotSeries[] {
  return seeds.map((seed, tone) => {
    const own = points.filter(({ key }) => key.tau === 0 || key.refinementSeed === seed);
    return { name: String(seed), x: own.map(({ key }) => key.tau), y: own.map(value), tone };
  });
}

/** What lies at the noise level nearest to the pointer. */
function readOut(points: readonly SweepPoint[], tau: number, value: (point: SweepPoint) => string): string {
  const nearest = points.reduce<number | undefined>(
    (best, { key }) => (best === undefined || Math.abs(key.tau - tau) < Math.abs(best - tau) ? key.tau : best),
    undefined,
  );
  const there = points.filter(({ key }) => key.tau === nearest);
  return nearest === undefined ? '' : `τ = ${nearest}   ${there.map(value).join('   ')}`;
}

interface MarkProps {
  readonly point: SweepPoint;
  readonly y: number;
  readonly scale: PlotScale;
}

const MARK_RADIUS = 7;

function Mark({ point, y, scale }: MarkProps) {
  const [cx, cy] = [scale.toX(point.key.tau), scale.toY(y)];
  return (
    <g className={`${styles.mark} ${structureClass(point.structure)}`}>
      <circle cx={cx} cy={cy} r={MARK_RADIUS} />
      <text x={cx} y={cy} textAnchor="middle" dominantBaseline="central">
        {point.structure}
      </text>
      {point.isValid ? null : (
        <path d={`M${cx - MARK_RADIUS} ${cy + MARK_RADIUS}L${cx + MARK_RADIUS} ${cy - MARK_RADIUS}`} />
      )}
    </g>
  );
}
