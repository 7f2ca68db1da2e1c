import type { KeepSymmetry } from '../../../generation/run';
import { Button } from '../../components/Button';
import { Notice } from '../../components/Notice';
import { ProgressBar } from '../../components/ProgressBar';
import type { SweepView } from '../../store/sweep-view';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './Sweep.module.css';
import { SweepCurves } from './SweepCurves';
import { SweepForm } from './SweepForm';
import { SweepGallery } from './SweepGallery';

const symmetryWords: Readonly<Record<KeepSymmetry, string>> = {
  off: 'No symmetry is kept.',
  draft: 'The symmetry of the draft is kept; under Advanced it can be set free.',
  prompt: 'The symmetry asked for is kept; under Advanced it can be set free.',
};

/** What to sweep over, and what came of it. */
export function Sweep({ onTaken }: { readonly onTaken: () => void }) {
  const { session } = useStudio();
  const sweep = useStudioState(({ sweep, run, selected }) =>
    sweep && sweep.runId === run?.id && sweep.candidate === selected ? sweep : null,
  );
  const problem = useStudioState((state) => state.problem);
  const keepSymmetry = useStudioState((state) => state.settings.keepSymmetry);
  const points = sweep?.points ?? [];
  return (
    <div className={styles.sweep}>
      <p className={styles.lead}>
        The draft in view is refined from each noise level <i>τ</i>, with each seed of the noise. Only these two change:
        what differs between the pictures is their work. {symmetryWords[keepSymmetry]}
      </p>
      <SweepForm isRunning={sweep?.isRunning ?? false} grid={sweep?.grid} />
      {problem ? <Notice kind="bad">{problem.message}</Notice> : null}
      {sweep?.isRunning ? <Progress sweep={sweep} /> : null}
      {sweep && points.length > 0 ? (
        <>
          <SweepGallery points={points} onTaken={onTaken} />
          <SweepCurves points={points} />
          <div className={styles.end}>
            <Button icon="download" onPress={() => session.sweep.export()}>
              Save as CSV
            </Button>
            <p className={styles.note}>
              Structures are the same where the largest distance of mapped atoms is at most 0.3 of the cube root of the
              volume per atom, cell lengths differ by at most 20 % and angles by 5°, whatever the scale. Space groups at
              0.1{'\u202f'}Å. Displacement: the farthest that an atom moved from the draft, less what all moved.
            </p>
          </div>
        </>
      ) : null}
    </div>
  );
}

function Progress({ sweep }: { readonly sweep: SweepView }) {
  const progress = useStudioState((state) => state.progress);
  return (
    <div className={styles.progress}>
      <ProgressBar label="Sweep" share={progress?.share} />
      <span className={styles.note}>{progress?.detail ?? `${sweep.points.length} of ${sweep.total} refinements`}</span>
    </div>
  );
}
