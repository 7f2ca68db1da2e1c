import { nextCandidate, openGallery, previousCandidate } from '../actions/candidate-actions';
import { IconButton } from '../components/Button';
import { useAction, useStudioState } from '../use-studio';
import styles from './CandidateStepper.module.css';

/** From one of many candidates to the next, or to all of them. */
export function CandidateStepper() {
  const number = useStudioState((state) => state.selected + 1);
  const count = useStudioState((state) => state.candidates.length);
  return (
    <div className={styles.stepper}>
      <IconButton {...useAction(previousCandidate)} glyph="‹" />
      <p className={styles.place}>
        {number} of {count}
      </p>
      <IconButton {...useAction(nextCandidate)} glyph="›" />
      <IconButton {...useAction(openGallery)} icon="gallery" />
    </div>
  );
}
