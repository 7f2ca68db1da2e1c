import { memo, type ReactNode } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import styles from './PictureList.module.css';
import { structureClass } from './structure-class';

/** CSS pixels. */
export const PICTURE_SIZE = 104;

export interface PictureItem {
  readonly key: string;
  /** All that the tile shows, in words. */
  readonly name: string;
  /** Number of its structure, from 1; 0 where there is none. */
  readonly structure: number;
  /** No other has its structure: nothing marks it. */
  readonly isAlone?: boolean;
  /** An SVG document. */
  readonly picture: string | undefined;
  /** Stands in the picture's place while there is none. */
  readonly noPicture: string;
  /** What stands beside the structure's number. */
  readonly title: ReactNode;
  /** Lines below. */
  readonly children: ReactNode;
}

export interface PictureListProps {
  readonly label: string;
  readonly items: readonly PictureItem[];
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
  /** Enter or a double click; where it is absent, choosing is all there is to do. */
  readonly onOpen?: (key: string) => void;
}

/** Small multiples, one stop for the keyboard; colour, line and number of a tile tell structures apart. */
export function PictureList({ label, items, selected, onSelect, onOpen }: PictureListProps) {
  return (
    <ListBox
      aria-label={label}
      layout="grid"
      className={styles.list}
      selectionMode="single"
      selectionBehavior={onOpen ? 'replace' : 'toggle'}
      disallowEmptySelection
      selectedKeys={selected === undefined ? [] : [selected]}
      onSelectionChange={(keys) => {
        const [chosen] = keys === 'all' ? [] : [...keys];
        if (chosen !== undefined) onSelect(String(chosen));
      }}
      {...(onOpen && { onAction: (key) => onOpen(String(key)) })}
    >
      {items.map(({ key, name, structure, isAlone, picture, noPicture, title, children }) => (
        <ListBoxItem
          key={key}
          id={key}
          textValue={name}
          aria-label={name}
          className={`${styles.tile} ${isAlone ? styles.alone : structureClass(structure)}`}
        >
          {picture === undefined ? (
            <span className={styles.noPicture}>{noPicture}</span>
          ) : (
            <Picture svg={picture} size={PICTURE_SIZE} />
          )}
          <p className={styles.head}>
            <span>{title}</span>
            {structure > 0 && !isAlone ? <span className={styles.badge}>{structure}</span> : null}
          </p>
          {children}
        </ListBoxItem>
      ))}
    </ListBox>
  );
}

/** An SVG document as a square picture that says nothing to a screen reader; what is around it does. */
const Picture = memo(({ svg, size }: { readonly svg: string; readonly size: number }) => (
  <img alt="" width={size} height={size} draggable={false} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} />
));
