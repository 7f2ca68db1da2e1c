import type { ReactNode } from 'react';
import { latticeParameters } from '../../crystal/lattice';
import type { DraftRecord } from '../../generation/run';
import { Formula } from '../components/Formula';
import { Quantity } from '../components/Quantity';
import { Verdict } from '../components/Verdict';
import type { CandidateView } from '../store/studio-store';
import { type Analysis, useAnalysis } from '../use-analysis';
import styles from './CandidateReport.module.css';
import { SpaceGroupLadder } from './SpaceGroupLadder';

/** What is to be said of one crystal, each line with its number, its unit and, where there is one, its rule. */
export function CandidateReport({ candidate }: { readonly candidate: CandidateView }) {
  const crystal = candidate.refined ?? (candidate.stage === 'drafting' ? undefined : candidate.draft);
  const analysis = useAnalysis(crystal);
  if (candidate.stage === 'rejected') {
    return <p className={styles.note}>No draft was accepted; their reasons stand under Draft. Try another seed.</p>;
  }
  if (!crystal || !analysis) return <p className={styles.note}>No complete crystal yet.</p>;
  return (
    <div className={styles.report}>
      <Headline analysis={analysis} isRefined={candidate.refined !== undefined} />
      <SpaceGroupLadder rungs={analysis.spaceGroups} />
      <Lattice analysis={analysis} lattice={crystal.lattice} />
      <dl className={styles.facts}>
        <Fact name="Density">
          <Quantity value={analysis.density} digits={2} unit="g/cm³" />
        </Fact>
        <Fact name="Shortest distance" rule="Valid above 0.5 Å, periodic images included">
          <Quantity value={analysis.shortestDistance} digits={2} unit="Å" />
          {analysis.shortestDistance > 0.5 ? (
            <Verdict verdict="good" word="valid" />
          ) : (
            <Verdict verdict="bad" word="invalid" />
          )}
        </Fact>
        <ChargeBalance analysis={analysis} />
        {candidate.acceptedDraft ? <Confidence draft={candidate.acceptedDraft} /> : null}
      </dl>
      <p className={styles.note}>
        Not relaxed, no energy: the structure as the models gave it
        {candidate.refineSeconds > 0
          ? `, drafted in ${candidate.draftSeconds.toFixed(1)} s, refined in ${candidate.refineSeconds.toFixed(1)} s`
          : ''}
        .
      </p>
    </div>
  );
}

function Headline({ analysis, isRefined }: { readonly analysis: Analysis; readonly isRefined: boolean }) {
  return (
    <header className={styles.headline}>
      <p className={styles.formula}>
        <Formula text={analysis.formula} />
      </p>
      <p className={styles.units}>
        <i>Z</i> = {analysis.formulaUnits}, {analysis.atomCount} atoms
        {isRefined ? '' : ', draft'}
      </p>
    </header>
  );
}

function Lattice({ analysis, lattice }: { readonly analysis: Analysis; readonly lattice: Float64Array }) {
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
            <Quantity value={analysis.volume} digits={1} unit="Å³" />
          </td>
          <th scope="row">
            <i>V</i>/atom
          </th>
          <td>
            <Quantity value={analysis.volume / analysis.atomCount} digits={1} unit="Å³" />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function ChargeBalance({ analysis }: { readonly analysis: Analysis }) {
  const { charge } = analysis;
  return (
    <Fact name="Charge balance" rule={charge.rule}>
      <span>{charge.states}</span>
      <Verdict verdict={charge.isNeutral ? 'good' : 'warn'} word={charge.word} />
    </Fact>
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

function Fact({
  name,
  rule,
  children,
}: {
  readonly name: string;
  readonly rule?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className={styles.value}>{children}</dd>
      {rule ? <dd className={styles.rule}>{rule}</dd> : null}
    </div>
  );
}
