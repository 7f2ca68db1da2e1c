import type { RefObject } from 'react';
import { Dialog, Heading, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import type { DraftToken } from '../../../generation/draft-tokens';
import popover from '../../components/Popover.module.css';
import { whyNotBranched } from '../../store/draft-branch';
import type { StudioState } from '../../store/studio-store';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './TokenAlternatives.module.css';
import { percent, tokenGlyphs, tokenWords } from './token-words';

export interface TokenAlternativesProps {
  /** Undefined while none is opened. */
  readonly token: DraftToken | undefined;
  readonly at: NonNullable<StudioState['draftToken']>;
  readonly opener: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** What could stand in a token's place, each a way to write the rest of the draft again. */
export function TokenAlternatives({ token, at, opener, onClose }: TokenAlternativesProps) {
  return (
    <Popover
      className={`${popover.popover} ${styles.popover}`}
      triggerRef={opener}
      isOpen={token !== undefined}
      placement="bottom start"
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      {token ? <Alternatives token={token} at={at} onClose={onClose} /> : null}
    </Popover>
  );
}

/** What the grammar forbids and the model did not think of either is no news: below 0.1 %. */
const WORTH_NAMING = Math.log(1e-3);

type AlternativesProps = Omit<TokenAlternativesProps, 'opener' | 'token'> & { readonly token: DraftToken };

function Alternatives({ token, at, onClose }: AlternativesProps) {
  const { session } = useStudio();
  const whyNot = useStudioState(whyNotBranched);
  const { id, text, logProbability } = token;
  const known = token.alternatives ?? [];
  const own = { id, text, logProbability, isAllowed: true };
  const all = known.some((alternative) => alternative.id === id) ? known : [...known, own];
  const entries = all.filter((entry) => entry.isAllowed || entry.logProbability >= WORTH_NAMING);
  const isOpenTo = ({ isAllowed }: { isAllowed: boolean }) => isAllowed && whyNot === undefined;
  return (
    <Dialog className={styles.dialog}>
      <Heading slot="title" className={styles.title}>
        Write the rest again from token {at.place + 1}
      </Heading>
      <p className={styles.note}>
        {whyNot ?? 'What stands before it is kept, the token chosen here follows, and the rest has a new seed.'}
      </p>
      <ListBox
        aria-label="Tokens that could stand here"
        autoFocus
        className={popover.menu}
        disabledKeys={entries.filter((entry) => !isOpenTo(entry)).map((entry) => entry.id)}
        onAction={(chosen) => {
          onClose();
          void session.branch(at, Number(chosen));
        }}
      >
        {entries.map((entry) => (
          <ListBoxItem key={entry.id} id={entry.id} textValue={tokenWords(entry)} className={popover.item}>
            <span>
              <strong className={styles.token}>{tokenGlyphs(entry)}</strong>
              <span className={styles.remark}>
                {entry.id === id ? 'as written' : entry.isAllowed ? '' : 'not allowed by the grammar'}
              </span>
            </span>
            <span className={styles.share}>{percent(entry.logProbability)}</span>
          </ListBoxItem>
        ))}
      </ListBox>
      <p className={styles.note}>
        {token.alternatives
          ? 'Raw probabilities, before grammar and temperature; not calibrated.'
          : 'An older build wrote this draft and did not keep what else could stand here.'}
      </p>
    </Dialog>
  );
}
