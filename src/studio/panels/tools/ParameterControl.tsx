import type { ViewParameter } from '../../../viewer';
import { Choice } from '../../components/Choice';
import { Segmented } from '../../components/Segmented';
import { Slider } from '../../components/Slider';
import { SwitchField } from '../../components/SwitchField';
import styles from './ParameterControl.module.css';

export interface ParameterControlProps {
  readonly parameter: ViewParameter;
  readonly value: boolean | number | string;
  readonly onChange: (value: boolean | number | string) => void;
}

/** The control that a declared parameter asks for. */
export function ParameterControl({ parameter, value, onChange }: ParameterControlProps) {
  return (
    <div className={styles.control} title={parameter.help}>
      <Control parameter={parameter} value={value} onChange={onChange} />
    </div>
  );
}

function Control({ parameter, value, onChange }: ParameterControlProps) {
  switch (parameter.kind) {
    case 'switch':
      return <SwitchField label={parameter.label} isSelected={value === true} onChange={onChange} />;
    case 'range':
      return (
        <Slider
          label={parameter.label}
          labelContent={<span className={styles.label}>{parameter.label}</span>}
          value={Number(value)}
          minimum={parameter.minimum}
          maximum={parameter.maximum}
          step={parameter.step}
          tone="accent"
          output={`${Number(Number(value).toFixed(2))}${parameter.unit ? `\u202f${parameter.unit}` : ''}`}
          onChange={onChange}
        />
      );
    case 'choice': {
      const List = parameter.choices.length > 2 ? Choice : Segmented;
      return (
        <div className={styles.row}>
          <span aria-hidden="true">{parameter.label}</span>
          <List label={parameter.label} value={String(value)} options={parameter.choices} onChange={onChange} />
        </div>
      );
    }
  }
}
