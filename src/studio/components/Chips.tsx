import { Button, Label, Tag, TagGroup, TagList } from 'react-aria-components';
import styles from './Chips.module.css';
import { Icon } from './Icon';

export interface ChipItem {
  readonly key: string;
  readonly label: string;
  /** Guaranteed by construction, or a wish to the model. */
  readonly kind: 'kept' | 'wish';
}

export interface ChipsProps {
  readonly label: string;
  readonly items: readonly ChipItem[];
  readonly onRemove: (key: string) => void;
}

/** What was understood, part by part; arrow keys move, Delete or the cross takes one away. */
export function Chips({ label, items, onRemove }: ChipsProps) {
  return (
    <TagGroup
      onRemove={(keys) => {
        for (const key of keys) onRemove(String(key));
      }}
    >
      <Label className="visually-hidden">{label}</Label>
      <TagList className={styles.list}>
        {items.map((item) => (
          <Tag key={item.key} id={item.key} textValue={item.label} className={`${styles.chip} ${styles[item.kind]}`}>
            {item.label}
            {item.kind === 'wish' ? <span className={styles.wishWord}>wish</span> : null}
            <Button slot="remove" className={styles.remove}>
              <Icon name="close" />
            </Button>
          </Tag>
        ))}
      </TagList>
    </TagGroup>
  );
}
