import { useMemo } from 'react';
import { typesetSymbol } from '../../../crystal/space-groups';
import { keyText, refinementKey } from '../../../generation/refinement-cache';
import type { SweepPoint } from '../../../generation/tau-sweep';
import { thumbnails } from '../../../viewer';
import { HermannMauguin } from '../../components/HermannMauguin';
import { PICTURE_SIZE, PictureList } from '../../components/PictureList';
import { useIsDark } from '../../use-is-dark';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './Sweep.module.css';

export interface SweepGalleryProps {
  readonly points: readonly SweepPoint[];
  readonly onTaken: () => void;
}

/** Small multiples, all seen alike; the one that is chosen comes into view. */
export function SweepGallery({ points, onTaken }: SweepGalleryProps) {
  const { session } = useStudio();
  const shown = useStudioState(({ run }) => (run ? keyText(refinementKey(run.request)) : ''));
  const pictures = usePictures(points);
  const items = points.map((point) => ({
    key: keyText(point.key),
    name: inWords(point),
    structure: point.structure,
    picture: pictures.get(point),
    noPicture: 'no crystal',
    title: (
      <>
        <i>τ</i> = <strong>{point.key.tau}</strong>
      </>
    ),
    children: <Verdict point={point} />,
  }));
  return (
    <PictureList
      label="Refinements, by noise level"
      items={items}
      selected={shown}
      onSelect={(chosen) => {
        const point = points.find(({ key }) => keyText(key) === chosen);
        if (!point) return;
        session.tau.take(point.key);
        onTaken();
      }}
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
