import { Fragment } from 'react';
import styles from './DraftText.module.css';

export interface DraftTextProps {
  readonly text: string;
  readonly isStreaming: boolean;
}

const cellLabels = ['a b c, Å', 'α β γ, °'];

/**
 * Crystal text as it streams. The two lines of the cell are labelled; an atom's element and coordinates, two lines of the
 * text, stand in one row, and copying gives the text as the model wrote it.
 */
export function DraftText({ text, isStreaming }: DraftTextProps) {
  const lines = text.split('\n');
  const cell = lines.slice(0, 2);
  const atoms: [string, string][] = [];
  for (let line = 2; line < lines.length; line += 2) {
    if (lines[line] !== '') atoms.push([lines[line] ?? '', lines[line + 1] ?? '']);
  }
  return (
    <div className={styles.text}>
      {cell.map((line, index) => (
        <div key={cellLabels[index]} className={styles.cell}>
          <span className={styles.numbers}>
            {line}
            {isStreaming && index === lines.length - 1 ? <Caret /> : null}
          </span>
          <span className={styles.label} aria-hidden="true">
            {cellLabels[index]}
          </span>
        </div>
      ))}
      <div className={styles.atoms}>
        {atoms.map(([element, coordinates], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an atom's place in the text is its identity
          <Fragment key={index}>
            <span className={styles.element}>{element}</span>
            <span>
              {coordinates}
              {isStreaming && index === atoms.length - 1 ? <Caret /> : null}
            </span>
          </Fragment>
        ))}
      </div>
    </div>
  );
}

function Caret() {
  return <span className={styles.caret} aria-hidden="true" />;
}
