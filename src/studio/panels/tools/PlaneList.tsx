import { indicesInSupercell, planeInCell, planeSpacing } from '../../../crystal/lattice-plane';
import type { SlicePlane } from '../../../viewer';
import { Button, IconButton } from '../../components/Button';
import { NumberInput } from '../../components/NumberInput';
import { SwitchField } from '../../components/SwitchField';
import { updateView } from '../../store/studio-store';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './ViewOptions.module.css';

const indexNames = ['h', 'k', 'l'] as const;
const LARGEST_INDEX = 9;
const MOST_PLANES = 6;

/** Lattice planes (h k l) through the cell, each at a distance from the origin. */
export function PlaneList() {
  const { store } = useStudio();
  const style = useStudioState((state) => state.structureStyle);
  const lattice = useStudioState((state) => state.viewed?.drawn.lattice);
  const repeats = useStudioState((state) => state.cell.repeats);
  const { planes } = style;
  const change = (next: readonly SlicePlane[]) => updateView(store, { structureStyle: { ...style, planes: next } });
  const add = () => {
    const indices = [1, 1, 1] as const;
    const distance = lattice ? round(planeSpacing(lattice, indicesInSupercell(indices, repeats))) : 0;
    change([...planes, { indices, distance, cutsAway: false }]);
  };
  return (
    <section className={styles.group} aria-label="Lattice planes">
      <h3 className={styles.title}>Lattice planes</h3>
      {planes.map((plane, at) => {
        const replace = (part: Partial<SlicePlane>) =>
          change(planes.map((other, index) => (index === at ? { ...plane, ...part } : other)));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: planes are numbered
          <fieldset key={at} className={styles.plane} aria-label={`Plane ${at + 1}`}>
            {indexNames.map((name, axis) => (
              <NumberInput
                key={name}
                label={name}
                value={plane.indices[axis]}
                minimum={-LARGEST_INDEX}
                maximum={LARGEST_INDEX}
                hasSteppers={false}
                onChange={(value) => {
                  const [h, k, l] = plane.indices.map((old, index) => (index === axis ? value || 0 : old));
                  // (0 0 0) names no plane; the field keeps what it had.
                  if (h || k || l) replace({ indices: [h, k, l] });
                }}
              />
            ))}
            <NumberInput
              label="Distance, Å"
              value={plane.distance}
              minimum={-50}
              maximum={100}
              step={0.001}
              hasSteppers={false}
              onChange={(distance) => replace({ distance: distance || 0 })}
            />
            <IconButton
              label={`Remove plane ${at + 1}`}
              icon="trash"
              onPress={() => change(planes.filter((_, index) => index !== at))}
            />
            <div className={styles.cut} title="Takes away what lies beyond the plane, on the side of its normal.">
              <SwitchField
                label="Cut away"
                isSelected={plane.cutsAway}
                onChange={(cutsAway) => replace({ cutsAway })}
              />
            </div>
            {lattice ? (
              <PlaneNote plane={{ ...plane, indices: indicesInSupercell(plane.indices, repeats) }} lattice={lattice} />
            ) : null}
          </fieldset>
        );
      })}
      <div>
        <Button look="small" isDisabled={planes.length >= MOST_PLANES || !lattice} onPress={add}>
          Add a plane
        </Button>
      </div>
    </section>
  );
}

function PlaneNote({ plane, lattice }: { readonly plane: SlicePlane; readonly lattice: Float64Array }) {
  const isMissed = planeInCell(lattice, plane).length === 0;
  const spacing = planeSpacing(lattice, plane.indices).toFixed(3);
  return (
    <p className={styles.note}>
      d = {spacing}&#8239;Å{isMissed ? '; it misses the cell' : ''}
    </p>
  );
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
