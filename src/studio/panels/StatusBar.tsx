import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { reload } from '../actions/shell-actions';
import { Button } from '../components/Button';
import popover from '../components/Popover.module.css';
import { ProgressBar } from '../components/ProgressBar';
import type { BackendReport } from '../store/studio-store';
import { useAction, useStudioState } from '../use-studio';
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
      <Update />
      {backend ? <Backend report={backend} /> : null}
    </footer>
  );
}

/** Said when another build of the studio waits; nothing is replaced unasked. */
function Update() {
  const isReady = useStudioState((state) => state.isUpdateReady);
  const { isDisabled, onPress } = useAction(reload);
  return (
    <div aria-live="polite" className={styles.update}>
      {isReady ? (
        <>
          A new version is ready:
          <Button look="small" isDisabled={isDisabled} onPress={onPress}>
            Reload
          </Button>
        </>
      ) : null}
    </div>
  );
}

/** Where the models run; pressed, it says why there. */
function Backend({ report }: { readonly report: BackendReport }) {
  return (
    <DialogTrigger>
      <AriaButton className={styles.backend}>
        <span className={report.isIsolated ? styles.lamp : `${styles.lamp} ${styles.limited}`} aria-hidden="true" />
        {report.summary}
        <span className={report.isIsolated ? styles.reason : `${styles.reason} ${styles.warning}`}>
          {report.reason}
        </span>
      </AriaButton>
      <Popover className={popover.popover} placement="top end">
        <Dialog className={styles.why} aria-label="Where the models run">
          <p className={styles.line}>{report.summary}</p>
          <p>{report.reason}</p>
          {report.isIsolated ? null : (
            <p>
              Threads need the response headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy, which this
              host does not send.
            </p>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
