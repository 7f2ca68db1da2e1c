import { useMemo } from 'react';
import { ToggleButton } from 'react-aria-components';
import { legend } from '../../viewer/palettes';
import { confidencesOf } from '../draft-confidence';
import { selectedCandidate, updateView } from '../store/studio-store';
import { useStudio, useStudioState } from '../use-studio';
import { ConfidenceLegend } from './ConfidenceLegend';
import styles from './ElementLegend.module.css';

/** Elements of the crystal in view with their colours; each can be hidden. */
export function ElementLegend() {
  const { store } = useStudio();
  const palette = useStudioState((state) => state.viewSettings.palette);
  const style = useStudioState((state) => state.structureStyle);
  const crystal = useStudioState((state) => selectedCandidate(state)?.refined ?? selectedCandidate(state)?.draft);
  const entries = useMemo(() => (crystal ? legend(crystal.atomicNumbers, palette) : []), [crystal, palette]);
  const isConfidenceKnown = useStudioState((state) => {
    const candidate = selectedCandidate(state);
    return candidate !== undefined && confidencesOf(candidate) !== null;
  });
  if (entries.length === 0) return null;
  const show = (element: number, isShown: boolean) => {
    const hiddenElements = new Set(style.hiddenElements);
    if (isShown) hiddenElements.delete(element);
    else hiddenElements.add(element);
    updateView(store, { structureStyle: { ...style, hiddenElements } });
  };
  const isByConfidence = palette === 'confidence';
  return (
    <div className={styles.corner}>
      {isByConfidence ? <ConfidenceLegend /> : null}
      <ul className={styles.legend} aria-label="Elements">
        {entries.map((entry) => {
          const isShown = !style.hiddenElements.has(entry.atomicNumber);
          return (
            <li key={entry.symbol} title={`${entry.name}, ${isShown ? 'shown' : 'hidden'}`}>
              <ToggleButton
                className={styles.entry}
                aria-label={`Show ${entry.name}`}
                isSelected={isShown}
                onChange={(next) => show(entry.atomicNumber, next)}
              >
                {isByConfidence && isConfidenceKnown ? null : <Swatch colour={isShown ? entry.colour : 'none'} />}
                {entry.symbol}
              </ToggleButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Swatch({ colour }: { readonly colour: string }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <circle cx="6" cy="6" r="5" fill={colour} stroke="currentColor" strokeOpacity="0.45" />
    </svg>
  );
}
