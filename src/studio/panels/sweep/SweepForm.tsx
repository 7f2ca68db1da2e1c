import { useEffect, useRef, useState } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';
import { MOST_SWEEP_SEEDS } from '../../../generation/tau-sweep';
import { stop } from '../../actions/run-actions';
import { Button } from '../../components/Button';
import { NumberInput } from '../../components/NumberInput';
import { formatSeconds } from '../../store/live-run';
import { DEFAULT_SWEEP_GRID, readTaus, type SweepGrid } from '../../store/sweep-view';
import { useAction, useStudio, useStudioState } from '../../use-studio';
import styles from './Sweep.module.css';

export interface SweepFormProps {
  readonly isRunning: boolean;
  /** What was swept over last. */
  readonly grid: SweepGrid | undefined;
}

/** Noise levels and seeds, what they would cost, and start and stop. */
export function SweepForm({ isRunning, grid = DEFAULT_SWEEP_GRID }: SweepFormProps) {
  const { session } = useStudio();
  const [text, setText] = useState(grid.taus.join(', '));
  const [seedCount, setSeedCount] = useState(grid.seedCount);
  const largest = useStudioState((state) => state.models?.denoiser.timesteps ?? 1000);
  const isBusy = useStudioState(({ phase }) => phase === 'loading' || phase === 'drafting' || phase === 'refining');
  const end = useAction(stop);
  const buttons = useRef<HTMLDivElement>(null);
  // Start and stop take each other's place, and the fields are out of use meanwhile: the keyboard keeps its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs each time they change places
  useEffect(() => {
    const { activeElement } = document;
    const isLost = !activeElement || activeElement === document.body || activeElement.matches(':disabled');
    if (isLost) buttons.current?.querySelector('button')?.focus();
  }, [isRunning]);
  const wanted = attempt(() => readTaus(text, largest));
  const isWrong = 'problem' in wanted;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong || isRunning || isBusy) return;
        void session.sweep.start({ taus: wanted.taus, seedCount });
      }}
    >
      <TextField className={styles.field} value={text} onChange={setText} isInvalid={isWrong} isDisabled={isRunning}>
        <Label className={styles.label}>Noise levels τ</Label>
        <Input className={styles.input} autoComplete="off" spellCheck={false} />
        <FieldError className={styles.error}>{isWrong ? wanted.problem : ''}</FieldError>
      </TextField>
      <NumberInput
        label="Noise seeds"
        value={seedCount}
        minimum={1}
        maximum={MOST_SWEEP_SEEDS}
        isDisabled={isRunning}
        onChange={(value) => setSeedCount(Number.isNaN(value) ? 1 : value)}
      />
      <div ref={buttons} className={styles.buttons}>
        {isRunning ? (
          // Keys: one element for both would submit the form by the click that stops.
          <Button key="stop" icon="stop" onPress={end.onPress}>
            Stop the sweep
          </Button>
        ) : (
          <Button key="start" type="submit" look="primary" icon="play" isDisabled={isWrong || isBusy}>
            Start the sweep
          </Button>
        )}
      </div>
      {isWrong || isRunning ? null : <Cost grid={{ taus: wanted.taus, seedCount }} />}
    </form>
  );
}

function Cost({ grid }: { readonly grid: SweepGrid }) {
  const { session } = useStudio();
  // Read again when something was computed or the machine's speed became known.
  useStudioState((state) => state.knownTaus);
  useStudioState((state) => state.isTimed);
  const plan = session.sweep.plan(grid);
  if (!plan) return null;
  const { refinements, missing, seconds } = plan;
  const known = missing === 0 ? 'all' : `${refinements - missing} of them`;
  const rest = missing === refinements ? '' : `, ${known} computed already`;
  const time =
    missing === 0
      ? ''
      : seconds === undefined
        ? '. How long it takes is known once the models have run.'
        : `. About ${formatSeconds(seconds)} on this machine.`;
  return (
    <p className={`${styles.note} ${styles.cost}`}>
      {refinements} refinements{rest}
      {time}
    </p>
  );
}

function attempt(read: () => number[]): { readonly taus: number[] } | { readonly problem: string } {
  try {
    return { taus: read() };
  } catch (error) {
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}
