import { useMemo } from 'react';
import type { Conditions } from '../../language/conditions';
import { understandPrompt } from '../../language/prompt';
import { type WishOutcome, wishOutcomes } from '../../report/judge-candidate';
import { HermannMauguin } from '../components/HermannMauguin';
import { Verdict } from '../components/Verdict';
import { limitsOf } from '../store/prompt';
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
  const structureType = useStructureType(conditions);
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

/** Name of the structure type asked for, read from the run's prompt; none where the prompt names the space group itself. */
function useStructureType({ spaceGroup }: Conditions): string | undefined {
  const prompt = useStudioState((state) => state.run?.request.prompt);
  const models = useStudioState((state) => state.models);
  return useMemo(() => {
    if (!prompt || !models) return undefined;
    const { chips } = understandPrompt(prompt, limitsOf(models));
    const asksItself = chips.some(({ kind, wish }) => kind === 'space-group' && wish.spaceGroup !== undefined);
    const type = chips.find(({ kind }) => kind === 'structure-type')?.label;
    return asksItself && spaceGroup !== undefined ? undefined : type;
  }, [prompt, models, spaceGroup]);
}
