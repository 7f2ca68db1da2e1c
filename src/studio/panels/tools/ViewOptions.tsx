import { DEFAULT_STRUCTURE_STYLE, readViewSettings, VIEW_PARAMETER_NAMES, VIEW_PARAMETERS } from '../../../viewer';
import { viewAlong } from '../../actions/viewer-actions';
import { Button, IconButton } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { NumberInput } from '../../components/NumberInput';
import { selectedCandidate, updateView } from '../../store/studio-store';
import { type CellDisplay, type CellKind, initialViewState } from '../../store/view-state';
import { useAction, useStudio, useStudioState } from '../../use-studio';
import { BondCutoffList } from './BondCutoffList';
import { ParameterControl } from './ParameterControl';
import { PlaneList } from './PlaneList';
import { PolyhedronElements } from './PolyhedronElements';
import styles from './ViewOptions.module.css';

const cellKinds = (isFromFile: boolean): readonly { readonly value: CellKind; readonly label: string }[] => [
  { value: 'as-computed', label: isFromFile ? 'As in the file' : 'As computed' },
  { value: 'primitive', label: 'Primitive' },
  { value: 'conventional', label: 'Conventional' },
  { value: 'niggli', label: 'Niggli' },
];
const groups = ['Atoms', 'Bonds and polyhedra', 'Scene'] as const;
const axes = ['a', 'b', 'c'] as const;
const MOST_REPEATS = 4;

/** How the crystal is shown: which cell, from where, with which atoms, bonds, polyhedra and planes. */
export function ViewOptions() {
  const { store } = useStudio();
  return (
    <div className={styles.columns}>
      <Cell />
      {groups.map((group) => (
        <Parameters key={group} group={group} />
      ))}
      <PlaneList />
      <div className={styles.foot}>
        <Button
          look="small"
          onPress={() =>
            updateView(store, {
              viewSettings: readViewSettings(undefined),
              structureStyle: DEFAULT_STRUCTURE_STYLE,
              cell: initialViewState.cell,
            })
          }
        >
          Reset all view options
        </Button>
      </div>
    </div>
  );
}

function Cell() {
  const { store } = useStudio();
  const cell = useStudioState((state) => state.cell);
  const isFromFile = useStudioState((state) => selectedCandidate(state)?.stage === 'imported');
  const change = (part: Partial<CellDisplay>) => updateView(store, { cell: { ...cell, ...part } });
  return (
    <section className={styles.group} aria-label="Cell and direction">
      <h3 className={styles.title}>Cell and direction</h3>
      <div className={styles.row}>
        <span aria-hidden="true">Cell</span>
        <Choice label="Cell" value={cell.kind} options={cellKinds(isFromFile)} onChange={(kind) => change({ kind })} />
      </div>
      <div className={styles.three}>
        {axes.map((axis, index) => (
          <NumberInput
            key={axis}
            label={`× ${axis}`}
            value={cell.repeats[index]}
            minimum={1}
            maximum={MOST_REPEATS}
            hasSteppers={false}
            onChange={(count) => {
              const next = Number.isNaN(count) ? 1 : count;
              const [a, b, c] = cell.repeats.map((old, at) => (at === index ? next : old));
              change({ repeats: [a, b, c] });
            }}
          />
        ))}
      </div>
      <fieldset className={styles.row} aria-label="Look along">
        <span aria-hidden="true">Look along</span>
        <span className={styles.axes}>
          {Object.entries(viewAlong).map(([axis, action]) => (
            <AxisButton key={axis} axis={axis} action={action} />
          ))}
        </span>
      </fieldset>
    </section>
  );
}

function AxisButton({ axis, action }: { readonly axis: string; readonly action: (typeof viewAlong)['a'] }) {
  return <IconButton {...useAction(action)} glyph={<i>{axis}</i>} />;
}

function Parameters({ group }: { readonly group: (typeof groups)[number] }) {
  const { store } = useStudio();
  const settings = useStudioState((state) => state.viewSettings);
  return (
    <section className={styles.group} aria-label={group}>
      <h3 className={styles.title}>{group}</h3>
      {VIEW_PARAMETER_NAMES.filter((name) => VIEW_PARAMETERS[name].group === group).map((name) => (
        <ParameterControl
          key={name}
          parameter={VIEW_PARAMETERS[name]}
          value={settings[name]}
          onChange={(value) => updateView(store, { viewSettings: { ...settings, [name]: value } })}
        />
      ))}
      {group === 'Bonds and polyhedra' ? (
        <>
          <PolyhedronElements />
          <BondCutoffList />
        </>
      ) : null}
    </section>
  );
}
