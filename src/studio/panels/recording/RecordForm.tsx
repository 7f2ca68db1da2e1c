import { useEffect, useState } from 'react';
import { Button } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { Notice } from '../../components/Notice';
import { NumberInput } from '../../components/NumberInput';
import { ProgressBar } from '../../components/ProgressBar';
import { Segmented } from '../../components/Segmented';
import { SwitchField } from '../../components/SwitchField';
import { evenSize } from '../../recording/film-plan';
import { type Container, type VideoFormats, videoFormats } from '../../recording/video-format';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './RecordForm.module.css';
import { type RecordingState, useRecording } from './use-recording';

const SIZES = {
  '1280x720': { width: 1280, height: 720, label: '1280 × 720' },
  '1920x1080': { width: 1920, height: 1080, label: '1920 × 1080' },
  '1080x1080': { width: 1080, height: 1080, label: '1080 × 1080, square' },
  '3840x2160': { width: 3840, height: 2160, label: '3840 × 2160' },
} as const;
type SizeName = keyof typeof SIZES | 'view';

const LONGEST_SECONDS = 60;

/** What the film is to be like, how far it is, and what came of it. */
export function RecordForm() {
  const { viewer } = useStudio();
  const [sizeName, setSizeName] = useState<SizeName>('1280x720');
  const [seconds, setSeconds] = useState(6);
  const [hasCaption, setCaption] = useState(true);
  const [wanted, setWanted] = useState<Container>('mp4');
  const inView = evenSize(viewer.size ?? SIZES['1280x720']);
  const { width, height } = sizeName === 'view' ? inView : SIZES[sizeName];
  const known = useVideoFormats(width, height);
  const frameCount = useStudioState((state) => state.frameCount);
  const range = useStudioState((state) => state.frameRange);
  const { state, start, cancel } = useRecording();
  const isRunning = state.kind === 'running';
  const formats = known?.formats ?? [];
  const format = formats.find(({ container }) => container === wanted) ?? formats[0];
  const sizes = [
    ...Object.entries(SIZES).map(([value, { label }]) => ({ value: value as SizeName, label })),
    { value: 'view' as const, label: `As in view, ${inView.width} × ${inView.height}` },
  ];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (format && !isRunning) void start({ width, height, seconds, format, hasCaption });
      }}
    >
      <p className={styles.note}>
        {range
          ? `Frames ${range.from} to ${range.to}, the range chosen along the trajectory.`
          : `All ${frameCount} frames. A range chosen along the trajectory is recorded alone.`}{' '}
        The last one rests for a second.
      </p>
      <div className={styles.row}>
        <span aria-hidden="true">Size, pixels</span>
        <Choice label="Size, pixels" value={sizeName} options={sizes} onChange={setSizeName} />
      </div>
      <NumberInput
        label="Length, s"
        value={seconds}
        minimum={1}
        maximum={LONGEST_SECONDS}
        onChange={(value) => setSeconds(Number.isNaN(value) ? 1 : value)}
      />
      {format && formats.length > 1 ? (
        <Segmented
          label="File"
          value={format.container}
          options={formats.map(({ container, name }) => ({ value: container, label: name }))}
          onChange={setWanted}
        />
      ) : (
        <p>{format ? format.name : known ? 'No video file' : 'Asking the browser what it can encode …'}</p>
      )}
      {known?.missing ? <Notice kind={format ? 'info' : 'warn'}>{known.missing}</Notice> : null}
      <SwitchField label="Formula and t in the picture" isSelected={hasCaption} onChange={setCaption} />
      <div className={styles.buttons}>
        {isRunning ? (
          <Button key="cancel" icon="stop" onPress={cancel}>
            Cancel
          </Button>
        ) : (
          <Button key="start" type="submit" look="primary" icon="download" isDisabled={!format || frameCount < 2}>
            Record
          </Button>
        )}
      </div>
      <Outcome state={state} />
    </form>
  );
}

function Outcome({ state }: { readonly state: RecordingState }) {
  switch (state.kind) {
    case 'idle':
      return null;
    case 'running':
      return (
        <div>
          <ProgressBar label="Recording" share={state.done / state.of} />
          <p className={styles.note}>
            picture {state.done} of {state.of}
          </p>
        </div>
      );
    case 'saved':
      return (
        <p role="status">
          {state.name} saved: {state.pictures} pictures, {(state.bytes / 1e6).toFixed(2)} MB
        </p>
      );
    case 'failed':
      return (
        <Notice kind="warn" isAlert>
          {state.message}
        </Notice>
      );
  }
}

/** Undefined until the browser has said what it can encode at a size. */
function useVideoFormats(width: number, height: number): VideoFormats | undefined {
  const [known, setKnown] = useState<VideoFormats & { readonly size: string }>();
  const size = `${width}x${height}`;
  useEffect(() => {
    let isCurrent = true;
    const fail = (error: unknown) => ({ formats: [], missing: `The encoder could not be loaded: ${String(error)}` });
    void videoFormats({ width, height })
      .catch(fail)
      .then((found) => isCurrent && setKnown({ ...found, size: `${width}x${height}` }));
    return () => {
      isCurrent = false;
    };
  }, [width, height]);
  return known?.size === size ? known : undefined;
}
