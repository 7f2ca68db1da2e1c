import { memo, useEffect, useMemo, useRef } from 'react';
import { formatFormulaSubscript } from '../../crystal/formula';
import { type DraftToken, tokensOf } from '../../generation/draft-tokens';
import type { DrawnWishes } from '../../generation/run';
import { Disclosure } from '../components/Disclosure';
import { Panel } from '../components/Panel';
import { Segmented } from '../components/Segmented';
import { draftCif } from '../exports';
import type { StudioState } from '../store/studio-store';
import { type CandidateView, type DraftView, selectedCandidate } from '../store/studio-store';
import { useStudio, useStudioState } from '../use-studio';
import styles from './DraftPanel.module.css';
import { DraftTokens } from './draft/DraftTokens';
import { SourceReport } from './SourceReport';

const formats = [
  { value: 'text', label: 'Text' },
  { value: 'cif', label: 'CIF' },
] as const;

/** What the language model writes, while it writes it, and what it wrote in vain. */
export function DraftPanel() {
  const { store } = useStudio();
  const candidate = useStudioState(selectedCandidate);
  const format = useStudioState((state) => state.draftFormat);
  const run = useStudioState((state) => state.run);
  return (
    <Panel
      title="Draft"
      area="draft"
      tools={
        run?.source ? null : (
          <Segmented
            label="Show the draft as"
            value={format}
            options={formats}
            onChange={(draftFormat) => store.setState({ draftFormat })}
          />
        )
      }
    >
      {run?.source ? (
        <SourceReport run={run} source={run.source} />
      ) : candidate && candidate.drafts.length > 0 ? (
        <Draft candidate={candidate} format={format} />
      ) : (
        <p className={styles.empty}>
          The language model writes the lengths and angles of the cell, then each element with its fractional
          coordinates.
        </p>
      )}
    </Panel>
  );
}

function Draft({ candidate, format }: { readonly candidate: CandidateView; readonly format: 'text' | 'cif' }) {
  const current = candidate.drafts.at(-1);
  const rejected = candidate.drafts.filter((draft) => draft.rejection !== undefined);
  const isStreaming = candidate.stage === 'drafting';
  const drawn = candidate.acceptedDraft?.drawnWishes;
  const kept = useStudioState(keptTokens);
  const shown = current && current.rejection === undefined ? current : undefined;
  return (
    <div className={styles.draft}>
      {rejected.length > 0 ? <Rejected drafts={candidate.drafts} count={rejected.length} isLast={!shown} /> : null}
      {shown ? (
        format === 'cif' ? (
          <pre className={styles.cif}>{candidate.draft ? draftCif(candidate.draft) : '# no complete cell yet'}</pre>
        ) : (
          <DraftText draft={shown} attempt={candidate.drafts.length - 1} isStreaming={isStreaming} />
        )
      ) : null}
      {shown ? (
        <p className={styles.facts}>
          {shown.tokenCount} tokens
          {candidate.draftSeconds > 0 ? `, ${(shown.tokenCount / candidate.draftSeconds).toFixed(0)} tokens/s` : ''}
        </p>
      ) : null}
      {kept > 0 && shown ? (
        <p className={styles.facts}>A branch: its first {kept} tokens are those of another draft.</p>
      ) : null}
      {drawn ? <p className={styles.facts}>Drawn by the seed for this draft: {drawnWords(drawn)}</p> : null}
      {isStreaming ? <KeepEndInView length={current?.text.length ?? 0} /> : null}
    </div>
  );
}

const keptTokens = ({ run }: StudioState) => run?.request.branch?.prefix.length ?? 0;
const none: readonly DraftToken[] = [];

interface DraftTextProps {
  readonly draft: DraftView;
  readonly attempt: number;
  readonly isStreaming?: boolean;
}

/** The text of a draft by its tokens; one whose record does not tell them is shown whole. */
const DraftText = memo(({ draft, attempt, isStreaming = false }: DraftTextProps) => {
  const { record, tokens: streamed = none, text } = draft;
  const kept = useStudioState(keptTokens);
  const tokens = useMemo(() => (record ? tokensOf(record) : streamed), [record, streamed]);
  if (!tokens) return <pre className={styles.cif}>{text}</pre>;
  return <DraftTokens tokens={tokens} attempt={attempt} kept={kept} isStreaming={isStreaming} />;
});

function drawnWords({ spaceGroup, elements, composition }: DrawnWishes): string {
  return [
    composition ? formatFormulaSubscript(composition) : elements?.join(', '),
    spaceGroup === undefined ? undefined : `space group ${spaceGroup}`,
  ]
    .filter((words) => words !== undefined)
    .join('; ');
}

interface RejectedProps {
  /** All attempts, in order. */
  readonly drafts: readonly DraftView[];
  /** How many of them were rejected. */
  readonly count: number;
  readonly isLast: boolean;
}

function Rejected({ drafts, count, isLast }: RejectedProps) {
  const title = count === 1 ? '1 draft rejected' : `${count} drafts rejected`;
  return (
    <Disclosure title={title} summary={isLast ? '' : drafts[count - 1]?.rejection}>
      <ol className={styles.rejected}>
        {drafts.slice(0, count).map((draft, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts only ever grow at the end
          <li key={index}>
            <p className={styles.reason}>{draft.rejection}</p>
            <div className={styles.rejectedText}>
              <DraftText draft={draft} attempt={index} />
            </div>
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}

/** Follows the growing text unless the reader scrolled away from its end. */
function KeepEndInView({ length }: { readonly length: number }) {
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs each time the text has grown
  useEffect(() => {
    const scroller = end.current?.closest('[data-scroll-area]');
    if (!scroller || scroller.scrollHeight <= scroller.clientHeight) return;
    const distance = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (distance < 80) scroller.scrollTop = scroller.scrollHeight;
  }, [length]);
  return <div ref={end} />;
}
