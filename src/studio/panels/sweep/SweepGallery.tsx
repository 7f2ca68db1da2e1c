import { useMemo } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { typesetSymbol } from '../../../crystal/space-groups';
import { keyText, refinementKey } from '../../../generation/refinement-cache';
import type { SweepPoint } from '../../../generation/tau-sweep';
import { thumbnails } from '../../../viewer';
import { HermannMauguin } from '../../components/HermannMauguin';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './Sweep.module.css';
import { structureClass } from './structure-class';
import { useIsDark } from './use-is-dark';

/** CSS pixels. */
const PICTURE_SIZE = 104;

export interface SweepGalleryProps {
  readonly points: readonly SweepPoint[];
  readonly onTaken: () => void;
}

/** Small multiples, all seen alike; the one that is chosen comes into view. */
export function SweepGallery({ points, onTaken }: SweepGalleryProps) {
  const { session } = useStudio();
  const shown = useStudioState(({ run }) => (run ? keyText(refinementKey(run.request)) : ''));
  const pictures = usePictures(points);
  return (
    <ListBox
      aria-label="Refinements, by noise level"
      layout="grid"
      className={styles.gallery}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[shown]}
      onSelectionChange={(keys) => {
        const [chosen] = keys === 'all' ? [] : [...keys];
        const point = points.find(({ key }) => keyText(key) === chosen);
        if (!point) return;
        session.tau.take(point.key);
        onTaken();
      }}
    >
      {points.map((point) => (
        <ListBoxItem
          key={keyText(point.key)}
          id={keyText(point.key)}
          textValue={inWords(point)}
          aria-label={inWords(point)}
          className={`${styles.tile} ${structureClass(point.structure)}`}
        >
          <Picture svg={pictures.get(point)} />
          <p className={styles.tileHead}>
            <span>
              <i>τ</i> = <strong>{point.key.tau}</strong>
            </span>
            {point.structure > 0 ? <span className={styles.badge}>{point.structure}</span> : null}
          </p>
          <Verdict point={point} />
        </ListBoxItem>
      ))}
    </ListBox>
  );
}

function Picture({ svg }: { readonly svg: string | undefined }) {
  if (svg === undefined) return <span className={styles.noPicture}>no crystal</span>;
  return (
    <img
      alt=""
      width={PICTURE_SIZE}
      height={PICTURE_SIZE}
      draggable={false}
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
    />
  );
}

function Verdict({ point }: { readonly point: SweepPoint }) {
  if (!point.refined) return <p className={styles.bad}>failed</p>;
  return (
    <>
      <p>
        {point.spaceGroup ? (
          <>
            <HermannMauguin symbol={typesetSymbol(point.spaceGroup)} /> ({point.spaceGroup.number})
          </>
        ) : (
          'no group'
        )}
      </p>
      {point.key.tau === 0 ? <p>the draft</p> : <p>seed {point.key.refinementSeed}</p>}
      {point.isValid ? null : (
        <p className={styles.bad}>
          {point.shortestDistance?.toFixed(2)}
          {'\u202f'}Å contact
        </p>
      )}
    </>
  );
}

function inWords({ key, refined, structure, spaceGroup, displacement, isValid, failure }: SweepPoint): string {
  const name = key.tau === 0 ? 'τ = 0, the draft' : `τ = ${key.tau}, noise seed ${key.refinementSeed}`;
  if (!refined) return `${name}: ${failure}`;
  return [
    `${name}: structure ${structure}`,
    spaceGroup ? `${spaceGroup.symbol}, number ${spaceGroup.number}` : 'no space group found',
    `moved ${displacement?.toFixed(2)} Å`,
    ...(isValid ? [] : ['atoms too close']),
  ].join(', ');
}

/** All pictures are made anew for each result, for the largest decides the scale. */
function usePictures(points: readonly SweepPoint[]): ReadonlyMap<SweepPoint, string> {
  const style = useStudioState((state) => state.viewSettings);
  const theme = useIsDark() ? 'dark' : 'light';
  return useMemo(() => {
    const drawn = points.filter(({ refined }) => refined);
    const crystals = drawn.flatMap(({ refined }) => (refined ? [refined] : []));
    const pictures = thumbnails(crystals, { size: PICTURE_SIZE, theme, style });
    return new Map(drawn.map((point, index) => [point, pictures[index]]));
  }, [points, style, theme]);
}
