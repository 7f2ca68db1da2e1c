import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { annotationOf } from '../../generation/annotations';
import type { Conditions } from '../../language/conditions';
import { Icon } from '../components/Icon';
import { Panel } from '../components/Panel';
import { type CandidateView, keptItsDraft, type StudioState } from '../store/studio-store';
import { useStudio, useStudioState } from '../use-studio';
import { CandidateMarks, CandidateNotes } from './CandidateNotes';
import styles from './CandidatePanel.module.css';
import { CandidateReport } from './CandidateReport';
import { CandidateStepper } from './CandidateStepper';
import { ExportMenu } from './ExportMenu';

/** The crystals of a run and what is to be said of each. */
export function CandidatePanel() {
  const { session } = useStudio();
  const candidates = useStudioState((state) => state.candidates);
  const selected = useStudioState((state) => state.selected);
  const asked = useStudioState(askedOf);
  const current = candidates[selected];
  const run = useStudioState((state) => state.run);
  const report = current && (
    <>
      <CandidateNotes key={`${run?.id} ${selected}`} />
      <CandidateReport key={selected} candidate={current} asked={asked} />
    </>
  );
  return (
    <Panel
      title="Candidate"
      area="candidate"
      tools={
        <>
          <CandidateMarks />
          <ExportMenu />
        </>
      }
    >
      {!current ? (
        <p className={styles.empty}>
          Space group at four tolerances, lattice, density, shortest distance and charge balance appear here once there
          is a crystal.
        </p>
      ) : candidates.length === 1 ? (
        report
      ) : candidates.length > MOST_TABS ? (
        <>
          <CandidateStepper />
          {report}
        </>
      ) : (
        <Tabs selectedKey={String(selected)} onSelectionChange={(key) => session.select(Number(key))}>
          <TabList aria-label="Candidates" className={styles.tabs}>
            {candidates.map((candidate, index) =>
              annotationOf(run, index).isDeleted ? null : (
                // biome-ignore lint/suspicious/noArrayIndexKey: candidates are numbered
                <Tab key={index} id={String(index)} className={styles.tab} aria-label={tabName(candidate, index)}>
                  {index + 1}
                  <StageMark candidate={candidate} />
                </Tab>
              ),
            )}
          </TabList>
          <TabPanel id={String(selected)}>{report}</TabPanel>
        </Tabs>
      )}
    </Panel>
  );
}

/** More of them are stepped through. */
const MOST_TABS = 8;

const nothing: Conditions = {};

/** What the run on the bench was asked for; of a structure from a file nothing was. */
function askedOf({ run }: StudioState): Conditions {
  return run && !run.source ? run.request.conditions : nothing;
}

function tabName(candidate: CandidateView, index: number): string {
  return `Candidate ${index + 1}, ${keptItsDraft(candidate) ? 'draft' : candidate.stage}`;
}

function StageMark({ candidate }: { readonly candidate: CandidateView }) {
  if (candidate.stage === 'refined') return <Icon name="check" />;
  if (candidate.stage === 'rejected') return <Icon name="close" />;
  if (candidate.stage === 'drafting' || candidate.stage === 'refining') return <span className={styles.busy} />;
  return null;
}
