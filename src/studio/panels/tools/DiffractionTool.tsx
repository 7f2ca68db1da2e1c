import { type DragEvent, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { MeasuredPatternError, readMeasuredPattern } from '../../../crystal/measured-pattern';
import { type AngleRange, RADIATIONS } from '../../../crystal/powder-diffraction';
import type { Profile } from '../../../crystal/powder-profile';
import { Button } from '../../components/Button';
import { Notice } from '../../components/Notice';
import { NumberInput } from '../../components/NumberInput';
import { Segmented } from '../../components/Segmented';
import { SwitchField } from '../../components/SwitchField';
import { useStudioState } from '../../use-studio';
import styles from './Analysis.module.css';
import { Computing } from './Computing';
import { DiffractionPlot } from './DiffractionPlot';
import { useDiffraction } from './use-diffraction';

const radiations = [
  ...Object.keys(RADIATIONS).map((name) => ({ value: name, label: name })),
  { value: 'custom', label: 'Other' },
];
const DEFAULT_RANGE: AngleRange = [10, 90];
const DEFAULT_WIDTH = 0.2;
const LORENTZ_SHARE = 0.5;
const LARGEST_FILE = 20_000_000;

export interface MeasuredPattern {
  readonly name: string;
  readonly profile: Profile;
}

/** Simulated powder pattern of the crystal in view, with a measured one over it. */
export function DiffractionTool() {
  const crystal = useStudioState((state) => state.viewed?.computed);
  const [wavelength, setWavelength] = useState<number>(RADIATIONS['Cu Kα']);
  const [range, setRange] = useState(DEFAULT_RANGE);
  const [width, setWidth] = useState(DEFAULT_WIDTH);
  const [isConventional, setConventional] = useState(true);
  const [measured, setMeasured] = useState<MeasuredPattern | null>(null);
  const [fileProblem, setFileProblem] = useState('');
  const [isOver, setOver] = useState(false);
  const {
    value: pattern,
    problem,
    isPending,
  } = useDiffraction(crystal, {
    wavelength,
    range,
    shape: { width, lorentzShare: LORENTZ_SHARE },
    isConventional,
  });
  const radiation = Object.entries(RADIATIONS).find(([, value]) => value === wavelength)?.[0] ?? 'custom';
  const open = async (file: File | undefined) => {
    if (!file) return;
    try {
      if (file.size > LARGEST_FILE) throw new MeasuredPatternError('It is larger than 20 MB: no powder pattern is.');
      setMeasured({ name: file.name, profile: readMeasuredPattern(await file.text()) });
      setFileProblem('');
    } catch (error) {
      if (!(error instanceof MeasuredPatternError)) throw error;
      setFileProblem(`${file.name}: ${error.message}`);
    }
  };
  /** A file over the plot is a pattern; the page beneath would take it for a structure. */
  const claim = (event: DragEvent, isStillOver: boolean) => {
    event.preventDefault();
    setOver(isStillOver);
  };
  return (
    <div className={styles.analysis}>
      <div className={styles.controls}>
        <div className={styles.labelled}>
          <span aria-hidden="true">Radiation</span>
          <Segmented
            label="Radiation"
            value={radiation}
            options={radiations}
            onChange={(name) => setWavelength(name === 'custom' ? 1.5 : RADIATIONS[name as keyof typeof RADIATIONS])}
          />
        </div>
        <NumberInput
          label="Wavelength, Å"
          value={wavelength}
          minimum={0.1}
          maximum={5}
          step={0.00001}
          digits={5}
          hasSteppers={false}
          onChange={(value) => setWavelength(value || RADIATIONS['Cu Kα'])}
        />
        <NumberInput
          label="2θ from, °"
          value={range[0]}
          minimum={1}
          maximum={range[1] - 1}
          hasSteppers={false}
          onChange={(value) => setRange([value || DEFAULT_RANGE[0], range[1]])}
        />
        <NumberInput
          label="to, °"
          value={range[1]}
          minimum={range[0] + 1}
          maximum={170}
          hasSteppers={false}
          onChange={(value) => setRange([range[0], value || DEFAULT_RANGE[1]])}
        />
        <NumberInput
          label="Peak width, °"
          value={width}
          minimum={0.02}
          maximum={3}
          step={0.01}
          hasSteppers={false}
          onChange={(value) => setWidth(value || DEFAULT_WIDTH)}
        />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button below opens a file without a mouse */}
      <div
        className={styles.drop}
        data-drop-target={isOver || undefined}
        onDragOver={(event) => {
          if (carriesFiles(event)) claim(event, true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          claim(event, false);
          void open(event.dataTransfer.files[0]);
        }}
      >
        {isPending ? <Computing what="The pattern" crystal={crystal} /> : null}
        {problem === undefined ? null : <Notice kind="warn">{problem}</Notice>}
        {pattern ? <DiffractionPlot {...pattern} range={range} measured={measured} /> : null}
        <div className={styles.controls}>
          <SwitchField label="Conventional cell, idealised" isSelected={isConventional} onChange={setConventional} />
          <FileTrigger
            acceptedFileTypes={['.xy', '.xye', '.csv', '.dat', '.txt', 'text/plain', 'text/csv']}
            onSelect={(files) => void open(files?.[0])}
          >
            <Button look="small">Open a measured pattern …</Button>
          </FileTrigger>
          {measured ? (
            <Button look="small" onPress={() => setMeasured(null)}>
              Remove {measured.name}
            </Button>
          ) : null}
          <p className={styles.note}>Two columns, 2θ in degrees and intensity; or drop the file here.</p>
        </div>
      </div>
      {fileProblem === '' ? null : (
        <Notice kind="warn" isAlert>
          {fileProblem}
        </Notice>
      )}
    </div>
  );
}

function carriesFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files');
}
