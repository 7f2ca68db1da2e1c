import { Button, Label, Tag, TagGroup, TagList } from 'react-aria-components';
import styles from './Chips.module.css';
import { Icon } from './Icon';

export interface ChipItem {
  readonly key: string;
  readonly label: string;
  /** What it makes the models do. */
  readonly detail: string;
  /** A wish to the model, which it may miss. */
  readonly isWish: boolean;
}

export interface ChipsProps {
  readonly label: string;
  readonly items: readonly ChipItem[];
  readonly onRemove: (key: string) => void;
  /** Pressed, or Enter: edits the chip or leads to its words. */
  readonly onEdit: (key: string) => void;
}

/** What was understood, part by part; arrow keys move, Enter edits, Delete or the cross takes one away. */
export function Chips({ label, items, onRemove, onEdit }: ChipsProps) {
  return (
    <TagGroup
      onRemove={(keys) => {
        for (const key of keys) onRemove(String(key));
      }}
    >
      <Label className="visually-hidden">{label}</Label>
      <TagList className={styles.list}>
        {items.map((item) => (
          <Tag
            key={item.key}
            id={item.key}
            textValue={item.label}
            className={item.isWish ? `${styles.chip} ${styles.wish}` : styles.chip}
            onAction={() => onEdit(item.key)}
          >
            <span title={item.detail}>{item.label}</span>
            {item.isWish ? <span className={styles.word}>wish</span> : null}
            <Button slot="remove" className={styles.remove}>
              <Icon name="close" />
            </Button>
          </Tag>
        ))}
      </TagList>
    </TagGroup>
  );
}
