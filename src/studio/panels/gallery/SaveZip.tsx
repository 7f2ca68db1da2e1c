import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Action } from '../../actions/action';
import { saveAll, saveStarred } from '../../actions/candidate-actions';
import type { CandidateRow } from '../../candidate-row';
import { Button } from '../../components/Button';
import popover from '../../components/Popover.module.css';
import { ProgressBar } from '../../components/ProgressBar';
import { useStudio, useStudioState } from '../../use-studio';
import styles from './Gallery.module.css';

/** Many candidates as one file: all, those that pass the filters, or those with a star. */
export function SaveZip({ shown }: { readonly shown: readonly CandidateRow[] }) {
  const studio = useStudio();
  const batch = useStudioState((state) => state.batch);
  const canSave = useStudioState(saveAll.isEnabled);
  const whyNoStars = useStudioState((state) => saveStarred.whyNot?.(state));
  if (batch) {
    return (
      <div className={styles.saving}>
        <ProgressBar label={`Zip of ${batch.count}`} share={batch.share} />
        <Button look="small" onPress={() => studio.session.batch.cancel()}>
          Cancel
        </Button>
      </div>
    );
  }
  const save: Readonly<Record<string, Pick<Action, 'perform'>>> = {
    all: saveAll,
    shown: { perform: ({ session }) => session.batch.start(shown.map(({ index }) => index)) },
    starred: saveStarred,
  };
  return (
    <MenuTrigger>
      <Button look="small" icon="download" isDisabled={!canSave}>
        Save as zip
      </Button>
      <Popover className={popover.popover} placement="bottom end">
        <Menu className={popover.menu} onAction={(id) => void save[id]?.perform(studio)}>
          <MenuItem id="all" textValue="All candidates" className={popover.item}>
            All candidates
            <span className={popover.hint}>
              CIF, POSCAR, trajectory of each; the table; the run, to be imported again
            </span>
          </MenuItem>
          <MenuItem id="shown" textValue="Those shown" isDisabled={shown.length === 0} className={popover.item}>
            Those shown
            <span className={popover.hint}>{shown.length} that pass the filters, in this order</span>
          </MenuItem>
          <MenuItem
            id="starred"
            textValue="Those with a star"
            isDisabled={whyNoStars !== undefined}
            className={popover.item}
          >
            Those with a star
            <span className={popover.hint}>{whyNoStars ?? 'In the order of the run'}</span>
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
