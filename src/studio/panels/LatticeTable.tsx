import type { LatticeParameters } from '../../crystal/lattice';
import { type CandidateSummary, SUMMARY_SYMPREC } from '../../generation/summary';
import { Quantity } from '../components/Quantity';
import { useStudioState } from '../use-studio';
import styles from './LatticeTable.module.css';

export interface LatticeTableProps {
  readonly analysis: CandidateSummary;
  /** The cell is that of a file, not one that was computed. */
  readonly isFromFile: boolean;
}

/** The cell as it is; while the viewer shows the conventional cell, that one. */
export function LatticeTable({ analysis, isFromFile }: LatticeTableProps) {
  const isConventional = useStudioState((state) => state.cell.kind === 'conventional');
  const { cells, atomCount, lattice } = analysis;
  if (isConventional && cells) {
    const name = `Conventional cell at ${SUMMARY_SYMPREC} Å, ${inAtoms(cells.conventionalAtoms)}`;
    return (
      <Cell
        name={name}
        lattice={cells.conventionalLattice}
        volume={(analysis.structure.volume * cells.conventionalAtoms) / atomCount}
      />
    );
  }
  const ownName = isFromFile ? 'Cell of the file' : 'Cell as computed';
  const name = cells?.primitiveAtoms === atomCount ? `${ownName}, primitive` : ownName;
  return <Cell name={`${name}, ${inAtoms(atomCount)}`} lattice={lattice} volume={analysis.structure.volume} />;
}

function inAtoms(count: number): string {
  return count === 1 ? '1 atom' : `${count} atoms`;
}

interface CellProps {
  readonly name: string;
  readonly lattice: LatticeParameters;
  /** Å³. */
  readonly volume: number;
}

function Cell({ name, lattice: { a, b, c, alpha, beta, gamma }, volume }: CellProps) {
  const rows = [
    ['a', a, 'α', alpha],
    ['b', b, 'β', beta],
    ['c', c, 'γ', gamma],
  ] as const;
  return (
    <table className={styles.lattice}>
      <caption className={styles.caption}>{name}</caption>
      <tbody>
        {rows.map(([length, lengthValue, angle, angleValue]) => (
          <tr key={length}>
            <th scope="row">
              <i>{length}</i>
            </th>
            <td>
              <Quantity value={lengthValue} digits={3} unit="Å" />
            </td>
            <th scope="row">
              <i>{angle}</i>
            </th>
            <td>
              <Quantity value={angleValue} digits={2} unit="°" />
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">
            <i>V</i>
          </th>
          <td>
            <Quantity value={volume} digits={1} unit="Å³" />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
