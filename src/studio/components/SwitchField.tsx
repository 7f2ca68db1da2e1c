import { Switch } from 'react-aria-components';
import { Icon, type IconName } from './Icon';
import styles from './SwitchField.module.css';

export interface SwitchFieldProps {
  readonly label: string;
  /** An icon in the label's place where there is no room for words. */
  readonly icon?: IconName;
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

export function SwitchField({ label, icon, isSelected, isDisabled = false, onChange }: SwitchFieldProps) {
  return (
    <Switch className={styles.switch} isSelected={isSelected} isDisabled={isDisabled} onChange={onChange}>
      <span className={styles.track} aria-hidden="true" />
      {icon ? (
        <span className={styles.icon} aria-hidden="true">
          <Icon name={icon} />
        </span>
      ) : null}
      <span className={icon ? styles.roomy : undefined}>{label}</span>
    </Switch>
  );
}
