import { stop } from '../actions/run-actions';
import { Button } from '../components/Button';
import { ProgressBar } from '../components/ProgressBar';
import { useAction, useStudioState } from '../use-studio';
import styles from './LoadingCard.module.css';

const MEGABYTE = 1e6;

/** Shown over the viewer while model files come in: how much, how long still, and a way to leave. */
export function LoadingCard() {
  const loading = useStudioState((state) => state.loading);
  const cancel = useAction(stop);
  if (!loading) return null;
  const { loadedBytes, totalBytes, secondsLeft } = loading;
  const isCounted = totalBytes > 0;
  return (
    <div className={styles.card}>
      <p className={styles.stage}>{loading.stage}</p>
      <ProgressBar label="Loading the models" share={isCounted ? loadedBytes / totalBytes : undefined} />
      <p className={styles.numbers}>
        {isCounted ? `${megabytes(loadedBytes)} of ${megabytes(totalBytes)} MB` : 'Starting'}
        {secondsLeft !== undefined && secondsLeft >= 1 ? `, ${Math.ceil(secondsLeft)} s left` : ''}
      </p>
      <Button look="small" onPress={cancel.onPress}>
        Cancel
      </Button>
    </div>
  );
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
