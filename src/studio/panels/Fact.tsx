import { createContext, type ReactNode, useContext } from 'react';
import styles from './Fact.module.css';

/** Whether facts say by what rule they are judged. */
export const RulesShown = createContext(true);

export interface FactProps {
  readonly name: string;
  /** By what rule it is judged. */
  readonly rule?: string;
  readonly children: ReactNode;
}

/** One line of a report: name, value, and the rule in small print where rules are shown. Belongs into a `dl`. */
export function Fact({ name, rule, children }: FactProps) {
  const isRuleShown = useContext(RulesShown);
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className={styles.value}>{children}</dd>
      {rule && isRuleShown ? <dd className={styles.rule}>{rule}</dd> : null}
    </div>
  );
}
