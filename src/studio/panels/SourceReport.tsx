import type { Crystal } from '../../crystal/crystal';
import { latticeParameters } from '../../crystal/lattice';
import { locksInWords } from '../../generation/locks';
import { EDITED, type RunRecord, type RunSource } from '../../generation/run';
import { refineStructure } from '../actions/file-actions';
import { Button } from '../components/Button';
import { Notice } from '../components/Notice';
import { Quantity } from '../components/Quantity';
import { effectiveTau } from '../store/defaults';
import { useAction, useStudioState } from '../use-studio';
import styles from './SourceReport.module.css';

/** What a file held, what was made of it, and how to go on from there. */
export function SourceReport({ run, source }: { readonly run: RunRecord; readonly source: RunSource }) {
  const { draft, locks } = run.candidates[0] ?? {};
  return (
    <div className={styles.report}>
      <p className={styles.file}>
        <strong>{source.fileName}</strong>
        <span className={styles.faint}>
          {source.format}, {countAtoms(source.crystal.atomicNumbers.length)}
        </span>
      </p>
      {source.title === source.fileName ? null : <p className={styles.title}>{source.title}</p>}
      {source.notes.length > 0 ? (
        <ul className={styles.notes} aria-label="Notes on the file">
          {source.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      {locks && draft ? <p className={styles.faint}>{locksInWords(locks, draft.atomicNumbers)}</p> : null}
      {source.refusal === undefined ? null : <Notice kind="info">{source.refusal}</Notice>}
      {draft ? (
        <>
          <ReducedCell source={source} draft={draft} />
          <RefineButton />
        </>
      ) : null}
    </div>
  );
}

/** The cell that is refined, which is not always the file's. */
function ReducedCell({ source, draft }: { readonly source: RunSource; readonly draft: Crystal }) {
  const { a, b, c, alpha, beta, gamma } = latticeParameters(draft.lattice);
  return (
    <p className={styles.faint}>
      Refinement takes its {source.format === EDITED ? 'cell as it is' : 'primitive Niggli cell'}:{' '}
      {countAtoms(draft.atomicNumbers.length)},{' '}
      {[a, b, c].map((length, axis) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the three axes
        <span key={axis}>
          <Quantity value={length} digits={3} unit="Å" />,{' '}
        </span>
      ))}
      {[alpha, beta, gamma].map((angle, axis) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the three angles
        <span key={axis}>
          <Quantity value={angle} digits={1} unit="°" />
          {axis < 2 ? ', ' : '.'}
        </span>
      ))}
    </p>
  );
}

function RefineButton() {
  const refine = useAction(refineStructure);
  const tau = useStudioState(effectiveTau);
  return (
    <div>
      <Button icon="play" isDisabled={refine.isDisabled} onPress={refine.onPress}>
        Refine from τ = {tau}
      </Button>
    </div>
  );
}

function countAtoms(count: number): string {
  return count === 1 ? '1 atom' : `${count} atoms`;
}
