import { reducedFormula } from '../../crystal/formula';
import { STANDARD_SYMPREC } from '../analysis';
import { Formula } from '../components/Formula';
import { effectiveTau } from '../store/defaults';
import { editedCrystal } from '../store/repair';
import { keptItsDraft, type StudioState, selectedCandidate } from '../store/studio-store';
import type { CellDisplay } from '../store/view-state';
import { useStudioState } from '../use-studio';
import styles from './ViewerCaption.module.css';

const stages = {
  imported: 'as read from the file',
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
  const cell = useStudioState((state) => state.cell);
  const drawnAtoms = useStudioState((state) => state.viewed?.drawn.atomicNumbers.length);
  const isAtRest = useStudioState((state) => state.phase === 'idle');
  const isEdited = useStudioState((state) => editedCrystal(state) !== undefined);
  const otherTau = useStudioState(describeOtherTau);
  const otherNoise = useStudioState((state) => selectedCandidate(state)?.trajectory?.provenance.refinementSeed);
  if (!candidate) return null;
  const crystal = candidate.refined ?? candidate.draft;
  const atoms = isAtRest && drawnAtoms !== undefined ? drawnAtoms : crystal?.atomicNumbers.length;
  return (
    <p className={styles.caption}>
      <span className={styles.formula}>
        {crystal && crystal.atomicNumbers.length > 0 ? <Formula text={reducedFormula(crystal)} /> : '…'}
      </span>
      <span className={styles.stage}>
        {count > 1 ? `candidate ${number} of ${count}, ` : ''}
        {isEdited ? 'edited, not refined' : keptItsDraft(candidate) ? 'draft' : stages[candidate.stage]}
        {otherTau === undefined ? '' : ` · ${otherTau}`}
        {otherNoise === undefined ? '' : ` · noise seed ${otherNoise}`}
        {atoms === undefined ? '' : ` · ${describeAtoms(atoms)}`}
        {crystal ? describeCell(cell) : ''}
      </span>
    </p>
  );
}

/** Where τ was moved on from what is in view. */
function describeOtherTau(state: StudioState): string | undefined {
  const candidate = selectedCandidate(state);
  const shown = candidate?.trajectory?.provenance.tau;
  const wanted = effectiveTau(state);
  const isOver = candidate?.stage === 'refined' || candidate?.stage === 'failed';
  if (!isOver || shown === undefined || shown === wanted) return undefined;
  return state.phase === 'refining-again' || state.phase === 'loading'
    ? `showing τ = ${shown} while τ = ${wanted} is computed`
    : `showing τ = ${shown}, not ${wanted}`;
}

function describeCell({ kind, repeats }: CellDisplay): string {
  const cells: Record<CellDisplay['kind'], string> = {
    'as-computed': '',
    primitive: ` in the primitive cell at ${STANDARD_SYMPREC}\u202fÅ`,
    conventional: ` in the conventional cell at ${STANDARD_SYMPREC}\u202fÅ`,
    niggli: ' in the Niggli cell',
  };
  return cells[kind] + (repeats.some((count) => count > 1) ? ` · ${repeats.join(' × ')}` : '');
}

function describeAtoms(count: number): string {
  return count === 1 ? '1 atom' : `${count} atoms`;
}
