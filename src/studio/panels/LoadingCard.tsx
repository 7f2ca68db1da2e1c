import { stop } from '../actions/run-actions';
import { Button } from '../components/Button';
import { ProgressBar } from '../components/ProgressBar';
import { useAction, useStudioState } from '../use-studio';
import { describeLoading } from './describe-loading';
import styles from './LoadingCard.module.css';

/** Shown over the viewer while a run waits for the models: how much, how long still, and a way to leave. */
export function LoadingCard() {
  const loading = useStudioState((state) => state.loading);
  const isAwaited = useStudioState((state) => state.phase === 'loading');
  const cancel = useAction(stop);
  if (!loading || !isAwaited) return null;
  const { loadedBytes, totalBytes } = loading;
  return (
    <div className={styles.card}>
      <p className={styles.stage}>{loading.stage}</p>
      <ProgressBar label="Loading the models" share={totalBytes > 0 ? loadedBytes / totalBytes : 0} />
      <p className={styles.numbers}>{describeLoading(loading)}</p>
      <Button look="small" onPress={cancel.onPress}>
        Cancel
      </Button>
    </div>
  );
}
