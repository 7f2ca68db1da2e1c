import { CONFIDENCE_LEVELS } from '../../viewer/confidence-scale';
import { cssColour } from '../../viewer/palettes';
import { confidencesOf } from '../draft-confidence';
import { selectedCandidate } from '../store/studio-store';
import { useStudioState } from '../use-studio';
import styles from './ConfidenceLegend.module.css';

/** What the colours say while atoms have that of their confidence. */
export function ConfidenceLegend() {
  const isKnown = useStudioState((state) => {
    const candidate = selectedCandidate(state);
    return candidate !== undefined && confidencesOf(candidate) !== null;
  });
  if (!isKnown) return <p className={styles.note}>No confidence is known here; colours by element</p>;
  return (
    <figure className={styles.legend}>
      <figcaption className={styles.note} title="Geometric mean of the raw probabilities of an atom’s tokens">
        Confidence of the draft, per token; not calibrated
      </figcaption>
      <ul className={styles.levels} aria-label="Confidence of the draft">
        {CONFIDENCE_LEVELS.map(({ label, colour }) => (
          <li key={label} className={styles.level}>
            <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
              <circle cx="6" cy="6" r="5" fill={cssColour(colour)} stroke="currentColor" strokeOpacity="0.45" />
            </svg>
            {label}
          </li>
        ))}
      </ul>
    </figure>
  );
}
