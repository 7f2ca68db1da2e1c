import { ToggleButton } from 'react-aria-components';
import type { Crystal } from '../../../crystal/crystal';
import { atomicNumberOf, symbolOf } from '../../../crystal/elements';
import { Icon } from '../../components/Icon';
import { NumberInput } from '../../components/NumberInput';
import { Select } from '../../components/Select';
import { updateRepair, withElement, withLock, withSiteAt } from '../../store/repair';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './RepairTool.module.css';

const axes = ['x', 'y', 'z'] as const;

/** The sites of the cell as fields: lock, element, fractional coordinates. */
export function EditedSites({ crystal, locked }: { readonly crystal: Crystal; readonly locked: readonly number[] }) {
  const marked = useStudioState((state) => state.marked);
  const trained = useStudioState((state) => state.models?.denoiser.trainedElements);
  const present = Array.from(crystal.atomicNumbers);
  const elements = [...new Set([...(trained ?? []), ...present])].sort((p, q) => p - q).map(symbolOf);
  const options = elements.map((symbol) => ({ value: symbol, label: symbol }));
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="visually-hidden">Sites of the structure</caption>
        <thead>
          <tr>
            <th scope="col">Site</th>
            <th scope="col">Lock</th>
            <th scope="col">Element</th>
            {axes.map((axis) => (
              <th key={axis} scope="col">
                <i>{axis}</i>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {present.map((atomicNumber, site) => (
            <Site
              // biome-ignore lint/suspicious/noArrayIndexKey: sites are numbered
              key={site}
              site={site}
              symbol={symbolOf(atomicNumber)}
              coordinates={[...crystal.fracCoords.subarray(3 * site, 3 * site + 3)]}
              isLocked={locked.includes(site)}
              isMarked={marked.some(({ index }) => index === site)}
              options={options}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SiteProps {
  readonly site: number;
  readonly symbol: string;
  readonly coordinates: readonly number[];
  readonly isLocked: boolean;
  readonly isMarked: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

function Site({ site, symbol, coordinates, isLocked, isMarked, options }: SiteProps) {
  const { store } = useStudio();
  const name = `${symbol}${site + 1}`;
  return (
    <tr data-marked={isMarked || undefined}>
      <th scope="row">{name}</th>
      <td>
        <ToggleButton
          className={styles.lock}
          aria-label={`Lock ${name}`}
          isSelected={isLocked}
          onChange={(lock) => updateRepair(store, (repair) => withLock(repair, site, lock))}
        >
          <Icon name={isLocked ? 'locked' : 'unlocked'} />
        </ToggleButton>
      </td>
      <td>
        <Select
          label={`Element of ${name}`}
          value={symbol}
          options={options}
          onChange={(value) =>
            updateRepair(store, (repair) =>
              withElement(repair, site, atomicNumberOf(value) ?? repair.after.atomicNumbers[site]),
            )
          }
        />
      </td>
      {axes.map((axis, index) => (
        <td key={axis}>
          <NumberInput
            label={`${axis} of ${name}`}
            isLabelHidden
            value={coordinates[index]}
            minimum={-1}
            maximum={2}
            step={0.0001}
            digits={4}
            hasSteppers={false}
            onChange={(value) => {
              if (Number.isNaN(value)) return;
              updateRepair(store, (repair) => withSiteAt(repair, site, coordinates.with(index, value)));
            }}
          />
        </td>
      ))}
    </tr>
  );
}
