import { Icon } from './Icon';
import styles from './Verdict.module.css';

export interface VerdictProps {
  readonly verdict: 'good' | 'bad' | 'warn';
  /** The word that carries the meaning; mark and colour only repeat it. */
  readonly word: string;
}

export function Verdict({ verdict, word }: VerdictProps) {
  return (
    <span className={`${styles.verdict} ${styles[verdict]}`}>
      <Icon name={verdict === 'good' ? 'check' : verdict === 'bad' ? 'close' : 'warning'} />
      {word}
    </span>
  );
}
