import type { FrameRange } from '../../../viewer';
import { Button } from '../../components/Button';
import { NumberInput } from '../../components/NumberInput';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './RangeOfFrames.module.css';
import { type PlottedTrack, summariseRange } from './track-list';

/** The frames that playing goes round in, set by number or by dragging over a plot. */
export function RangeOfFrames({ last }: { readonly last: number }) {
  const { store } = useStudio();
  const range = useStudioState((state) => state.frameRange);
  const { from, to } = range ?? { from: 0, to: last };
  const set = (next: FrameRange) => store.setState({ frameRange: next });
  return (
    <section className={styles.range} aria-label="Range of frames">
      <div className={styles.fields}>
        <NumberInput
          label="From frame"
          value={from}
          minimum={0}
          maximum={to - 1}
          onChange={(value) => Number.isNaN(value) || set({ from: value, to })}
        />
        <NumberInput
          label="To frame"
          value={to}
          minimum={from + 1}
          maximum={last}
          onChange={(value) => Number.isNaN(value) || set({ from, to: value })}
        />
        <Button look="small" isDisabled={range === null} onPress={() => store.setState({ frameRange: null })}>
          All frames
        </Button>
        <p className={styles.note}>
          {range
            ? `Playing goes round in ${to - from + 1} frames.`
            : 'Drag over a plot or set the numbers: playing then goes round in these frames.'}
        </p>
      </div>
    </section>
  );
}

/** What the tracks do in the range. Below the plots, so that these stay where they are while it is dragged out. */
export function RangeSummary({ plots }: { readonly plots: readonly PlottedTrack[] }) {
  const range = useStudioState((state) => state.frameRange);
  if (!range) return null;
  const { from, to } = range;
  const rows = plots.flatMap(({ title, unit, digits, lines }) =>
    lines.map(({ name, values }) => ({
      name: lines.length > 1 ? `${title.replace(/,.*/, '')}, ${name}` : title,
      unit,
      digits,
      summary: summariseRange(values, from, to),
    })),
  );
  return (
    <table className={styles.table} aria-label={`Frames ${from} to ${to}`}>
      <thead>
        <tr>
          <th scope="col">Track</th>
          {['First', 'Last', 'Lowest', 'Highest', 'Mean'].map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
          <th scope="col">Unit</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, unit, digits, summary }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {(['first', 'last', 'lowest', 'highest', 'mean'] as const).map((part) => (
              <td key={part}>{summary ? summary[part].toFixed(digits).replace('-', '\u2212') : '–'}</td>
            ))}
            <td>{unit}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
