import { useEffect, useState } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { undo } from '../actions/edit-actions';
import { exportRuns, importRuns } from '../actions/history-actions';
import { Button, IconButton } from '../components/Button';
import popover from '../components/Popover.module.css';
import { SearchInput } from '../components/SearchInput';
import { type RunSummary, searchRuns } from '../store/run-summary';
import { useAction, useStudio, useStudioState } from '../use-studio';
import styles from './History.module.css';

const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** Earlier runs on this device. */
export function History() {
  const count = useStudioState((state) => state.history.length);
  return (
    <DialogTrigger>
      <Button look="quiet" icon="history" aria-label="Runs">
        <span className={styles.word}>Runs</span>
        {count > 0 ? <span className={styles.count}>{count}</span> : null}
      </Button>
      <Popover className={popover.popover} placement="bottom end">
        <Dialog className={styles.dialog} aria-label="Runs on this device">
          {({ close }) => <Runs onOpen={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Runs({ onOpen }: { readonly onOpen: () => void }) {
  const history = useStudioState((state) => state.history);
  const [query, setQuery] = useState('');
  const found = searchRuns(history, query);
  return (
    <>
      {history.length > 1 ? (
        <SearchInput
          label="Search runs"
          placeholder="Formula, prompt, space group …"
          value={query}
          onChange={setQuery}
        />
      ) : null}
      {history.length === 0 ? (
        <p className={styles.empty}>No runs yet. They are kept in this browser only.</p>
      ) : (
        <ul className={styles.list}>
          {found.map((run) => (
            <HistoryLine key={run.id} run={run} onOpen={onOpen} />
          ))}
        </ul>
      )}
      {history.length > 0 && found.length === 0 ? (
        <p className={styles.empty}>None of the {history.length} runs has all of these words.</p>
      ) : null}
      <UndoDelete />
      <div className={styles.foot}>
        <StorageUse />
        <FileButtons />
      </div>
    </>
  );
}

function HistoryLine({ run, onOpen }: { readonly run: RunSummary; readonly onOpen: () => void }) {
  const { session, shelf } = useStudio();
  const isCurrent = useStudioState((state) => state.run?.id === run.id);
  const isBusy = useStudioState((state) => state.phase !== 'idle');
  const title = run.fileName ?? (run.prompt.trim() || 'Any crystal');
  const formulas = run.formulas.filter((formula) => formula !== title);
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
          {formulas.length > 0 ? `${formulas.join(', ')} · ` : ''}
          {moment.format(new Date(run.createdAt))} · {howMade(run)}
        </span>
      </AriaButton>
      <IconButton icon="download" label={`Export run ${title}`} onPress={() => void shelf.export([run.id])} />
      <IconButton icon="trash" label={`Delete run ${title}`} onPress={() => void shelf.remove(run.id)} />
    </li>
  );
}

/** The way back from the last deletion. */
function UndoDelete() {
  const canUndo = useStudioState((state) => state.edits.past.at(-1)?.kind === 'deleted-run');
  const { onPress } = useAction(undo);
  if (!canUndo) return null;
  return (
    <p className={styles.deleted} role="status">
      Run deleted.
      <Button look="link" onPress={onPress}>
        Undo
      </Button>
    </p>
  );
}

function FileButtons() {
  const save = useAction(exportRuns);
  const open = useAction(importRuns);
  return (
    <div className={styles.files}>
      <Button look="small" isDisabled={save.isDisabled} onPress={save.onPress}>
        Export all
      </Button>
      <Button look="small" isDisabled={open.isDisabled} onPress={open.onPress}>
        Import
      </Button>
    </div>
  );
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** What the studio takes up in this browser: runs and models. */
function StorageUse() {
  const history = useStudioState((state) => state.history);
  const [use, setUse] = useState<StorageEstimate>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the use changes with the runs
  useEffect(() => {
    let isGone = false;
    navigator.storage?.estimate().then(
      (estimate) => isGone || setUse(estimate),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [history]);
  if (use?.usage === undefined || use.quota === undefined) return null;
  return (
    <p className={styles.use}>
      Runs, models and the studio itself take {megabytes(use.usage)} of the {megabytes(use.quota)} that the browser
      grants.
    </p>
  );
}

/** A file that was only opened was not refined from any τ. */
function howMade({ fileName, status, tau, seed, candidateCount }: RunSummary): string {
  if (fileName !== undefined && status === 'stopped') return 'opened from a file';
  const candidates = `${candidateCount} ${candidateCount === 1 ? 'candidate' : 'candidates'}`;
  return `τ ${tau} · seed ${seed} · ${candidates}${status === 'refined' ? '' : ` · ${status}`}`;
}
