import type { ReactNode } from 'react';
import styles from './Panel.module.css';
import { ScrollArea } from './ScrollArea';

export interface PanelProps {
  /** Visible heading and accessible name of the region. */
  readonly title: string;
  /** Grid area in the studio's layout. */
  readonly area: 'prompt' | 'draft' | 'candidate';
  /** Controls at the right of the heading. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A named region with a heading row and a body that scrolls on its own. */
export function Panel({ title, area, tools, children }: PanelProps) {
  return (
    <section aria-label={title} data-area={area} className={`${styles.panel} ${styles[area]}`}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        <div className={styles.tools}>{tools}</div>
      </header>
      <ScrollArea className={styles.body}>{children}</ScrollArea>
    </section>
  );
}
