import { symbolOf } from '../../../crystal/elements';
import { latticeParameters } from '../../../crystal/lattice';
import { typesetSymbol } from '../../../crystal/space-groups';
import type { StructureComparison } from '../../../crystal/structure-comparison';
import { volumePerAtomOf } from '../../../report/judge-candidate';
import { type CandidateRow, spaceGroupOf } from '../../candidate-row';
import { HermannMauguin } from '../../components/HermannMauguin';
import { Notice } from '../../components/Notice';
import styles from './Comparison.module.css';

export interface StructuralDiffProps {
  readonly comparison: StructureComparison;
  readonly sides: readonly [left: CandidateRow, right: CandidateRow];
  readonly marked: number | undefined;
  readonly onMark: (atom: number | undefined) => void;
}

/** What two crystals have in common and where they differ, in numbers. */
export function StructuralDiff({ comparison, sides, marked, onMark }: StructuralDiffProps) {
  const { mapping, reason, isPrimitive } = comparison;
  return (
    <section aria-label="Difference" className={styles.diff}>
      {mapping ? (
        <p>
          RMSD <strong>{mapping.rootMeanSquare.toFixed(3)}</strong>
          {'\u202f'}Å over {mapping.partners.length} mapped {mapping.partners.length === 1 ? 'atom' : 'atoms'}, the
          farthest <strong>{mapping.largest.toFixed(3)}</strong>
          {'\u202f'}Å apart. {isPrimitive ? `Both in their primitive cells at 0.1\u202fÅ. ` : ''}
          {mapping.isMirrored ? 'The right one is shown mirrored.' : ''}
        </p>
      ) : (
        <Notice kind="warn">The atoms of the two are not mapped. {reason}</Notice>
      )}
      <div className={styles.tables}>
        <Quantities comparison={comparison} sides={sides} />
        {mapping ? <Atoms comparison={comparison} marked={marked} onMark={onMark} /> : null}
      </div>
      {mapping ? (
        <p className={styles.note}>
          The right crystal is shown in the axes, origin and order of atoms of the left one that bring their atoms
          closest. Distances leave out the shift that all atoms have in common, and the difference in volume: both cells
          are brought to the geometric mean of the two.
        </p>
      ) : null}
    </section>
  );
}

function Quantities({ comparison, sides }: Pick<StructuralDiffProps, 'comparison' | 'sides'>) {
  const cells = [latticeParameters(comparison.first.lattice), latticeParameters(comparison.second.lattice)];
  const parameter = (name: 'a' | 'b' | 'c' | 'alpha' | 'beta' | 'gamma') => cells.map((cell) => cell[name]);
  const summaries = sides.map(({ summary }) => summary);
  const rows: readonly (readonly [
    name: string,
    unit: string,
    digits: number,
    values: readonly (number | undefined)[],
  ])[] = [
    ['a', 'Å', 3, parameter('a')],
    ['b', 'Å', 3, parameter('b')],
    ['c', 'Å', 3, parameter('c')],
    ['α', '°', 2, parameter('alpha')],
    ['β', '°', 2, parameter('beta')],
    ['γ', '°', 2, parameter('gamma')],
    ['Volume per atom', 'Å³', 2, summaries.map((summary) => summary && volumePerAtomOf(summary))],
    ['Density', 'g/cm³', 2, summaries.map((summary) => summary?.density)],
    ['Shortest distance', 'Å', 3, summaries.map((summary) => summary?.structure.shortestDistance)],
  ];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <td />
          <th scope="col">Left</th>
          <th scope="col">Right</th>
          <th scope="col">Difference</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Space group, 0.1{'\u202f'}Å</th>
          {sides.map((row, side) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the two sides
            <td key={side}>
              <Group row={row} />
            </td>
          ))}
          <td>{spaceGroupOf(sides[0])?.number === spaceGroupOf(sides[1])?.number ? 'same' : 'other'}</td>
        </tr>
        {rows.map(([name, unit, digits, [left, right]]) => (
          <tr key={name}>
            <th scope="row">
              {name}, {unit}
            </th>
            <td>{left?.toFixed(digits)}</td>
            <td>{right?.toFixed(digits)}</td>
            <td>{left === undefined || right === undefined ? '' : signed(right - left, digits)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

function Group({ row }: { readonly row: CandidateRow }) {
  const group = spaceGroupOf(row);
  if (!group) return 'none found';
  return (
    <>
      <HermannMauguin symbol={typesetSymbol(group)} /> ({group.number})
    </>
  );
}

/** The mapped atoms; pressing one marks it in both pictures. */
function Atoms({ comparison, marked, onMark }: Pick<StructuralDiffProps, 'comparison' | 'marked' | 'onMark'>) {
  const { mapping, first } = comparison;
  if (!mapping) return null;
  const site = (atom: number, number: number) => `${symbolOf(first.atomicNumbers[atom])}${number + 1}`;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Left</th>
          <th scope="col">Right</th>
          <th scope="col">Apart, Å</th>
        </tr>
      </thead>
      <tbody>
        {mapping.partners.map((partner, atom) => (
          <tr key={site(atom, atom)} data-marked={atom === marked ? '' : undefined}>
            <th scope="row">
              <button
                type="button"
                className={styles.site}
                aria-pressed={atom === marked}
                onClick={() => onMark(atom === marked ? undefined : atom)}
              >
                {site(atom, atom)}
              </button>
            </th>
            <td>{site(atom, partner)}</td>
            <td>{mapping.displacements[atom].toFixed(3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
