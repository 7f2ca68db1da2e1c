import { useEffect, useRef } from 'react';
import type { StructureComparison } from '../../../crystal/structure-comparison';
import { CrystalView, GraphicsUnavailableError } from '../../../viewer';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './Comparison.module.css';

export interface PairOfViewsProps {
  readonly comparison: StructureComparison;
  readonly names: readonly [left: string, right: string];
  /** Place of the atom that is marked in both, by the first crystal. */
  readonly marked: number | undefined;
}

/** Two crystals through one camera, drawn outside React. */
export function PairOfViews({ comparison, names, marked }: PairOfViewsProps) {
  const { store } = useStudio();
  const hosts = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const views = useRef<readonly CrystalView[]>([]);
  const style = useStudioState((state) => state.viewSettings);
  const [left, right] = names;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hosts stay, and the style is followed below
  useEffect(() => {
    const [first, second] = hosts.map((host) => host.current);
    if (!first || !second) return undefined;
    const made: CrystalView[] = [];
    try {
      made.push(new CrystalView(first, { style, label: left }));
      made.push(new CrystalView(second, { style, label: right, cameraOf: made[0] }));
    } catch (error) {
      if (!(error instanceof GraphicsUnavailableError)) throw error;
      store.setState({ problem: { code: 'backend-unavailable', message: error.message } });
    }
    views.current = made;
    return () => {
      views.current = [];
      for (const view of made) view.dispose();
    };
  }, [left, right, store]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other names make other views
  useEffect(() => {
    const [first, second] = views.current;
    first?.show(comparison.first);
    second?.show(comparison.second);
  }, [comparison, left, right]);
  useEffect(() => {
    for (const view of views.current) view.setStyle(style);
  }, [style]);
  useEffect(() => {
    for (const view of views.current) {
      view.clearSelection();
      if (marked !== undefined) view.selectAtom(marked);
    }
  }, [marked]);
  return (
    <div className={styles.views}>
      {hosts.map((host, side) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the two sides
        <figure key={side} className={styles.view}>
          <figcaption className={styles.caption}>{names[side]}</figcaption>
          <div ref={host} className={styles.host} />
        </figure>
      ))}
    </div>
  );
}
