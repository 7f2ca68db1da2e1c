import { lazy, Suspense } from 'react';
import { useStudioState } from '../use-studio';
import styles from './MiddlePanel.module.css';

const Gallery = lazy(async () => ({ default: (await import('./gallery/Gallery')).Gallery }));

/** What takes the viewer's place when many candidates are looked at. The viewer stays as it is behind it. */
export function MiddlePanel() {
  const middle = useStudioState((state) => state.middle);
  if (middle === 'structure') return null;
  return (
    <section aria-label="Gallery" className={styles.middle} data-bench>
      <Suspense>
        <Gallery />
      </Suspense>
    </section>
  );
}
