import { latticeParameters } from '../../crystal/lattice';
import { SHORTEST_VALID_DISTANCE } from '../../crystal/validity';
import type { DraftRecord } from '../../generation/run';
import type { CandidateSummary } from '../../generation/summary';
import { Formula } from '../components/Formula';
import { Notice } from '../components/Notice';
import { Quantity } from '../components/Quantity';
import { Verdict } from '../components/Verdict';
import type { CandidateView } from '../store/studio-store';
import { useAnalysis } from '../use-analysis';
import styles from './CandidateReport.module.css';
import { ChargeBalance } from './ChargeBalance';
import { Fact } from './Fact';
import { SpaceGroupLadder } from './SpaceGroupLadder';

/** What is to be said of one crystal, each line with its number, its unit and, where there is one, its rule. */
export function CandidateReport({ candidate }: { readonly candidate: CandidateView }) {
  const crystal = candidate.refined ?? (candidate.stage === 'drafting' ? undefined : candidate.draft);
  const state = useAnalysis(crystal);
  if (candidate.failure !== undefined && !crystal) return <p className={styles.note}>{candidate.failure}</p>;
  if (!crystal) return <p className={styles.note}>No complete crystal yet.</p>;
  if (state.kind === 'failed') return <p className={styles.note}>The analysis failed: {state.message}</p>;
  if (state.kind === 'pending') return <p className={styles.note}>Analysing …</p>;
  const { analysis } = state;
  return (
    <div className={styles.report}>
      {candidate.failure === undefined ? null : <Notice kind="warn">{candidate.failure}</Notice>}
      <Headline analysis={analysis} stage={candidate.stage} />
      <SpaceGroupLadder rungs={analysis.spaceGroups} />
      {candidate.keptSymmetry ? <p className={styles.note}>{candidate.keptSymmetry.sentence}</p> : null}
      <Lattice analysis={analysis} lattice={crystal.lattice} />
      <dl className={styles.facts}>
        <Fact name="Density">
          <Quantity value={analysis.density} digits={2} unit="g/cm³" />
        </Fact>
        <Fact name="Shortest distance" rule={`Valid above ${SHORTEST_VALID_DISTANCE} Å, periodic images included`}>
          <Quantity value={analysis.structure.shortestDistance} digits={2} unit="Å" />
          <Verdict
            verdict={analysis.structure.valid ? 'good' : 'bad'}
            word={analysis.structure.valid ? 'valid' : 'invalid'}
          />
        </Fact>
        <ChargeBalance charge={analysis.charge} />
        {candidate.acceptedDraft ? <Confidence draft={candidate.acceptedDraft} /> : null}
      </dl>
      <p className={styles.note}>
        Not relaxed, no energy: the structure as{' '}
        {candidate.stage === 'imported' ? 'the file has it' : 'the models gave it'}
        {candidate.refineSeconds > 0
          ? `, drafted in ${candidate.draftSeconds.toFixed(1)} s, refined in ${candidate.refineSeconds.toFixed(1)} s`
          : ''}
        .
      </p>
    </div>
  );
}

function Headline({
  analysis,
  stage,
}: {
  readonly analysis: CandidateSummary;
  readonly stage: CandidateView['stage'];
}) {
  return (
    <header className={styles.headline}>
      <p className={styles.formula}>
        <Formula text={analysis.formula} />
      </p>
      <p className={styles.units}>
        <i>Z</i> = {analysis.formulaUnits}, {analysis.atomCount} {analysis.atomCount === 1 ? 'atom' : 'atoms'}
        {stage === 'refined' ? '' : stage === 'imported' ? ', as read' : ', draft'}
      </p>
    </header>
  );
}

function Lattice({ analysis, lattice }: { readonly analysis: CandidateSummary; readonly lattice: Float64Array }) {
  const { a, b, c, alpha, beta, gamma } = latticeParameters(lattice);
  const rows = [
    ['a', a, 'α', alpha],
    ['b', b, 'β', beta],
    ['c', c, 'γ', gamma],
  ] as const;
  return (
    <table className={styles.lattice}>
      <caption className="visually-hidden">Lattice parameters of the cell as computed</caption>
      <tbody>
        {rows.map(([length, lengthValue, angle, angleValue]) => (
          <tr key={length}>
            <th scope="row">
              <i>{length}</i>
            </th>
            <td>
              <Quantity value={lengthValue} digits={3} unit="Å" />
            </td>
            <th scope="row">
              <i>{angle}</i>
            </th>
            <td>
              <Quantity value={angleValue} digits={2} unit="°" />
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">
            <i>V</i>
          </th>
          <td>
            <Quantity value={analysis.structure.volume} digits={1} unit="Å³" />
          </td>
          <th scope="row">
            <i>V</i>/atom
          </th>
          <td>
            <Quantity value={analysis.structure.volume / analysis.atomCount} digits={1} unit="Å³" />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Confidence({ draft }: { readonly draft: DraftRecord }) {
  const { logProbabilities } = draft;
  if (logProbabilities.length === 0) return null;
  const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  return (
    <Fact
      name="Model confidence"
      rule="Geometric mean of the token probabilities of the draft, before grammar and temperature; not calibrated"
    >
      <Quantity value={100 * Math.exp(mean)} digits={0} unit="%" /> per token
    </Fact>
  );
}
