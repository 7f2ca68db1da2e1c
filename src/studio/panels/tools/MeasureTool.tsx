import { useMemo } from 'react';
import { ToggleButton } from 'react-aria-components';
import { compareByElectronegativity, symbolOf } from '../../../crystal/elements';
import { type SiteCoordination, siteCoordinations } from '../../../viewer';
import { Button } from '../../components/Button';
import { copiesIn } from '../../display-cell';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './MeasureTool.module.css';
import { atomName, measureChain } from './measured-chain';

/** Sites listed at most; those of larger cells are chosen in the picture. */
const MOST_SITES = 200;

/** Distances, angles and dihedrals of atoms chosen in the picture or in the list of sites. */
export function MeasureTool() {
  const { viewer } = useStudio();
  const marked = useStudioState((state) => state.marked);
  const repeats = useStudioState((state) => state.cell.repeats);
  const measurements = measureChain(marked, repeats);
  return (
    <div className={styles.columns}>
      <section aria-label="Measurements">
        <div className={styles.row}>
          <p className={styles.note}>
            {marked.length === 0
              ? 'Click two, three or four atoms in the picture, or choose sites.'
              : marked.map((atom) => atomName(atom, repeats)).join(' – ')}
          </p>
          <Button look="small" isDisabled={marked.length === 0} onPress={() => viewer.clearSelection()}>
            Clear
          </Button>
        </div>
        <div aria-live="polite">
          {measurements.length > 0 ? (
            <table className={styles.table}>
              <caption className="visually-hidden">Measured values</caption>
              <tbody>
                {measurements.map(({ kind, atoms, value }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the order is that of the chain
                  <tr key={index}>
                    <th scope="row">{kind}</th>
                    <td>{atoms}</td>
                    <td className={styles.value}>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </div>
      </section>
      <Sites />
    </div>
  );
}

function Sites() {
  const { viewer } = useStudio();
  const crystal = useStudioState((state) => state.viewed?.drawn);
  const marked = useStudioState((state) => state.marked);
  const cell = useStudioState((state) => state.cell);
  const rule = useStudioState((state) => state.viewSettings.bondRule);
  const cutoffs = useStudioState((state) => state.structureStyle.bondCutoffs);
  const coordinations = useMemo(
    () => (crystal ? siteCoordinations(crystal, rule, cutoffs) : []),
    [crystal, rule, cutoffs],
  );
  if (!crystal) return null;
  // Of a repeated cell the sites of the cell, each by its first copy.
  const copies = copiesIn(cell);
  const count = crystal.atomicNumbers.length / copies;
  const sites = Array.from({ length: Math.min(count, MOST_SITES) }, (_, site) => {
    const atom = site * copies;
    return {
      atom,
      name: `${symbolOf(crystal.atomicNumbers[atom])}${site + 1}`,
      coordinates: cell.repeats.map((times, axis) => times * crystal.fracCoords[3 * atom + axis]),
      coordination: coordinations[atom],
    };
  });
  return (
    <table className={styles.table}>
      <caption className={styles.note}>
        Sites of the cell{count > MOST_SITES ? `, the first ${MOST_SITES} of ${count}` : ''}. Choosing one takes its
        image nearest to the atom before. Neighbours are those that the bonds under “View options” join,{' '}
        {rule === 'framework' ? 'by the rule for frameworks' : 'by covalent radii'}.
      </caption>
      <thead>
        <tr>
          <th scope="col">Site</th>
          {['x', 'y', 'z'].map((axis) => (
            <th key={axis} scope="col">
              <i>{axis}</i>
            </th>
          ))}
          <th scope="col">Neighbours</th>
          <th scope="col">Mean bond, Å</th>
        </tr>
      </thead>
      <tbody>
        {sites.map(({ name, atom, coordinates, coordination }, site) => (
          <tr key={name}>
            <th scope="row">
              <ToggleButton
                className={styles.site}
                isSelected={marked.some(({ index }) => Math.floor(index / copies) === site)}
                onChange={() => viewer.selectAtom(atom)}
              >
                {name}
              </ToggleButton>
            </th>
            {coordinates.map((value, axis) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: x, y, z
              <td key={axis} className={styles.number}>
                {value.toFixed(4)}
              </td>
            ))}
            <td className={styles.number}>{neighboursInWords(coordination)}</td>
            <td className={styles.number}>{coordination.count > 0 ? coordination.meanLength.toFixed(3) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "6 O", or "6: 4 O, 2 F". */
function neighboursInWords({ count, neighbours }: SiteCoordination): string {
  const kinds = [...neighbours]
    .sort(([one], [other]) => compareByElectronegativity(one, other))
    .map(([z, number]) => `${number} ${symbolOf(z)}`);
  return kinds.length > 1 ? `${count}: ${kinds.join(', ')}` : (kinds[0] ?? '0');
}
