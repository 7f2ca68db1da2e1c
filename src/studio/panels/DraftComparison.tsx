import { largestDisplacement } from '../../crystal/displacement';
import { typesetSymbol } from '../../crystal/space-groups';
import type { CandidateSummary } from '../../generation/summary';
import { groupOf, volumePerAtomOf } from '../../report/judge-candidate';
import { takeDraft } from '../actions/run-actions';
import { Button } from '../components/Button';
import { HermannMauguin } from '../components/HermannMauguin';
import { Notice } from '../components/Notice';
import { Quantity } from '../components/Quantity';
import type { Analysed } from '../use-analysis';
import { useAction } from '../use-studio';
import styles from './DraftComparison.module.css';

const rows: readonly {
  readonly name: string;
  readonly isSymbol?: boolean;
  readonly digits: number;
  readonly unit: string;
  readonly value: (analysis: CandidateSummary) => number;
}[] = [
  { name: 'a', isSymbol: true, digits: 3, unit: 'Å', value: ({ lattice }) => lattice.a },
  { name: 'b', isSymbol: true, digits: 3, unit: 'Å', value: ({ lattice }) => lattice.b },
  { name: 'c', isSymbol: true, digits: 3, unit: 'Å', value: ({ lattice }) => lattice.c },
  { name: 'α', isSymbol: true, digits: 2, unit: '°', value: ({ lattice }) => lattice.alpha },
  { name: 'β', isSymbol: true, digits: 2, unit: '°', value: ({ lattice }) => lattice.beta },
  { name: 'γ', isSymbol: true, digits: 2, unit: '°', value: ({ lattice }) => lattice.gamma },
  { name: 'Volume per atom', digits: 1, unit: 'Å³', value: volumePerAtomOf },
  { name: 'Density', digits: 2, unit: 'g/cm³', value: ({ density }) => density },
  { name: 'Shortest distance', digits: 2, unit: 'Å', value: ({ structure }) => structure.shortestDistance },
];

/** Draft and refined crystal side by side, for refinement does not always make a draft better. */
export function DraftComparison({ draft, refined }: { readonly draft: Analysed; readonly refined: Analysed }) {
  const take = useAction(takeDraft);
  return (
    <section aria-label="Draft and refined" className={styles.comparison}>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">Draft</th>
            <th scope="col">Refined</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Space group, 0.1{'\u202f'}Å</th>
            {[draft, refined].map(({ analysis }, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the two columns
              <td key={column}>
                <Group analysis={analysis} />
              </td>
            ))}
          </tr>
          {rows.map(({ name, isSymbol, digits, unit, value }) => (
            <tr key={name}>
              <th scope="row">{isSymbol ? <i>{name}</i> : name}</th>
              {[draft, refined].map(({ analysis }, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the two columns
                <td key={column}>
                  <Quantity value={value(analysis)} digits={digits} unit={unit} />
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">Largest displacement</th>
            <td />
            <td>
              <Quantity value={largestDisplacement(draft.crystal, refined.crystal)} digits={2} unit="Å" />
            </td>
          </tr>
        </tbody>
      </table>
      <div>
        <Button look="small" isDisabled={take.isDisabled} onPress={take.onPress}>
          {take.label}
        </Button>
      </div>
    </section>
  );
}

function Group({ analysis }: { readonly analysis: CandidateSummary }) {
  const group = groupOf(analysis);
  if (!group) return <>none found</>;
  return (
    <>
      <HermannMauguin symbol={typesetSymbol(group)} /> ({group.number})
    </>
  );
}

/** What refinement took from the draft, with the way back. */
export function LossNotice({ losses }: { readonly losses: readonly string[] }) {
  const take = useAction(takeDraft);
  if (losses.length === 0) return null;
  return (
    <Notice
      kind="warn"
      actions={
        <Button look="small" isDisabled={take.isDisabled} onPress={take.onPress}>
          {take.label}
        </Button>
      }
    >
      <strong>Refinement made it worse.</strong> {losses.join(' ')}
    </Notice>
  );
}
