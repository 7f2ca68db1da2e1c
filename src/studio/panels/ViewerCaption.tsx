import { reducedFormula } from '../../crystal/formula';
import { Formula } from '../components/Formula';
import { VIEW_SYMPREC } from '../conventional-trajectory';
import { selectedCandidate } from '../store/studio-store';
import { useStudioState } from '../use-studio';
import styles from './ViewerCaption.module.css';

const stages = {
  waiting: 'waiting',
  drafting: 'drafting',
  drafted: 'drafted',
  refining: 'refining',
  refined: 'refined',
  stopped: 'stopped',
  rejected: 'no draft was accepted',
  failed: 'refinement failed',
} as const;

/** What the viewer shows at this moment. */
export function ViewerCaption() {
  const candidate = useStudioState(selectedCandidate);
  const number = useStudioState((state) => state.selected + 1);
  const count = useStudioState((state) => state.candidates.length);
  const isConventional = useStudioState((state) => state.isConventional);
  if (!candidate) return null;
  const crystal = candidate.refined ?? candidate.draft;
  return (
    <p className={styles.caption}>
      <span className={styles.formula}>
        {crystal && crystal.atomicNumbers.length > 0 ? <Formula text={reducedFormula(crystal)} /> : '…'}
      </span>
      <span className={styles.stage}>
        {count > 1 ? `candidate ${number} of ${count}, ` : ''}
        {stages[candidate.stage]}
        {crystal ? ` · ${describeAtoms(crystal.atomicNumbers.length)}` : ''}
        {isConventional && crystal ? ` · conventional cell at ${VIEW_SYMPREC}\u202fÅ` : ''}
      </span>
    </p>
  );
}

function describeAtoms(count: number): string {
  return count === 1 ? '1 atom' : `${count} atoms`;
}
