import { Button, FieldError, Group, Input, Label, NumberField, Text } from 'react-aria-components';
import styles from './NumberInput.module.css';

export interface NumberInputProps {
  readonly label: string;
  /** The label is spoken only, as in a table whose head says it. */
  readonly isLabelHidden?: boolean;
  /** NaN shows an empty field. */
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step?: number;
  /** Most decimals shown; a value with more would be rounded when the field is left. */
  readonly digits?: number;
  readonly description?: string;
  readonly placeholder?: string;
  /** Plus and minus buttons; off for fields where stepping makes no sense, such as a seed. */
  readonly hasSteppers?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (value: number) => void;
}

export function NumberInput({ hasSteppers = true, digits = 3, ...props }: NumberInputProps) {
  return (
    <NumberField
      className={styles.field}
      value={props.value}
      minValue={props.minimum}
      maxValue={props.maximum}
      step={props.step ?? 1}
      isDisabled={props.isDisabled ?? false}
      formatOptions={{ useGrouping: false, maximumFractionDigits: digits }}
      onChange={props.onChange}
    >
      <Label className={props.isLabelHidden ? 'visually-hidden' : styles.label}>{props.label}</Label>
      <Group className={styles.group}>
        <Input className={styles.input} placeholder={props.placeholder} />
        {hasSteppers ? (
          <>
            <Button slot="decrement" className={styles.stepper}>
              −
            </Button>
            <Button slot="increment" className={styles.stepper}>
              +
            </Button>
          </>
        ) : null}
      </Group>
      {props.description ? (
        <Text slot="description" className={styles.description}>
          {props.description}
        </Text>
      ) : null}
      <FieldError className={styles.error} />
    </NumberField>
  );
}
