import type { ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Notice.module.css';

export interface NoticeProps {
  readonly kind: 'info' | 'warn' | 'bad';
  readonly children: ReactNode;
  /** Ways out: buttons. */
  readonly actions?: ReactNode;
}

/** A short message where it matters, with a way out. */
export function Notice({ kind, children, actions }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={kind === 'bad' ? 'alert' : undefined}>
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
