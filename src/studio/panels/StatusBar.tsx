import { ProgressBar } from '../components/ProgressBar';
import { useStudioState } from '../use-studio';
import { describeLoading } from './describe-loading';
import styles from './StatusBar.module.css';

/** Stages for everyone, running numbers for the eye only, and what runs where. */
export function StatusBar() {
  const statusLine = useStudioState((state) => state.statusLine);
  const progress = useStudioState((state) => state.progress);
  const phase = useStudioState((state) => state.phase);
  const loading = useStudioState((state) => state.loading);
  const backend = useStudioState((state) => state.backend);
  return (
    <footer className={styles.bar}>
      <p role="status" className={styles.line}>
        {statusLine}
      </p>
      {!progress && loading && phase === 'idle' ? (
        <p className={styles.detail}>
          {loading.stage}: {describeLoading(loading)}
        </p>
      ) : null}
      {progress ? (
        <div className={styles.progress}>
          <ProgressBar label={progress.label} share={progress.share} />
          <span className={styles.detail}>{progress.detail}</span>
        </div>
      ) : null}
      {backend ? (
        <p className={styles.backend} title={backend.reason}>
          <span className={backend.isIsolated ? styles.lamp : `${styles.lamp} ${styles.limited}`} aria-hidden="true" />
          {backend.summary}
          <span className={styles.reason}>{backend.reason}</span>
        </p>
      ) : null}
    </footer>
  );
}
