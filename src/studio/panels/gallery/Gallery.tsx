import { useEffect, useRef } from 'react';
import { compareCandidates, showStructure } from '../../actions/candidate-actions';
import { undo } from '../../actions/edit-actions';
import { Button } from '../../components/Button';
import { ScrollArea } from '../../components/ScrollArea';
import { Segmented } from '../../components/Segmented';
import { type GalleryView, rowsInView } from '../../store/gallery-view';
import { useCandidateRows } from '../../use-candidate-rows';
import { useAction, useStudio, useStudioState } from '../../use-studio';
import { CandidateTable } from './CandidateTable';
import { CandidateTiles } from './CandidateTiles';
import styles from './Gallery.module.css';
import { GalleryFilters } from './GalleryFilters';
import { SaveZip } from './SaveZip';

const layouts = [
  { value: 'pictures', label: 'Pictures' },
  { value: 'table', label: 'Table' },
] as const;

/** All candidates of the run on the bench, sorted, filtered and grouped by structure. */
export function Gallery() {
  const { store, session } = useStudio();
  const view = useStudioState((state) => state.gallery);
  const selected = useStudioState((state) => state.selected);
  const rows = useCandidateRows();
  const back = useAction(showStructure);
  const compare = useAction(compareCandidates);
  const shown = rowsInView(rows, view);
  const root = useRef<HTMLDivElement>(null);
  // Whoever opens it goes on with the keyboard among the candidates.
  useEffect(() => root.current?.querySelector<HTMLElement>('[data-key][aria-selected="true"]')?.focus(), []);
  const all = rows.filter(({ annotation }) => !annotation.isDeleted).length;
  const change = (part: Partial<GalleryView>) =>
    store.setState(({ gallery }) => ({ gallery: { ...gallery, ...part } }));
  const list = {
    rows: shown,
    selected,
    onSelect: (index: number) => session.select(index),
    onOpen: (index: number) => {
      session.select(index);
      back.onPress();
    },
  };
  return (
    <div ref={root} className={styles.gallery}>
      <header className={styles.header}>
        <h2 className={styles.title}>
          Gallery <span className={styles.count}>{inWords(shown.length, all)}</span>
        </h2>
        <div className={styles.tools}>
          <Segmented label="Show as" value={view.layout} options={layouts} onChange={(layout) => change({ layout })} />
          <Button look="small" isDisabled={compare.isDisabled} onPress={compare.onPress}>
            Compare
          </Button>
          <SaveZip shown={shown} />
          <Button look="small" onPress={back.onPress}>
            {back.label}
          </Button>
        </div>
      </header>
      <UndoDelete />
      <GalleryFilters view={view} onChange={change} />
      <ScrollArea className={styles.body}>
        {shown.length === 0 ? (
          <p className={styles.note}>
            {all === 0 ? 'There is no candidate yet.' : 'No candidate passes these filters.'}
          </p>
        ) : view.layout === 'pictures' ? (
          <CandidateTiles {...list} />
        ) : (
          <CandidateTable {...list} sort={view.sort} onSort={(sort) => change({ sort })} />
        )}
        <p className={styles.note}>
          Colour, line and number of a frame: candidates of one structure, as pymatgen’s StructureMatcher would say at
          its default tolerances. Valid: no atoms within 0.5{'\u202f'}Å, charge neutral by SMACT’s rule. Space groups at
          0.1
          {'\u202f'}Å. Confidence: geometric mean of the probabilities of the draft’s tokens, not calibrated.
        </p>
      </ScrollArea>
    </div>
  );
}

/** The way back from the last deletion. */
function UndoDelete() {
  const deleted = useStudioState(({ edits }) => {
    const last = edits.past.at(-1);
    return last?.kind === 'annotation' && last.after.isDeleted ? last.candidate : undefined;
  });
  const { onPress } = useAction(undo);
  if (deleted === undefined) return null;
  return (
    <p className={styles.deleted} role="status">
      Candidate {deleted + 1} deleted.
      <Button look="link" onPress={onPress}>
        Undo
      </Button>
    </p>
  );
}

function inWords(shown: number, all: number): string {
  return shown === all ? `${all}` : `${shown} of ${all}`;
}
