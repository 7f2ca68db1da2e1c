import { ToggleButton } from 'react-aria-components';
import { symbolOf } from '../../../crystal/elements';
import { updateView } from '../../store/studio-store';
import { useStudio, useStudioState } from '../../use-studio';
import { usePresentElements } from './present-elements';
import styles from './ViewOptions.module.css';

/** Which elements stand in the middle of polyhedra. */
export function PolyhedronElements() {
  const { store } = useStudio();
  const isShown = useStudioState((state) => state.viewSettings.showPolyhedra);
  const style = useStudioState((state) => state.structureStyle);
  const elements = usePresentElements();
  if (!isShown || elements.length === 0) return null;
  const chosen = style.polyhedronElements;
  const choose = (polyhedronElements: ReadonlySet<number> | null) =>
    updateView(store, { structureStyle: { ...style, polyhedronElements } });
  return (
    <fieldset className={styles.row} aria-label="Polyhedra about">
      <span>About</span>
      <span className={styles.chips}>
        <ToggleButton
          className={styles.chip}
          isSelected={chosen === null}
          onChange={(isSelected) => choose(isSelected ? null : new Set())}
        >
          Cations
        </ToggleButton>
        {elements.map((element) => (
          <ToggleButton
            key={element}
            className={styles.chip}
            isSelected={chosen?.has(element) ?? false}
            onChange={(isSelected) => {
              const next = new Set(chosen ?? []);
              if (isSelected) next.add(element);
              else next.delete(element);
              choose(next);
            }}
          >
            {symbolOf(element)}
          </ToggleButton>
        ))}
      </span>
    </fieldset>
  );
}
