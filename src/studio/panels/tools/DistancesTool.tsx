import { useMemo, useState } from 'react';
import { symbolOf } from '../../../crystal/elements';
import type { RadialDistribution } from '../../../crystal/radial-distribution';
import { LinePlot, type PlotSeries, SeriesKey } from '../../components/LinePlot';
import { Notice } from '../../components/Notice';
import { NumberInput } from '../../components/NumberInput';
import { useStudioState } from '../../use-studio';
import styles from './Analysis.module.css';
import { Computing } from './Computing';
import { useToolResult } from './use-tool-result';

const DEFAULT_LONGEST = 8;
const DEFAULT_STEP = 0.05;

/** Radial distribution of the crystal in view, in total and for each pair of elements. */
export function DistancesTool() {
  const crystal = useStudioState((state) => state.viewed?.computed);
  const [longest, setLongest] = useState(DEFAULT_LONGEST);
  const [step, setStep] = useState(DEFAULT_STEP);
  const request = useMemo(() => crystal && { crystal, longest, step }, [crystal, longest, step]);
  const { value: distribution, problem, isPending } = useToolResult('distances', request);
  if (!crystal) return <p className={styles.note}>There is no crystal in view yet.</p>;
  return (
    <div className={styles.analysis}>
      <div className={styles.controls}>
        <NumberInput
          label="Up to, Å"
          value={longest}
          minimum={2}
          maximum={15}
          step={1}
          onChange={(value) => setLongest(value || DEFAULT_LONGEST)}
        />
        <NumberInput
          label="Bin, Å"
          value={step}
          minimum={0.02}
          maximum={0.5}
          step={0.01}
          onChange={(value) => setStep(value || DEFAULT_STEP)}
        />
      </div>
      {isPending ? <Computing what="The distribution" crystal={crystal} /> : null}
      {problem === undefined ? null : <Notice kind="warn">{problem}</Notice>}
      {distribution ? <Curves distribution={distribution} longest={longest} /> : null}
    </div>
  );
}

function Curves({ distribution, longest }: { readonly distribution: RadialDistribution; readonly longest: number }) {
  const { distances, step } = distribution;
  const named = [
    { name: 'Total', values: distribution.total },
    ...distribution.pairs.map(({ first, second, values }) => ({
      name: `${symbolOf(first)}–${symbolOf(second)}`,
      values,
    })),
  ];
  const series: PlotSeries[] = named.map(({ name, values }, tone) => ({ name, x: distances, y: values, tone }));
  const largest = Math.max(1, ...named.flatMap(({ values }) => [...values]));
  const nearest = named.slice(1).map(({ name, values }) => {
    const bin = values.findIndex((value) => value > 0);
    return bin < 0 ? `${name} none` : `${name} from ${distances[bin].toFixed(2)} Å`;
  });
  return (
    <>
      <p className={styles.keys}>
        {series.map(({ name, tone }) => (
          <SeriesKey key={name} name={name} tone={tone} />
        ))}
      </p>
      <LinePlot
        label={`Radial distribution up to ${longest} Å. First neighbours: ${nearest.join(', ')}.`}
        xTitle="r, Å"
        yTitle="g(r)"
        xRange={[0, longest]}
        yRange={[0, largest * 1.05]}
        series={series}
        readout={(r) => {
          const bin = Math.min(distances.length - 1, Math.floor(r / step));
          const values = named.filter(({ values }) => values[bin] > 0);
          const words = values.map(({ name, values }) => `${name} ${values[bin].toFixed(2)}`).join('   ');
          return `r = ${distances[bin].toFixed(2)} Å   ${words}`;
        }}
      />
      <p className={styles.note}>
        Neighbours in a shell over those that the mean density would put there, periodic images included.
      </p>
    </>
  );
}
