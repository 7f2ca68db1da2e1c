import { symbolOf } from '../../../crystal/elements';
import { longestBond, pairKey } from '../../../viewer';
import { Disclosure } from '../../components/Disclosure';
import { NumberInput } from '../../components/NumberInput';
import { updateView } from '../../store/studio-store';
import { useStudio, useStudioState } from '../../use-studio';
import { usePresentElements } from './present-elements';
import styles from './ViewOptions.module.css';

const LONGEST = 6;

/** For each pair of elements the length up to which it is joined. */
export function BondCutoffList() {
  const { store } = useStudio();
  const style = useStudioState((state) => state.structureStyle);
  const elements = usePresentElements();
  if (elements.length === 0) return null;
  const pairs = elements.flatMap((first, index) => elements.slice(index).map((second) => [first, second] as const));
  const count = style.bondCutoffs.size;
  const change = (bondCutoffs: ReadonlyMap<number, number>) =>
    updateView(store, { structureStyle: { ...style, bondCutoffs } });
  return (
    <Disclosure title="Longest bonds" summary={count === 0 ? 'by covalent radii' : `${count} set by hand`}>
      <p className={styles.note}>A length set here joins the pair whatever the rule says; 0 never joins it.</p>
      <div className={styles.pairs}>
        {pairs.map(([first, second]) => {
          const key = pairKey(first, second);
          return (
            <NumberInput
              key={key}
              label={`${symbolOf(first)}–${symbolOf(second)}, Å`}
              value={style.bondCutoffs.get(key) ?? Number.NaN}
              minimum={0}
              maximum={LONGEST}
              step={0.01}
              hasSteppers={false}
              placeholder={longestBond(first, second).toFixed(2)}
              onChange={(length) => {
                const next = new Map(style.bondCutoffs);
                if (Number.isNaN(length)) next.delete(key);
                else next.set(key, length);
                change(next);
              }}
            />
          );
        })}
      </div>
    </Disclosure>
  );
}
