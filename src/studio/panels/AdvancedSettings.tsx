import { DEFAULT_TEMPERATURE, DEFAULT_TOP_P } from '../../generation/run';
import { Button } from '../components/Button';
import { Disclosure } from '../components/Disclosure';
import { NumberInput } from '../components/NumberInput';
import { Segmented } from '../components/Segmented';
import { Select } from '../components/Select';
import { SwitchField } from '../components/SwitchField';
import { effectiveStart } from '../store/defaults';
import { defaultSettings, type Settings } from '../store/settings';
import { updateSettings } from '../store/studio-store';
import { useStudio, useStudioState } from '../use-studio';
import styles from './AdvancedSettings.module.css';

const languageEngines = [
  { value: 'auto', label: 'Automatic' },
  { value: 'webllm', label: 'WebLLM' },
  { value: 'onnxruntime', label: 'ONNX Runtime' },
] as const;

const starts = [
  { value: 'as-is', label: 'As is' },
  { value: 're-noised', label: 'Re-noised' },
] as const;

const symmetries = [
  { value: 'off', label: 'Off' },
  { value: 'draft', label: 'Draft’s' },
  { value: 'prompt', label: 'Prompt’s' },
] as const;

export function AdvancedSettings() {
  const { store, session } = useStudio();
  const settings = useStudioState((state) => state.settings);
  const start = useStudioState(effectiveStart);
  const lastSeed = useStudioState((state) => state.run?.request.seed);
  const change = (part: Partial<Settings>) => updateSettings(store, part);
  return (
    <Disclosure title="Advanced" summary={summary(settings)}>
      <div className={styles.grid}>
        <div className={styles.seed}>
          <NumberInput
            label="Seed"
            value={settings.seed ?? Number.NaN}
            minimum={0}
            maximum={0xffffffff}
            hasSteppers={false}
            placeholder="new each time"
            onChange={(seed) => change({ seed: Number.isNaN(seed) ? null : seed })}
          />
          {lastSeed !== undefined && settings.seed !== lastSeed ? (
            <Button look="link" onPress={() => change({ seed: lastSeed })}>
              Use {lastSeed}
            </Button>
          ) : null}
        </div>
        <NumberInput
          label="Temperature"
          value={settings.temperature}
          minimum={0.1}
          maximum={2}
          step={0.1}
          onChange={(temperature) =>
            change({ temperature: Number.isNaN(temperature) ? DEFAULT_TEMPERATURE : temperature })
          }
        />
        <NumberInput
          label="Top-p"
          value={settings.topP}
          minimum={0.1}
          maximum={1}
          step={0.05}
          onChange={(topP) => change({ topP: Number.isNaN(topP) ? DEFAULT_TOP_P : topP })}
        />
      </div>
      <div className={styles.rows}>
        <SwitchField
          label="Grammar: the text always parses and obeys the composition"
          isSelected={settings.useGrammar}
          onChange={(useGrammar) => change({ useGrammar })}
        />
        <div className={styles.row}>
          <span>Language engine</span>
          <Select
            label="Language engine"
            value={settings.languageEngine}
            options={languageEngines}
            onChange={(languageEngine) => {
              change({ languageEngine });
              session.prepareAgain();
            }}
          />
        </div>
        <div className={styles.row}>
          <span>Draft enters at τ</span>
          <Segmented
            label="Draft enters at τ"
            value={start}
            options={starts}
            onChange={(next) => {
              change({ start: next });
              session.refineAgain();
            }}
          />
        </div>
        <div className={styles.row}>
          <span>Keep symmetry</span>
          <Segmented
            label="Keep symmetry"
            value={settings.keepSymmetry}
            options={symmetries}
            onChange={(keepSymmetry) => {
              change({ keepSymmetry });
              session.refineAgain();
            }}
          />
        </div>
      </div>
    </Disclosure>
  );
}

/** What differs from the defaults, the first of it in full. */
function summary({ seed, temperature, topP, useGrammar, keepSymmetry }: Settings): string {
  const changed = [
    useGrammar ? '' : 'no grammar',
    keepSymmetry === defaultSettings.keepSymmetry ? '' : `symmetry ${keepSymmetry}`,
    seed === null ? '' : `seed ${seed}`,
    temperature === DEFAULT_TEMPERATURE ? '' : `T ${temperature}`,
    topP === DEFAULT_TOP_P ? '' : `top-p ${topP}`,
  ].filter(Boolean);
  if (changed.length === 0) return 'defaults';
  return changed.length <= 2 ? changed.join(', ') : `${changed.length} changed`;
}
