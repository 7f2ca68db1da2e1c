import type { CSSProperties } from 'react';
import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import styles from './ProgressBar.module.css';

export interface ProgressBarProps {
  readonly label: string;
  /** 0–1; undefined when the end is not known. */
  readonly share: number | undefined;
}

export function ProgressBar({ label, share }: ProgressBarProps) {
  const isIndeterminate = share === undefined;
  return (
    <AriaProgressBar
      aria-label={label}
      value={(share ?? 0) * 100}
      isIndeterminate={isIndeterminate}
      className={styles.bar}
    >
      <div
        className={isIndeterminate ? `${styles.fill} ${styles.indeterminate}` : styles.fill}
        style={{ '--share': share ?? 0 } as CSSProperties}
      />
    </AriaProgressBar>
  );
}
