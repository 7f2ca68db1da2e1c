import { useEffect, useRef, useState } from 'react';
import { reducedFormula } from '../../../crystal/formula';
import { openGallery, showStructure } from '../../actions/candidate-actions';
import type { CandidateRow } from '../../candidate-row';
import { Button } from '../../components/Button';
import { Notice } from '../../components/Notice';
import { ScrollArea } from '../../components/ScrollArea';
import { Select } from '../../components/Select';
import { useCandidateRows } from '../../use-candidate-rows';
import { useAction, useStudio, useStudioState } from '../../use-studio';
import styles from './Comparison.module.css';
import gallery from './Gallery.module.css';
import { PairOfViews } from './PairOfViews';
import { StructuralDiff } from './StructuralDiff';
import { useComparison } from './use-comparison';

/** Two candidates side by side, seen through one camera, the right one laid on the left. */
export function Comparison() {
  const { store } = useStudio();
  const pair = useStudioState((state) => state.compared);
  const rows = useCandidateRows().filter(({ crystal, annotation }) => crystal && !annotation.isDeleted);
  const [left, right] = pair.map((index) => rows.find((row) => row.index === index));
  const [marked, setMarked] = useState<number>();
  const state = useComparison(left?.crystal, right?.crystal);
  const toGallery = useAction(openGallery);
  const toStructure = useAction(showStructure);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector('select')?.focus(), []);
  const options = rows.map((row) => ({ value: String(row.index), label: nameOf(row) }));
  const choose = (side: 0 | 1) => (value: string) => {
    setMarked(undefined);
    store.setState(({ compared }) => ({
      compared: side === 0 ? [Number(value), compared[1]] : [compared[0], Number(value)],
    }));
  };
  return (
    <div ref={root} className={gallery.gallery}>
      <header className={gallery.header}>
        <h2 className={gallery.title}>Comparison</h2>
        <div className={gallery.tools}>
          <Button look="small" onPress={toGallery.onPress}>
            Back to the gallery
          </Button>
          <Button look="small" onPress={toStructure.onPress}>
            {toStructure.label}
          </Button>
        </div>
      </header>
      <div className={styles.choice}>
        <Select label="Left candidate" value={String(pair[0])} options={options} onChange={choose(0)} />
        <Select label="Right candidate" value={String(pair[1])} options={options} onChange={choose(1)} />
      </div>
      <ScrollArea className={gallery.body}>
        {!left || !right ? (
          <p className={gallery.note}>Choose two candidates that have a crystal.</p>
        ) : state.kind === 'failed' ? (
          <Notice kind="bad">The two could not be compared: {state.message}</Notice>
        ) : state.kind === 'pending' ? (
          <p className={gallery.note}>Comparing …</p>
        ) : (
          <>
            <PairOfViews
              comparison={state.comparison}
              names={[`Left: ${nameOf(left)}`, `Right: ${nameOf(right)}`]}
              marked={marked}
            />
            <StructuralDiff comparison={state.comparison} sides={[left, right]} marked={marked} onMark={setMarked} />
          </>
        )}
      </ScrollArea>
    </div>
  );
}

function nameOf({ index, crystal }: CandidateRow): string {
  return `${index + 1}, ${crystal ? reducedFormula(crystal) : 'no crystal'}`;
}
