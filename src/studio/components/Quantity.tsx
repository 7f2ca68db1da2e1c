import styles from './Quantity.module.css';

export interface QuantityProps {
  readonly value: number;
  readonly digits: number;
  readonly unit: string;
}

/** A number with its unit, never parted by a line break. */
export function Quantity({ value, digits, unit }: QuantityProps) {
  const separator = unit === '°' ? '' : '\u202f';
  return (
    <span className={styles.quantity}>
      {value.toFixed(digits).replace('-', '\u2212')}
      <span className={styles.unit}>
        {separator}
        {unit}
      </span>
    </span>
  );
}
