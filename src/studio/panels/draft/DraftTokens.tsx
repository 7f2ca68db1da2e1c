import { Fragment, type KeyboardEvent, memo, type SyntheticEvent, useMemo, useRef, useState } from 'react';
import type { DraftToken } from '../../../generation/draft-tokens';
import { CONFIDENCE_LEVELS, confidenceLevel } from '../../../viewer/confidence-scale';
import { useStudio } from '../../use-studio';
import styles from './DraftTokens.module.css';
import { TokenAlternatives } from './TokenAlternatives';
import { isSameLine, linesOf, type PlacedToken, placeAfterKey, type TokenLine } from './token-lines';
import { logarithm, percent, tokenWords } from './token-words';

export interface DraftTokensProps {
  readonly tokens: readonly DraftToken[];
  /** Number of the draft among the attempts at its candidate. */
  readonly attempt: number;
  /** So many tokens were kept from another draft. */
  readonly kept: number;
  readonly isStreaming?: boolean;
}

const cellLabels = ['a b c, Å', 'α β γ, °'];

/**
 * A crystal text token by token, each underlined by how sure the model was of it. For the keyboard it is one stop with
 * arrow keys in it. A line is drawn anew only when it changes, however fast tokens come.
 */
export function DraftTokens({ tokens, attempt, kept, isStreaming = false }: DraftTokensProps) {
  const { store } = useStudio();
  const lines = useMemo(() => linesOf(tokens), [tokens]);
  const [stop, setStop] = useState(0);
  const [looked, setLooked] = useState<number | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const [opened, setOpened] = useState<number | null>(null);
  const face = (line: TokenLine | undefined) =>
    line && <Line line={line} stop={holds(line, stop) ? stop : -1} kept={kept} />;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const place = placeOf(event);
    const next = place === undefined ? undefined : placeAfterKey(lines, place, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
  };
  const look = (event: SyntheticEvent) => setLooked(placeOf(event) ?? null);
  const atoms = lines.slice(cellLabels.length).filter((_, index) => index % 2 === 0);
  return (
    <div className={styles.draft}>
      {/* biome-ignore lint/a11y/useSemanticElements: a set of fields this is not */}
      <div
        role="group"
        aria-label="Tokens of the draft"
        className={styles.text}
        onKeyDown={onKeyDown}
        onPointerOver={look}
        onPointerLeave={() => setLooked(null)}
        onFocus={(event) => {
          look(event);
          const place = placeOf(event) ?? 0;
          setStop(place);
          if (!isStreaming) store.setState({ draftToken: { attempt, place } });
        }}
        onBlur={() => setLooked(null)}
        onClick={(event) => {
          const place = placeOf(event);
          if (place === undefined || isStreaming) return;
          opener.current = event.currentTarget.querySelector<HTMLElement>(`[data-place="${place}"]`);
          setOpened(place);
        }}
      >
        {cellLabels.map((label, index) => (
          <div key={label} className={styles.cell}>
            <span className={styles.numbers}>
              {face(lines[index])}
              {isStreaming && index >= lines.length - 1 ? <Caret /> : null}
            </span>
            <span className={styles.label} aria-hidden="true">
              {label}
            </span>
          </div>
        ))}
        <div className={styles.atoms}>
          {atoms.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an atom's place in the text is its identity
            <Fragment key={index}>
              <span className={styles.element}>{face(line)}</span>
              <span className={styles.numbers}>
                {face(lines[cellLabels.length + 2 * index + 1])}
                {isStreaming && index === atoms.length - 1 ? <Caret /> : null}
              </span>
            </Fragment>
          ))}
        </div>
      </div>
      <Readout token={looked === null ? undefined : tokens[looked]} place={looked} count={tokens.length} kept={kept} />
      <TokenAlternatives
        token={opened === null ? undefined : tokens[opened]}
        at={{ attempt, place: opened ?? 0 }}
        opener={opener}
        onClose={() => setOpened(null)}
      />
    </div>
  );
}

interface LineProps {
  readonly line: TokenLine;
  /** The token that Tab comes to, −1 for none of this line. */
  readonly stop: number;
  readonly kept: number;
}

const Line = memo(
  ({ line, stop, kept }: LineProps) =>
    line.map((placed) => (
      <Token key={placed.place} placed={placed} isStop={placed.place === stop} isKept={placed.place < kept} />
    )),
  (one, other) => one.stop === other.stop && one.kept === other.kept && isSameLine(one.line, other.line),
);

function Token({
  placed: { token, place, text },
  isStop,
  isKept,
}: {
  placed: PlacedToken;
  isStop: boolean;
  isKept: boolean;
}) {
  const level = confidenceLevel(Math.exp(token.logProbability));
  const sign = token.endOfText ? 'end' : text === '' ? '↵' : undefined;
  return (
    <button
      type="button"
      tabIndex={isStop ? 0 : -1}
      data-place={place}
      aria-label={`${tokenWords(token)}, ${percent(token.logProbability)}${isKept ? ', kept' : ''}`}
      aria-haspopup="dialog"
      className={`${styles.token} ${levelClasses[level]} ${isKept ? styles.kept : ''} ${sign ? styles.sign : ''}`}
    >
      {sign ?? text}
    </button>
  );
}

const levelClasses = CONFIDENCE_LEVELS.map((_, level) => styles[`level${level}`]);

/** What the focus or the pointer is on, in numbers; screen readers hear it with the token. */
function Readout({
  token,
  place,
  count,
  kept,
}: {
  token: DraftToken | undefined;
  place: number | null;
  count: number;
  kept: number;
}) {
  return (
    <div className={styles.foot} aria-hidden="true">
      {token && place !== null ? (
        <p className={styles.readout}>
          <strong>{tokenWords(token)}</strong> {percent(token.logProbability)}, ln <i>p</i> ={' '}
          {logarithm(token.logProbability)} · token {place + 1} of {count}
          {place < kept ? ', kept' : ''}
        </p>
      ) : (
        <ul className={styles.key}>
          {CONFIDENCE_LEVELS.map(({ label }, level) => (
            <li key={label}>
              <span className={`${styles.token} ${levelClasses[level]}`}>{label}</span>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.note}>Raw probability of each token; not calibrated</p>
    </div>
  );
}

function holds(line: TokenLine, place: number): boolean {
  return line.some((placed) => placed.place === place);
}

function placeOf({ target }: SyntheticEvent): number | undefined {
  const token = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  return token ? Number(token.dataset.place) : undefined;
}

function Caret() {
  return <span className={styles.caret} aria-hidden="true" />;
}
