import { editsInWords } from '../../../generation/edited-structure';
import { refineEdited } from '../../actions/repair-actions';
import { Button } from '../../components/Button';
import { SwitchField } from '../../components/SwitchField';
import { effectiveTau } from '../../store/defaults';
import { discardRepair, isEdited, repairInView, updateRepair, withLocks } from '../../store/repair';
import { useAction, useStudio, useStudioState } from '../../use-studio';
import { EditedSites } from './EditedSites';
import styles from './RepairTool.module.css';

/** Sites listed at most; the diffusion model takes smaller cells. */
const MOST_SITES = 64;

/** Edits the crystal in view by hand and says what its refinement is to leave alone. */
export function RepairTool() {
  const { store } = useStudio();
  const inView = useStudioState(repairInView);
  const computed = useStudioState((state) => state.viewed?.computed);
  const isIdle = useStudioState((state) => state.phase === 'idle');
  const isDisplayed = useStudioState((state) => state.viewed?.drawn === state.viewed?.computed);
  const crystal = inView?.after ?? computed;
  if (!crystal) return <p className={styles.note}>There is no crystal in view yet.</p>;
  if (!isIdle) return <p className={styles.note}>A run is under way. Stop it or wait for it to edit the crystal.</p>;
  const count = crystal.atomicNumbers.length;
  if (count > MOST_SITES)
    return <p className={styles.note}>Cells of more than {MOST_SITES} atoms are not edited here.</p>;
  const locks = inView?.locks ?? { lattice: false, sites: [] };
  const all = Array.from(crystal.atomicNumbers, (_, site) => site);
  const lockSites = (sites: readonly number[]) => updateRepair(store, (repair) => withLocks(repair, { sites }));
  return (
    <div className={styles.repair}>
      <p className={styles.note}>
        Drag atoms in the picture, or set their element and coordinates here. What is locked stays as it is while the
        rest is refined.
        {isDisplayed ? '' : ' In another cell than the one computed atoms cannot be dragged; a change shows that cell.'}
      </p>
      <div className={styles.row}>
        <SwitchField
          label="Lock the lattice"
          isSelected={locks.lattice}
          onChange={(lattice) => updateRepair(store, (repair) => withLocks(repair, { lattice }))}
        />
        <Button look="small" isDisabled={locks.sites.length === count} onPress={() => lockSites(all)}>
          Lock all sites
        </Button>
        <Button look="small" isDisabled={locks.sites.length === 0} onPress={() => lockSites([])}>
          Unlock all sites
        </Button>
      </div>
      <EditedSites crystal={crystal} locked={locks.sites} />
      <Changes />
      <RefineOrDiscard />
    </div>
  );
}

/** What differs from the crystal that was taken. */
function Changes() {
  const repair = useStudioState(repairInView);
  const changes = repair && isEdited(repair) ? editsInWords(repair.before, repair.after) : [];
  return (
    <p className={styles.changes} aria-live="polite">
      {changes.length > 0 ? changes.join(' ') : 'No site was changed.'}
    </p>
  );
}

function RefineOrDiscard() {
  const { store } = useStudio();
  const refine = useAction(refineEdited);
  const tau = useStudioState(effectiveTau);
  const repair = useStudioState(repairInView);
  const whyNot = useStudioState((state) => refineEdited.whyNot?.(state));
  return (
    <div className={styles.row}>
      <Button icon="play" isDisabled={refine.isDisabled} onPress={refine.onPress}>
        Refine the rest from τ = {tau}
      </Button>
      <Button isDisabled={!repair} onPress={() => discardRepair(store)}>
        Discard
      </Button>
      {whyNot ? <p className={styles.note}>{whyNot}</p> : null}
    </div>
  );
}
