import { useMemo } from 'react';
import type { Conditions } from '../../language/conditions';
import { askedStructureType } from '../../report/asked-structure-type';
import { type WishOutcome, wishOutcomes } from '../../report/judge-candidate';
import { HermannMauguin } from '../components/HermannMauguin';
import { Verdict } from '../components/Verdict';
import type { Analysed } from '../use-analysis';
import { useStudioState } from '../use-studio';
import { Fact } from './Fact';
import styles from './WishReport.module.css';

export interface WishReportProps {
  readonly conditions: Conditions;
  readonly analysed: Analysed;
}

/** What was asked for, and what came of it. */
export function WishReport({ conditions, analysed: { analysis, crystal } }: WishReportProps) {
  const prompt = useStudioState((state) => state.run?.request.prompt);
  const structureType = useMemo(() => askedStructureType(prompt ?? '', conditions), [prompt, conditions]);
  const outcomes = wishOutcomes(conditions, analysis, crystal, structureType);
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
        {isMet === false ? (
          <>
            , got <InWords text={got} />
          </>
        ) : null}
      </span>
      {isMet === undefined ? (
        <span className={styles.unchecked}>not checked</span>
      ) : (
        <Verdict verdict={isMet ? 'good' : 'bad'} word={isMet ? 'met' : 'missed'} />
      )}
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
