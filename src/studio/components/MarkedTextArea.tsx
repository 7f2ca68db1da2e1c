import { type Ref, useMemo } from 'react';
import styles from './MarkedTextArea.module.css';

/** Characters start ≤ i < end of the text. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'understood' | 'unknown' | 'wrong';
}

export interface MarkedTextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly marks: readonly Mark[];
  readonly placeholder: string;
  /** Id of the element that says what was made of the text. */
  readonly describedBy: string;
  readonly isInvalid: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly onChange: (value: string) => void;
  /** Enter without Shift. */
  readonly onSubmit: () => void;
}

/** A text box that underlines parts of its text. The underlined copy lies behind it and also gives it its height. */
export function MarkedTextArea(props: MarkedTextAreaProps) {
  const pieces = useMemo(() => cut(props.value, props.marks), [props.value, props.marks]);
  return (
    <div className={styles.stack}>
      <div className={styles.copy} aria-hidden="true">
        {pieces.map((piece) => (
          <span key={piece.start} className={piece.kind ? styles[piece.kind] : undefined}>
            {piece.text}
          </span>
        ))}
        {'\u200b'}
      </div>
      <textarea
        ref={props.ref}
        className={styles.text}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid || undefined}
        value={props.value}
        placeholder={props.placeholder}
        rows={2}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onKeyDown={(event) => {
          // While an input method composes, Enter belongs to it; with Ctrl it belongs to the shortcut.
          if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return;
          if (event.nativeEvent.isComposing) return;
          event.preventDefault();
          props.onSubmit();
        }}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}

interface Piece {
  readonly start: number;
  readonly text: string;
  readonly kind?: Mark['kind'];
}

/** The text in marked and unmarked pieces; where marks overlap the later one in the list wins. */
function cut(text: string, marks: readonly Mark[]): Piece[] {
  const kinds = new Array<Mark['kind'] | undefined>(text.length).fill(undefined);
  for (const { start, end, kind } of marks) kinds.fill(kind, start, end);
  const pieces: Piece[] = [];
  for (let start = 0; start < text.length; ) {
    let end = start + 1;
    while (end < text.length && kinds[end] === kinds[start]) end++;
    pieces.push({ start, text: text.slice(start, end), kind: kinds[start] });
    start = end;
  }
  return pieces;
}
