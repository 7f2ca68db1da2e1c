import { lazy, Suspense, useEffect, useRef } from 'react';
import type { Action } from '../actions/action';
import { openGallery } from '../actions/candidate-actions';
import { resetView, screenshot, toggleConventional, viewAlong, viewTools } from '../actions/viewer-actions';
import { IconButton } from '../components/Button';
import type { IconName } from '../components/Icon';
import { SwitchField } from '../components/SwitchField';
import { useAction, useStudio, useStudioState } from '../use-studio';
import { ElementLegend } from './ElementLegend';
import { LoadingCard } from './LoadingCard';
import { Tour } from './Tour';
import { ViewerCaption } from './ViewerCaption';
import styles from './ViewerPanel.module.css';

const ToolsDrawer = lazy(async () => ({ default: (await import('./tools/ToolsDrawer')).ToolsDrawer }));

/** Mounts the viewer once and never draws atoms itself: the viewer bridge does, outside React. */
export function ViewerPanel() {
  const { viewer } = useStudio();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    viewer.mount(host.current);
    return () => viewer.unmount();
  }, [viewer]);

  const conventional = useAction(toggleConventional);
  const isConventional = useStudioState((state) => state.cell.kind === 'conventional');
  const tool = useStudioState((state) => state.tool);
  const tour = useStudioState((state) => state.tour);
  const isEmpty = useStudioState((state) => state.candidates.length === 0 && state.phase === 'idle');

  const isBehind = useStudioState((state) => state.middle !== 'structure');
  const wasBehind = useRef(false);
  useEffect(() => {
    // Whoever comes back from the gallery goes on with the keyboard at the picture.
    if (wasBehind.current && !isBehind) host.current?.querySelector('canvas')?.focus();
    wasBehind.current = isBehind;
  }, [isBehind]);

  return (
    <section aria-label="Viewer" className={styles.viewer} hidden={isBehind} data-bench>
      <div className={styles.stage}>
        <div ref={host} className={styles.host} />
        <div className={styles.top}>
          <ViewerCaption />
          <div className={styles.tools} role="toolbar" aria-label="View">
            <SwitchField
              label={conventional.label}
              icon="cell"
              isSelected={isConventional}
              isDisabled={conventional.isDisabled}
              onChange={conventional.onPress}
            />
            <span className={styles.rule} aria-hidden="true" />
            <span className={styles.axes}>
              <ViewerTool action={viewAlong.a} glyph={<span className={styles.a}>a</span>} />
              <ViewerTool action={viewAlong.b} glyph={<span className={styles.b}>b</span>} />
              <ViewerTool action={viewAlong.c} glyph={<span className={styles.c}>c</span>} />
            </span>
            <ViewerTool action={resetView} icon="home" />
            <ViewerTool action={screenshot} icon="camera" />
            <span className={styles.rule} aria-hidden="true" />
            <ViewerTool action={openGallery} icon="gallery" />
            <ViewerTool action={viewTools.view} icon="options" />
            <ViewerTool action={viewTools.measure} icon="ruler" />
            <ViewerTool action={viewTools.diffraction} icon="pattern" />
          </div>
        </div>
        <ElementLegend />
        <LoadingCard />
        {tour && (isEmpty || tour.isAsked) ? <Tour at={tour} /> : isEmpty ? <Welcome /> : null}
      </div>
      {tool ? (
        <Suspense>
          <ToolsDrawer tool={tool} />
        </Suspense>
      ) : null}
    </section>
  );
}

function ViewerTool({ action, ...face }: { action: Action; glyph?: React.ReactNode; icon?: IconName }) {
  return <IconButton {...useAction(action)} {...face} />;
}

function Welcome() {
  return (
    <div className={styles.welcome}>
      <ol className={styles.steps}>
        <li>
          <strong>Describe</strong> a crystal: a formula, elements, a space group, a number of atoms.
        </li>
        <li>
          <strong>Draft</strong>: a language model writes its cell and atoms, token by token.
        </li>
        <li>
          <strong>Refine</strong>: a diffusion model takes the draft from noise level <i>τ</i> down to 0.
        </li>
        <li>
          <strong>Judge</strong> symmetry, distances and charge; take it away as a CIF file.
        </li>
      </ol>
      <p>Everything runs in this page. Nothing you type leaves it.</p>
    </div>
  );
}
