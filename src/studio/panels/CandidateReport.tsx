import { useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import type { DraftRecord } from '../../generation/run';
import type { CandidateSummary } from '../../generation/summary';
import type { Conditions } from '../../language/conditions';
import { lostByRefinement, symmetryWish } from '../../report/judge-candidate';
import { Formula } from '../components/Formula';
import { Notice } from '../components/Notice';
import { Quantity } from '../components/Quantity';
import { editedCrystal } from '../store/repair';
import { type CandidateView, keptItsDraft } from '../store/studio-store';
import { type Analysed, useAnalysis } from '../use-analysis';
import { type FrameInView, useFrameInView } from '../use-frame-in-view';
import { type ReportState, useReport } from '../use-report';
import { useStudioState } from '../use-studio';
import styles from './CandidateReport.module.css';
import { ChargeBalance } from './ChargeBalance';
import { DraftComparison, LossNotice } from './DraftComparison';
import { Fact, RulesShown } from './Fact';
import { LatticeTable } from './LatticeTable';
import { Novelty } from './Novelty';
import { Plausibility } from './Plausibility';
import { SiteReport } from './SiteReport';
import { SpaceGroupLadder } from './SpaceGroupLadder';
import { WishReport } from './WishReport';

export interface CandidateReportProps {
  readonly candidate: CandidateView;
  /** What the run that made it was asked for; empty while that is not known. */
  readonly asked: Conditions;
}

/**
 * What is to be said of the crystal in view, be it a frame or the result: each line with its number, its unit and, where
 * there is one, its rule.
 */
export function CandidateReport({ candidate, asked }: CandidateReportProps) {
  const isEdited = useStudioState((state) => editedCrystal(state) !== undefined);
  const frame = useFrameInView(candidate.trajectory);
  const result = candidate.refined ?? (candidate.stage === 'drafting' ? undefined : candidate.draft);
  const crystal = frame?.crystal ?? result;
  const state = useAnalysis(crystal);
  const reported = useReport(crystal);
  const [areRulesShown, showRules] = useState(false);
  const isCompared = candidate.refined !== undefined && !keptItsDraft(candidate) && !frame;
  const draft = useAnalysis(isCompared ? candidate.draft : undefined);
  if (candidate.failure !== undefined && !crystal) return <p className={styles.note}>{candidate.failure}</p>;
  if (!crystal) return <p className={styles.note}>No complete crystal yet.</p>;
  if (state.kind === 'failed') return <p className={styles.note}>The analysis failed: {state.message}</p>;
  if (state.kind === 'pending') return <p className={styles.note}>Analysing …</p>;
  const { analysis } = state.analysed;
  // Each of them may still be that of the candidate in view before.
  const isComparable =
    draft.kind === 'done' && draft.analysed.crystal === candidate.draft && state.analysed.crystal === candidate.refined;
  const comparison = isComparable ? draft.analysed : undefined;
  const report = reported.kind === 'done' ? reported.report : undefined;
  return (
    <RulesShown value={areRulesShown}>
      <div className={styles.report}>
        {candidate.failure === undefined ? null : <Notice kind="warn">{candidate.failure}</Notice>}
        {isEdited ? (
          <Notice kind="info">
            The picture shows an edited structure. This report is of the crystal before it was edited; refine the edited
            one to have its own.
          </Notice>
        ) : null}
        <Headline analysis={analysis} state={inWords(candidate, frame)} />
        {comparison ? <Losses draft={comparison} refined={state.analysed} asked={asked} /> : null}
        <WishReport conditions={asked} analysed={state.analysed} />
        {report ? <Novelty report={report} /> : <Awaited state={reported} />}
        <SpaceGroupLadder rungs={analysis.spaceGroups} costs={report?.symmetry} isAskedFor={symmetryWish(asked)} />
        {candidate.keptSymmetry ? <p className={styles.note}>{candidate.keptSymmetry.sentence}</p> : null}
        <LatticeTable analysis={analysis} isFromFile={candidate.stage === 'imported'} />
        {comparison ? <DraftComparison draft={comparison} refined={state.analysed} /> : null}
        <dl className={styles.facts}>
          <Plausibility analysed={state.analysed} />
          <Fact name="Density">
            <Quantity value={analysis.density} digits={2} unit="g/cm³" />
          </Fact>
          <ChargeBalance charge={analysis.charge} />
          {candidate.acceptedDraft ? <Confidence draft={candidate.acceptedDraft} /> : null}
        </dl>
        {report ? <SiteReport report={report} /> : null}
        <div>
          <ToggleRules areShown={areRulesShown} onChange={showRules} />
        </div>
        <p className={styles.note}>
          Not relaxed, no energy: the structure as{' '}
          {candidate.stage === 'imported' ? 'the file has it' : 'the models gave it'}
          {candidate.refineSeconds > 0
            ? `, drafted in ${candidate.draftSeconds.toFixed(1)} s, refined in ${candidate.refineSeconds.toFixed(1)} s`
            : ''}
          .
        </p>
      </div>
    </RulesShown>
  );
}

/** In place of what the report worker says, until it has. */
function Awaited({ state }: { readonly state: ReportState }) {
  const text =
    state.kind === 'failed' ? `The report failed: ${state.message}` : 'Looking it up among known structures …';
  return <p className={styles.note}>{text}</p>;
}

interface ToggleRulesProps {
  readonly areShown: boolean;
  readonly onChange: (areShown: boolean) => void;
}

function ToggleRules({ areShown, onChange }: ToggleRulesProps) {
  return (
    <ToggleButton className={styles.rules} isSelected={areShown} onChange={onChange}>
      How each line is judged
    </ToggleButton>
  );
}

interface LossesProps {
  readonly draft: Analysed;
  readonly refined: Analysed;
  readonly asked: Conditions;
}

function Losses({ draft, refined, asked }: LossesProps) {
  return <LossNotice losses={lostByRefinement(draft.analysis, refined.analysis, symmetryWish(asked))} />;
}

function inWords(candidate: CandidateView, frame: FrameInView | undefined): string {
  if (frame) return `frame t = ${frame.timestep}`;
  if (keptItsDraft(candidate)) return 'draft, taken as it is';
  if (candidate.stage === 'refined') return 'refined';
  return candidate.stage === 'imported' ? 'as read' : 'draft';
}

function Headline({ analysis, state }: { readonly analysis: CandidateSummary; readonly state: string }) {
  const { atomCount, cells } = analysis;
  const atoms = atomCount === 1 ? '1 atom' : `${atomCount} atoms`;
  const cell = cells?.primitiveAtoms === atomCount ? 'primitive cell' : 'cell';
  return (
    <header className={styles.headline}>
      <p className={styles.formula}>
        <Formula text={analysis.formula} />
      </p>
      <p className={styles.state}>{state}</p>
      <p className={styles.units}>
        <i>Z</i> = {analysis.formulaUnits}, {atoms} in the {cell}
      </p>
    </header>
  );
}

function Confidence({ draft }: { readonly draft: DraftRecord }) {
  const { logProbabilities } = draft;
  if (logProbabilities.length === 0) return null;
  const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  return (
    <Fact
      name="Model confidence"
      rule="Geometric mean of the token probabilities of the draft, before grammar and temperature"
    >
      <Quantity value={100 * Math.exp(mean)} digits={0} unit="%" /> per token, not calibrated
    </Fact>
  );
}
