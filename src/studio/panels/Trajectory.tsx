import { ToggleButton } from 'react-aria-components';
import { estimateTau, openSweep } from '../actions/run-actions';
import { playPause } from '../actions/trajectory-actions';
import { IconButton } from '../components/Button';
import { Slider } from '../components/Slider';
import { effectiveTau, estimatesTau } from '../store/defaults';
import { noiseText } from '../store/noise-level';
import { selectedCandidate, updateSettings } from '../store/studio-store';
import { useAction, useStudio, useStudioState } from '../use-studio';
import styles from './Trajectory.module.css';

/** Of the noise levels that were swept over real drafts, the first at which they got worse; at 600 no change was proven. */
const OFTEN_WORSE_FROM = 900;
const tauTicks = [0, 200, 400, 600, 800, 1000].map((value) => ({ value, label: String(value) }));

/** τ, and the frames that start there: the two handles of a refinement. */
export function Trajectory() {
  return (
    <section aria-label="Trajectory" className={styles.strip} data-area="strip" data-bench>
      <TauSlider />
      <FrameSlider />
    </section>
  );
}

function TauSlider() {
  const { store, session } = useStudio();
  const tau = useStudioState(effectiveTau);
  const sweep = useAction(openSweep);
  const estimate = useAction(estimateTau);
  const isEstimated = useStudioState(estimatesTau);
  const isDefault = useStudioState((state) => state.settings.tau === null);
  const origin = isEstimated ? 'estimated' : isDefault ? 'default' : undefined;
  const known = useStudioState((state) => state.knownTaus);
  const sigma = useStudioState((state) => noiseText(state, tau));
  return (
    <div className={styles.tau}>
      <Slider
        label="Noise level τ"
        labelContent={
          <>
            Noise level <i className={styles.symbol}>τ</i>
          </>
        }
        tone="tau"
        value={tau}
        minimum={0}
        maximum={1000}
        ticks={tauTicks}
        marks={{ values: known, meaning: 'Computed at τ' }}
        remark={{ from: OFTEN_WORSE_FROM, text: 'often worse than the draft' }}
        output={
          <>
            <strong>{tau}</strong>
            {origin ? <span className={`${styles.meaning} ${styles.origin}`}>{origin}</span> : null}
            <span className={styles.meaning}>{sigma}</span>
          </>
        }
        onChange={(value) => {
          updateSettings(store, { tau: value, tauRule: 'fixed' });
          session.refineAgain();
        }}
      />
      <ToggleButton
        className={styles.auto}
        aria-label={estimate.label}
        isSelected={isEstimated}
        isDisabled={estimate.isDisabled}
        onChange={(isOn) => (isOn ? estimate.onPress() : updateSettings(store, { tauRule: 'fixed' }))}
      >
        Auto
      </ToggleButton>
      <IconButton {...sweep} icon="sweep" />
    </div>
  );
}

function FrameSlider() {
  const { viewer } = useStudio();
  const frame = useStudioState((state) => state.frame);
  const frameCount = useStudioState((state) => state.frameCount);
  const isPlaying = useStudioState((state) => state.isPlaying);
  const trajectory = useStudioState((state) => selectedCandidate(state)?.trajectory);
  const play = useAction(playPause);
  const isComputing = useStudioState((state) => state.phase === 'refining' || state.phase === 'refining-again');
  const hasFrames = trajectory !== undefined && frameCount > 0 && frame < trajectory.frameCount;
  // While frames come in the track is as long as it will be.
  const last = isComputing && trajectory ? trajectory.provenance.tau : frameCount - 1;
  return (
    <div className={styles.frames} data-frames>
      <IconButton {...play} icon={isPlaying ? 'pause' : 'play'} label={isPlaying ? 'Pause' : 'Play'} />
      <Slider
        label="Frame"
        tone="accent"
        value={frame}
        minimum={0}
        maximum={Math.max(last, 1)}
        isDisabled={frameCount < 2}
        output={
          hasFrames ? (
            <>
              <strong>{frame}</strong> of {last}
              <span className={styles.meaning}>
                <i className={styles.symbol}>t</i> = {trajectory.timestep(frame)}
              </span>
            </>
          ) : (
            'no frames yet'
          )
        }
        ticks={
          frameCount > 1
            ? [
                { value: 0, label: 'draft' },
                { value: last, label: isComputing || trajectory?.complete ? 'refined' : 'stopped' },
              ]
            : []
        }
        onChange={(value) => viewer.showFrame(value)}
      />
    </div>
  );
}
