import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { reducedFormula } from '../../../crystal/formula';
import { typesetSymbol } from '../../../crystal/space-groups';
import { type CandidateRow, spaceGroupOf, stageInWords, validityOf } from '../../candidate-row';
import { Formula } from '../../components/Formula';
import { HermannMauguin } from '../../components/HermannMauguin';
import { Icon } from '../../components/Icon';
import { structureClass } from '../../components/structure-class';
import type { GalleryView, SortColumn } from '../../store/gallery-view';
import styles from './CandidateTable.module.css';
import type { CandidateListProps } from './CandidateTiles';
import { rowInWords } from './row-in-words';

interface TableColumn {
  readonly id: SortColumn;
  readonly title: string;
  readonly unit?: string;
  readonly isNumber?: boolean;
  readonly cell: (row: CandidateRow) => React.ReactNode;
}

const columns: readonly TableColumn[] = [
  { id: 'number', title: 'No.', isNumber: true, cell: (row) => <NumberCell row={row} /> },
  { id: 'formula', title: 'Formula', cell: ({ crystal }) => crystal && <Formula text={reducedFormula(crystal)} /> },
  { id: 'space group', title: 'Space group', cell: (row) => <GroupCell row={row} /> },
  {
    id: 'density',
    title: 'Density',
    unit: 'g/cm³',
    isNumber: true,
    cell: ({ summary }) => summary?.density.toFixed(2),
  },
  { id: 'validity', title: 'Validity', cell: (row) => <ValidityCell row={row} /> },
  {
    id: 'confidence',
    title: 'Confidence',
    unit: '%',
    isNumber: true,
    cell: ({ confidence }) => (confidence === undefined ? undefined : (100 * confidence).toFixed(0)),
  },
  { id: 'τ', title: 'τ', isNumber: true, cell: ({ tau }) => tau },
  { id: 'structure', title: 'Structure', isNumber: true, cell: (row) => <StructureCell row={row} /> },
];

export interface CandidateTableProps extends CandidateListProps {
  readonly sort: GalleryView['sort'];
  readonly onSort: (sort: GalleryView['sort']) => void;
}

/** The candidates as a table; a press on a heading sorts by it. */
export function CandidateTable({ rows, selected, sort, onSelect, onOpen, onSort }: CandidateTableProps) {
  return (
    <Table
      aria-label="Candidates"
      className={styles.table}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={[String(selected)]}
      onSelectionChange={(keys) => {
        const [chosen] = keys === 'all' ? [] : [...keys];
        if (chosen !== undefined) onSelect(Number(chosen));
      }}
      onRowAction={(key) => onOpen(Number(key))}
      sortDescriptor={{ column: sort.column, direction: sort.isDescending ? 'descending' : 'ascending' }}
      onSortChange={({ column, direction }) =>
        onSort({ column: column as SortColumn, isDescending: direction === 'descending' })
      }
    >
      <TableHeader>
        {columns.map(({ id, title, unit, isNumber }) => (
          <Column
            key={id}
            id={id}
            allowsSorting
            isRowHeader={id === 'formula'}
            className={isNumber ? `${styles.heading} ${styles.numeric}` : styles.heading}
          >
            {({ sortDirection }) => (
              <>
                {title}
                {unit ? <span className={styles.unit}> {unit}</span> : null}
                <span aria-hidden="true" className={styles.arrow}>
                  {sortDirection === undefined ? '' : sortDirection === 'ascending' ? '▲' : '▼'}
                </span>
              </>
            )}
          </Column>
        ))}
      </TableHeader>
      <TableBody renderEmptyState={() => 'No candidate passes these filters.'}>
        {rows.map((row) => (
          <Row key={row.index} id={String(row.index)} textValue={rowInWords(row)} className={styles.row}>
            {columns.map(({ id, isNumber, cell }) => (
              <Cell key={id} className={isNumber ? `${styles.cell} ${styles.numeric}` : styles.cell}>
                {cell(row)}
              </Cell>
            ))}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function NumberCell({ row }: { readonly row: CandidateRow }) {
  const { index, annotation } = row;
  return (
    <span className={styles.number}>
      {annotation.isStarred ? (
        <span className={styles.star} role="img" aria-label="starred">
          <Icon name="starred" />
        </span>
      ) : null}
      {index + 1}
    </span>
  );
}

function GroupCell({ row }: { readonly row: CandidateRow }) {
  const group = spaceGroupOf(row);
  if (!group) return row.summary ? 'none found' : undefined;
  return (
    <>
      <HermannMauguin symbol={typesetSymbol(group)} /> ({group.number})
    </>
  );
}

/** What stands in the way, or how far the candidate has come. */
function ValidityCell({ row }: { readonly row: CandidateRow }) {
  if (!row.summary) return stageInWords(row);
  const validity = validityOf(row.summary);
  return <span className={validity === 'valid' ? undefined : styles.bad}>{validity}</span>;
}

function StructureCell({ row: { structure } }: { readonly row: CandidateRow }) {
  if (structure === 0) return undefined;
  return <span className={`${styles.badge} ${structureClass(structure)}`}>{structure}</span>;
}
