import { stop } from '../actions/run-actions';
import { Button } from '../components/Button';
import { Notice } from '../components/Notice';
import { type LinkedRun, replayLink } from '../sharing/linked-run';
import { conditionsOf } from '../store/prompt';
import type { StudioState } from '../store/studio-store';
import { useAction, useStudio, useStudioState } from '../use-studio';
import styles from './LinkedRunNotice.module.css';

/** What a link has asked for, while it runs, and whether this machine came to the same crystals. */
export function LinkedRunNotice() {
  const { store } = useStudio();
  const linked = useStudioState((state) => (isOnBench(state) ? state.linked : null));
  const isEdited = useStudioState(hasOwnConditions);
  if (!linked) return null;
  const dismiss = (
    <Button look="small" onPress={() => store.setState({ linked: null })}>
      Dismiss
    </Button>
  );
  switch (linked.stage) {
    case 'running':
      return (
        <Notice kind="info" actions={<Cancel />}>
          <strong>Replaying a linked run</strong>: {requestInWords(linked)}.
          {isEdited ? ' Its conditions are not those of the prompt alone: the link’s are used.' : ''}
        </Notice>
      );
    case 'stopped':
      return (
        <Notice
          kind="info"
          actions={
            <>
              <Again linked={linked} />
              {dismiss}
            </>
          }
        >
          <strong>The linked run was not finished</strong>: {requestInWords(linked)}.
        </Notice>
      );
    case 'same':
      return (
        <Notice kind="info" actions={dismiss}>
          <strong>Linked run replayed</strong>: this machine came to the same result, by models, formula, space group
          and cell.
        </Notice>
      );
    case 'different':
      return (
        <Notice kind="warn" actions={dismiss}>
          <strong>This machine’s result differs</strong> from the one that was linked.
          <ul className={styles.list}>
            {linked.differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        </Notice>
      );
  }
}

function Cancel() {
  const { isDisabled, onPress } = useAction(stop);
  return (
    <Button look="small" isDisabled={isDisabled} onPress={onPress}>
      Cancel
    </Button>
  );
}

function Again({ linked }: { readonly linked: LinkedRun }) {
  const studio = useStudio();
  const isBusy = useStudioState((state) => state.phase !== 'idle');
  return (
    <Button look="small" isDisabled={isBusy} onPress={() => void replayLink(studio, linked.link)}>
      Replay it
    </Button>
  );
}

/** Another run on the bench has nothing to do with the link. */
function isOnBench({ linked, run }: StudioState): boolean {
  return linked !== null && (linked.runId === undefined || linked.runId === run?.id);
}

/** Whether the sharer edited what was understood, or another build understood the prompt otherwise. */
function hasOwnConditions(state: StudioState): boolean {
  if (!state.linked || !state.models) return false;
  return JSON.stringify(conditionsOf(state)) !== JSON.stringify(state.linked.link.request.conditions);
}

function requestInWords({ link: { request } }: LinkedRun): string {
  const { prompt, seed, count, tau, tauRule, temperature, topP, useGrammar } = request;
  return [
    prompt.trim() ? `“${prompt.trim()}”` : 'any crystal',
    count === 1 ? '1 candidate' : `${count} candidates`,
    `seed ${seed}`,
    tauRule ? 'τ estimated from each draft' : `τ = ${tau}`,
    `temperature ${temperature}`,
    `top-p ${topP}`,
    ...(useGrammar ? [] : ['no grammar']),
  ].join(', ');
}
