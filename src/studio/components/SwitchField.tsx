import { Switch } from 'react-aria-components';
import styles from './SwitchField.module.css';

export interface SwitchFieldProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

export function SwitchField({ label, isSelected, isDisabled = false, onChange }: SwitchFieldProps) {
  return (
    <Switch className={styles.switch} isSelected={isSelected} isDisabled={isDisabled} onChange={onChange}>
      <span className={styles.track} aria-hidden="true" />
      {label}
    </Switch>
  );
}
