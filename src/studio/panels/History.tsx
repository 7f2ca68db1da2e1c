import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Button, IconButton } from '../components/Button';
import popover from '../components/Popover.module.css';
import type { RunSummary } from '../store/run-archive';
import { useStudio, useStudioState } from '../use-studio';
import styles from './History.module.css';

const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** Earlier runs on this device. */
export function History() {
  const history = useStudioState((state) => state.history);
  return (
    <DialogTrigger>
      <Button look="quiet" icon="history" aria-label="Runs">
        <span className={styles.word}>Runs</span>
        {history.length > 0 ? <span className={styles.count}>{history.length}</span> : null}
      </Button>
      <Popover className={popover.popover} placement="bottom end">
        <Dialog className={styles.dialog} aria-label="Runs on this device">
          {({ close }) =>
            history.length === 0 ? (
              <p className={styles.empty}>No runs yet. They are kept in this browser only.</p>
            ) : (
              <ul>
                {history.map((run) => (
                  <HistoryLine key={run.id} run={run} onOpen={close} />
                ))}
              </ul>
            )
          }
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function HistoryLine({ run, onOpen }: { readonly run: RunSummary; readonly onOpen: () => void }) {
  const { session } = useStudio();
  const isCurrent = useStudioState((state) => state.run?.id === run.id);
  const isBusy = useStudioState((state) => state.phase !== 'idle');
  const title = run.fileName ?? (run.prompt.trim() || 'Any crystal');
  return (
    <li className={styles.line}>
      <AriaButton
        className={styles.open}
        aria-current={isCurrent ? 'true' : undefined}
        isDisabled={isBusy}
        onPress={() => {
          onOpen();
          void session.openRun(run.id);
        }}
      >
        <span className={styles.prompt}>{title}</span>
        <span className={styles.facts}>
          {moment.format(new Date(run.createdAt))} · τ {run.tau} · seed {run.seed} · {run.candidateCount}{' '}
          {run.candidateCount === 1 ? 'candidate' : 'candidates'}
          {run.status === 'refined' ? '' : ` · ${run.status}`}
        </span>
      </AriaButton>
      <IconButton icon="trash" label={`Delete run ${title}`} onPress={() => void session.removeRun(run.id)} />
    </li>
  );
}
