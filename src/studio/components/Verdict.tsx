import { Icon } from './Icon';
import styles from './Verdict.module.css';

export interface VerdictProps {
  /** `note` is neither good nor bad. */
  readonly verdict: 'good' | 'bad' | 'warn' | 'note';
  /** The word that carries the meaning; mark and colour only repeat it. */
  readonly word: string;
}

const ICONS = { good: 'check', bad: 'close', warn: 'warning', note: 'info' } as const;

export function Verdict({ verdict, word }: VerdictProps) {
  return (
    <span className={`${styles.verdict} ${styles[verdict]}`}>
      <Icon name={ICONS[verdict]} />
      {word}
    </span>
  );
}
