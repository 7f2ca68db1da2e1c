import { useMemo } from 'react';
import { reducedFormula } from '../../../crystal/formula';
import { typesetSymbol } from '../../../crystal/space-groups';
import { type CandidateRow, spaceGroupOf, stageInWords, validityOf } from '../../candidate-row';
import { Formula } from '../../components/Formula';
import { HermannMauguin } from '../../components/HermannMauguin';
import { Icon } from '../../components/Icon';
import { PictureList } from '../../components/PictureList';
import styles from './Gallery.module.css';
import { rowInWords } from './row-in-words';
import { useThumbnails } from './use-thumbnails';

export interface CandidateListProps {
  readonly rows: readonly CandidateRow[];
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (index: number) => void;
}

/** The candidates as pictures. */
export function CandidateTiles({ rows, selected, onSelect, onOpen }: CandidateListProps) {
  const pictureOf = useThumbnails(useMemo(() => rows.flatMap(({ crystal }) => crystal ?? []), [rows]));
  const items = useMemo(() => {
    const numbers = rows.map(({ structure }) => structure);
    return rows.map((row) => ({
      key: String(row.index),
      name: rowInWords(row),
      structure: row.structure,
      isAlone: row.structure > 0 && numbers.indexOf(row.structure) === numbers.lastIndexOf(row.structure),
      picture: row.crystal && pictureOf(row.crystal),
      noPicture: row.crystal ? '' : stageInWords(row),
      title: <Title row={row} />,
      children: <Lines row={row} />,
    }));
  }, [rows, pictureOf]);
  return (
    <PictureList
      label="Candidates"
      items={items}
      selected={rows.some(({ index }) => index === selected) ? String(selected) : undefined}
      onSelect={(key) => onSelect(Number(key))}
      onOpen={(key) => onOpen(Number(key))}
    />
  );
}

function Title({ row }: { readonly row: CandidateRow }) {
  return (
    <span className={styles.number}>
      {row.index + 1}
      {row.annotation.isStarred ? (
        <span className={styles.star}>
          <Icon name="starred" />
        </span>
      ) : null}
    </span>
  );
}

function Lines({ row }: { readonly row: CandidateRow }) {
  const { crystal, summary, annotation } = row;
  const group = spaceGroupOf(row);
  const validity = summary && validityOf(summary);
  if (!crystal) return null;
  return (
    <>
      <p className={styles.formula}>
        <Formula text={reducedFormula(crystal)} />
      </p>
      <p>
        {group ? (
          <>
            <HermannMauguin symbol={typesetSymbol(group)} /> ({group.number})
          </>
        ) : summary ? (
          'no group'
        ) : (
          stageInWords(row)
        )}
      </p>
      {validity && validity !== 'valid' ? <p className={styles.bad}>{validity}</p> : null}
      {annotation.tags ? <p className={styles.tags}>{annotation.tags.join(', ')}</p> : null}
    </>
  );
}
