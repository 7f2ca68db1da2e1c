import { useMemo } from 'react';
import { legend } from '../../viewer/palettes';
import { selectedCandidate } from '../store/studio-store';
import { useStudioState } from '../use-studio';
import styles from './ElementLegend.module.css';

/** Elements of the crystal in view with their colours. */
export function ElementLegend() {
  const palette = useStudioState((state) => state.settings.palette);
  const crystal = useStudioState((state) => selectedCandidate(state)?.refined ?? selectedCandidate(state)?.draft);
  const entries = useMemo(() => (crystal ? legend(crystal.atomicNumbers, palette) : []), [crystal, palette]);
  if (entries.length === 0) return null;
  return (
    <ul className={styles.legend} aria-label="Elements">
      {entries.map((entry) => (
        <li key={entry.symbol} title={entry.name} className={styles.entry}>
          <Swatch colour={entry.colour} />
          {entry.symbol}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ colour }: { readonly colour: string }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <circle cx="6" cy="6" r="5" fill={colour} stroke="currentColor" strokeOpacity="0.45" />
    </svg>
  );
}
