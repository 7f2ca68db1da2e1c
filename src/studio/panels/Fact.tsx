import type { ReactNode } from 'react';
import styles from './Fact.module.css';

export interface FactProps {
  readonly name: string;
  /** By what rule it is judged. */
  readonly rule?: string;
  readonly children: ReactNode;
}

/** One line of a report: name, value, and the rule in small print. Belongs into a `dl`. */
export function Fact({ name, rule, children }: FactProps) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className={styles.value}>{children}</dd>
      {rule ? <dd className={styles.rule}>{rule}</dd> : null}
    </div>
  );
}
