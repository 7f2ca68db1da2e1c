import type { RefObject } from 'react';
import { Chips } from '../components/Chips';
import { Notice } from '../components/Notice';
import { editChip, forgetChipEdits, isOnlyAWish, type KeyedChip, type Understanding } from '../store/prompt';
import { useStudio, useStudioState } from '../use-studio';
import styles from './Understood.module.css';

export interface UnderstoodProps {
  readonly understanding: Understanding;
  readonly textBox: RefObject<HTMLTextAreaElement | null>;
}

/** What was made of the prompt: chips, words left over, and what stands in the way. */
export function Understood({ understanding, textBox }: UnderstoodProps) {
  const { store } = useStudio();
  const hasEdits = useStudioState((state) => state.chipEdits.size > 0);
  const { chips, notUnderstood, problems } = understanding;

  const edit = ({ key, chip }: KeyedChip) => {
    if (chip.kind === 'elements') editChip(store, key, chip.wish.elements ? 'others-allowed' : 'exact');
    else {
      textBox.current?.focus();
      textBox.current?.setSelectionRange(chip.span.start, chip.span.end);
    }
  };

  return (
    <div className={styles.understood}>
      {chips.length > 0 ? (
        <Chips
          label="Understood"
          items={chips.map(({ key, chip }) => ({
            key,
            label: chip.label,
            detail: chip.detail,
            isWish: isOnlyAWish(chip),
          }))}
          onRemove={(key) => editChip(store, key, 'removed')}
          onEdit={(key) => {
            const found = chips.find((chip) => chip.key === key);
            if (found) edit(found);
          }}
        />
      ) : null}
      {hasEdits ? (
        <button type="button" className={styles.undo} onClick={() => forgetChipEdits(store)}>
          Undo changes to what was understood
        </button>
      ) : null}
      {notUnderstood.length > 0 ? (
        <Notice kind="warn">
          <strong>Left out</strong>, for it was not understood:{' '}
          {notUnderstood.map(({ text }) => `“${text}”`).join(', ')}.
        </Notice>
      ) : null}
      {problems.map(({ message, severity }) => (
        <Notice key={message} kind={severity === 'error' ? 'bad' : 'warn'}>
          {message}
        </Notice>
      ))}
    </div>
  );
}
