import type { ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Notice.module.css';

export interface NoticeProps {
  readonly kind: 'info' | 'warn' | 'bad';
  /** Read out at once; for what fails by itself, not for what answers the user's typing. */
  readonly isAlert?: boolean;
  readonly children: ReactNode;
  /** Ways out: buttons. */
  readonly actions?: ReactNode;
}

/** A short message where it matters, with a way out. */
export function Notice({ kind, isAlert = false, children, actions }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={isAlert ? 'alert' : undefined}>
      <span className={styles.mark}>
        <Icon name={kind === 'info' ? 'info' : 'warning'} />
      </span>
      <div>
        {children}
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
    </div>
  );
}
