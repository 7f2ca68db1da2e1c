import { type CSSProperties, type ReactNode, useId } from 'react';
import { Slider as AriaSlider, Label, SliderThumb, SliderTrack } from 'react-aria-components';
import styles from './Slider.module.css';

export interface SliderProps {
  /** Accessible name, and the visible label unless `labelContent` is given. */
  readonly label: string;
  readonly labelContent?: ReactNode;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step?: number;
  readonly isDisabled?: boolean;
  readonly tone: 'accent' | 'tau';
  /** What the value means, at the right of the label. */
  readonly output: ReactNode;
  /** Named places on the track. */
  readonly ticks?: readonly { readonly value: number; readonly label: string }[];
  /** Values at which there is something, and what, in words. */
  readonly marks?: { readonly values: readonly number[]; readonly meaning: string };
  /** What is to be known of the track's end, quietly. */
  readonly remark?: { readonly from: number; readonly text: string };
  readonly onChange: (value: number) => void;
  readonly onChangeEnd?: (value: number) => void;
}

export function Slider(props: SliderProps) {
  const { value, minimum, maximum, tone } = props;
  const description = useId();
  const hasMarks = props.marks !== undefined && props.marks.values.length > 0;
  const share = (at: number) => (maximum > minimum ? (at - minimum) / (maximum - minimum) : 0);
  return (
    <AriaSlider
      className={`${styles.slider} ${styles[tone]}`}
      value={value}
      minValue={minimum}
      maxValue={maximum > minimum ? maximum : minimum + 1}
      step={props.step ?? 1}
      isDisabled={props.isDisabled ?? false}
      onChange={(next) => props.onChange(next)}
      onChangeEnd={(next) => props.onChangeEnd?.(next)}
    >
      <div className={styles.head}>
        <Label className={styles.label}>{props.labelContent ?? props.label}</Label>
        {props.remark && value >= props.remark.from ? <span className={styles.remark}>{props.remark.text}</span> : null}
        <span className={styles.output}>{props.output}</span>
      </div>
      <SliderTrack className={styles.track} style={{ '--share': share(value) } as CSSProperties}>
        {props.remark ? (
          <span
            className={styles.remarked}
            style={{ '--from': share(props.remark.from) } as CSSProperties}
            aria-hidden="true"
          />
        ) : null}
        {props.marks?.values.map((at) => (
          <span key={at} className={styles.mark} style={{ '--share': share(at) } as CSSProperties} aria-hidden="true" />
        ))}
        <SliderThumb className={styles.thumb} aria-describedby={hasMarks ? description : undefined} />
        {hasMarks ? (
          <span id={description} hidden>
            {props.marks?.meaning}: {props.marks?.values.join(', ')}
          </span>
        ) : null}
      </SliderTrack>
      {props.ticks ? (
        <div className={styles.ticks} aria-hidden="true">
          {props.ticks.map((tick) => (
            <span
              key={tick.value}
              className={tick.value === minimum ? styles.start : tick.value === maximum ? styles.end : undefined}
              style={{ '--share': share(tick.value) } as CSSProperties}
            >
              {tick.label}
            </span>
          ))}
        </div>
      ) : null}
    </AriaSlider>
  );
}
