import { useMemo } from 'react';
import type { CandidateSummary } from '../../generation/summary';
import type { Conditions } from '../../language/conditions';
import { understandPrompt } from '../../language/prompt';
import { HermannMauguin } from '../components/HermannMauguin';
import { Verdict } from '../components/Verdict';
import { type WishOutcome, wishOutcomes } from '../judge-candidate';
import { limitsOf } from '../store/prompt';
import { useStudioState } from '../use-studio';
import { Fact } from './Fact';
import styles from './WishReport.module.css';

export interface WishReportProps {
  readonly conditions: Conditions;
  readonly analysis: CandidateSummary;
}

/** What was asked for, and what came of it. */
export function WishReport({ conditions, analysis }: WishReportProps) {
  const structureType = useStructureType(conditions);
  const outcomes = wishOutcomes(conditions, analysis, structureType);
  if (outcomes.length === 0) return null;
  return (
    <section aria-label="Asked for">
      <h3 className={styles.title}>Asked for</h3>
      <dl className={styles.wishes}>
        {outcomes.map((outcome) => (
          <Wish key={outcome.name + outcome.asked} outcome={outcome} />
        ))}
      </dl>
    </section>
  );
}

function Wish({ outcome: { name, asked, got, isMet } }: { readonly outcome: WishOutcome }) {
  return (
    <Fact name={name}>
      <span>
        <InWords text={asked} />
        {isMet ? null : (
          <>
            , got <InWords text={got} />
          </>
        )}
      </span>
      <Verdict verdict={isMet ? 'good' : 'bad'} word={isMet ? 'met' : 'missed'} />
    </Fact>
  );
}

/** Symbols of space groups as they are printed. */
function InWords({ text }: { readonly text: string }) {
  const symbol = /^(.*?)(\S+)( \(no\. \d+\))$/.exec(text);
  if (!symbol) return <>{text}</>;
  return (
    <>
      {symbol[1]}
      <HermannMauguin symbol={symbol[2]} />
      {symbol[3]}
    </>
  );
}

/** Name of the structure type that asked for the space group, read from the run's prompt. */
function useStructureType({ spaceGroup }: Conditions): string | undefined {
  const prompt = useStudioState((state) => state.run?.request.prompt);
  const models = useStudioState((state) => state.models);
  return useMemo(() => {
    if (!prompt || !models || spaceGroup === undefined) return undefined;
    const { chips } = understandPrompt(prompt, limitsOf(models));
    const asksItself = chips.some(({ kind, wish }) => kind === 'space-group' && wish.spaceGroup === spaceGroup);
    return asksItself ? undefined : chips.find(({ kind }) => kind === 'structure-type')?.label;
  }, [prompt, models, spaceGroup]);
}
