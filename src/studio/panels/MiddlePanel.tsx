import { lazy, Suspense } from 'react';
import { useStudioState } from '../use-studio';
import styles from './MiddlePanel.module.css';

const Gallery = lazy(async () => ({ default: (await import('./gallery/Gallery')).Gallery }));
const Comparison = lazy(async () => ({ default: (await import('./gallery/Comparison')).Comparison }));

/** What takes the viewer's place when many candidates are looked at. The viewer stays as it is behind it. */
export function MiddlePanel() {
  const middle = useStudioState((state) => state.middle);
  if (middle === 'structure') return null;
  const isComparison = middle === 'comparison';
  return (
    <section aria-label={isComparison ? 'Comparison' : 'Gallery'} className={styles.middle} data-bench>
      <Suspense>{isComparison ? <Comparison /> : <Gallery />}</Suspense>
    </section>
  );
}
