import { Input, Label, SearchField } from 'react-aria-components';
import { Icon } from './Icon';
import styles from './SearchInput.module.css';

export interface SearchInputProps {
  readonly label: string;
  readonly placeholder: string;
  readonly autoFocus?: boolean;
  /** Absent where a list around it follows what is typed. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

/** One line to search with; Esc empties it. */
export function SearchInput({ label, placeholder, ...props }: SearchInputProps) {
  return (
    <SearchField className={styles.field} {...props}>
      <Label className="visually-hidden">{label}</Label>
      <Icon name="search" />
      <Input className={styles.input} placeholder={placeholder} />
    </SearchField>
  );
}
