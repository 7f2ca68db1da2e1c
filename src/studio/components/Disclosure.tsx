import type { ReactNode } from 'react';
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components';
import styles from './Disclosure.module.css';
import { Icon } from './Icon';

export interface DisclosureProps {
  readonly title: string;
  /** Said beside the title while closed. */
  readonly summary?: ReactNode;
  readonly children: ReactNode;
}

export function Disclosure({ title, summary, children }: DisclosureProps) {
  return (
    <AriaDisclosure className={styles.disclosure}>
      <Heading level={3} className={styles.heading}>
        <Button slot="trigger" className={styles.trigger}>
          <span className={styles.chevron}>
            <Icon name="chevron" />
          </span>
          {title}
          <span className={styles.summary}>{summary}</span>
        </Button>
      </Heading>
      <DisclosurePanel className={styles.panel}>{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
