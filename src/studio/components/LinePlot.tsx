import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './LinePlot.module.css';
import { linePath, ticks } from './plot-scale';

export interface PlotSeries {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** 0 is the foremost; each has its own colour and dashes. */
  readonly tone: number;
}

export interface PlotScale {
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
  readonly width: number;
}

export interface LinePlotProps {
  /** What the picture says, for those who do not see it. */
  readonly label: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly series: readonly PlotSeries[];
  /** Drawn over the lines, in plot coordinates. */
  readonly children?: (scale: PlotScale) => ReactNode;
  /** Words for the place under the pointer. */
  readonly readout?: (x: number) => string;
  /** Called with the place that was pressed, and where no range can be chosen with those dragged to. */
  readonly onPick?: (x: number) => void;
  /** Called with the two ends of what was dragged over, the lower one first. */
  readonly onRange?: (from: number, to: number) => void;
}

const HEIGHT = 176;
const NARROWEST = 240;
export const PLOT_MARGIN = { left: 42, right: 10, top: 20, bottom: 32 };
const PIXELS_PER_TICK = 80;
const TONES = 5;
/** Pixels; less is a press. */
const LEAST_DRAG = 4;

/** Lines over one axis, with what lies under the pointer in words. */
export function LinePlot(props: LinePlotProps) {
  const { label, xTitle, yTitle, xRange, yRange, series, children, readout, onPick, onRange } = props;
  const pressed = useRef<number | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  const [pointer, setPointer] = useState<number | null>(null);
  useEffect(() => {
    if (!frame.current) return undefined;
    const element = frame.current;
    const takeWidth = () => setWidth(Math.max(NARROWEST, element.clientWidth));
    takeWidth();
    const observer = new ResizeObserver(takeWidth);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const inner = {
    width: width - PLOT_MARGIN.left - PLOT_MARGIN.right,
    height: HEIGHT - PLOT_MARGIN.top - PLOT_MARGIN.bottom,
  };
  const toX = (value: number) => PLOT_MARGIN.left + (inner.width * (value - xRange[0])) / (xRange[1] - xRange[0]);
  const toY = (value: number) =>
    PLOT_MARGIN.top + inner.height * (1 - (value - yRange[0]) / Math.max(yRange[1] - yRange[0], 1e-9));
  const valueAt = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return xRange[0] + ((x - PLOT_MARGIN.left) / inner.width) * (xRange[1] - xRange[0]);
  };
  const press = (event: PointerEvent<SVGSVGElement>) => {
    const value = valueAt(event);
    if (event.button !== 0 || value < xRange[0] || value > xRange[1]) return;
    pressed.current = value;
    if (onRange) event.currentTarget.setPointerCapture(event.pointerId);
    setPointer(value);
    onPick?.(value);
  };
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const value = valueAt(event);
    const isWithin = value >= xRange[0] && value <= xRange[1];
    setPointer(isWithin ? value : null);
    if (event.buttons !== 1 || pressed.current === null) return;
    if (!onRange) {
      if (isWithin) onPick?.(value);
      return;
    }
    const within = Math.min(Math.max(value, xRange[0]), xRange[1]);
    const [from, to] = [Math.min(pressed.current, within), Math.max(pressed.current, within)];
    if (toX(to) - toX(from) >= LEAST_DRAG) onRange(from, to);
  };
  const words = pointer === null ? '' : (readout?.(pointer) ?? '');
  return (
    <div ref={frame} className={styles.frame}>
      <svg
        role="img"
        aria-label={label}
        width={width}
        height={HEIGHT}
        className={styles.plot}
        onPointerMove={follow}
        onPointerDown={press}
        onPointerUp={() => {
          pressed.current = null;
        }}
        onPointerLeave={() => setPointer(null)}
      >
        <g className={styles.axis}>
          {ticks(xRange[0], xRange[1], inner.width / PIXELS_PER_TICK).map((value) => (
            <g key={value}>
              <line x1={toX(value)} x2={toX(value)} y1={PLOT_MARGIN.top} y2={PLOT_MARGIN.top + inner.height} />
              <text x={toX(value)} y={PLOT_MARGIN.top + inner.height + 13} textAnchor="middle">
                {value}
              </text>
            </g>
          ))}
          {ticks(yRange[0], yRange[1], 4).map((value) => (
            <text key={value} x={PLOT_MARGIN.left - 6} y={toY(value)} textAnchor="end" dominantBaseline="central">
              {value}
            </text>
          ))}
          <path
            d={`M${PLOT_MARGIN.left} ${PLOT_MARGIN.top}V${PLOT_MARGIN.top + inner.height}H${PLOT_MARGIN.left + inner.width}`}
          />
          <text x={PLOT_MARGIN.left + inner.width} y={HEIGHT - 4} textAnchor="end">
            {xTitle}
          </text>
          <text x={4} y={12}>
            {yTitle}
          </text>
        </g>
        {[...series].reverse().map(({ name, x, y, tone }) => (
          <path key={name} d={linePath(x, y, toX, toY, xRange)} className={lineClass(tone)} />
        ))}
        {children?.({ toX, toY, width })}
        {pointer === null || words === '' ? null : (
          <line
            className={styles.pointer}
            x1={toX(pointer)}
            x2={toX(pointer)}
            y1={PLOT_MARGIN.top}
            y2={PLOT_MARGIN.top + inner.height}
          />
        )}
        <text className={styles.readout} x={PLOT_MARGIN.left + inner.width} y={12} textAnchor="end">
          {words}
        </text>
      </svg>
    </div>
  );
}

/** The foremost line is unlike all others; of these every sixth has the colour of the first, and is thicker. */
function lineClass(tone: number): string {
  if (tone === 0) return `${styles.line} ${styles.tone0}`;
  const isRepeated = tone > TONES;
  return `${styles.line} ${styles[`tone${1 + ((tone - 1) % TONES)}`]} ${isRepeated ? styles.thick : ''}`;
}

/** The name of a line with a piece of it. */
export function SeriesKey({ name, tone }: { readonly name: ReactNode; readonly tone: number }) {
  return (
    <span className={styles.key}>
      <svg width="22" height="8" aria-hidden="true">
        <path d="M1 4H21" className={lineClass(tone)} />
      </svg>
      {name}
    </span>
  );
}
