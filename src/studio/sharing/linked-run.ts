import { annotationOf } from '../../generation/annotations';
import type { RunRecord } from '../../generation/run';
import { StudioError } from '../../runtime/errors';
import type { StudioState } from '../store/studio-store';
import type { Studio } from '../studio';
import { isRunLink, type RunLink, readRunLink, writeRunLink } from './run-link';
import { isSameOutcome, outcomeInWords, outcomesOf } from './run-outcome';

/** A run that a link asked for, and how it compares with what the link says of it. */
export interface LinkedRun {
  readonly link: RunLink;
  readonly stage: 'running' | 'stopped' | 'same' | 'different';
  /** Sentences for the user. */
  readonly differences: readonly string[];
  /** Once it has ended. */
  readonly runId?: string;
}

type Bench = Pick<Studio, 'store' | 'session'>;

/** Why the run on the bench cannot be linked; undefined when it can. */
export function whyNotLinked({ run, phase }: StudioState): string | undefined {
  if (!run) return 'There is no run yet.';
  if (phase !== 'idle') return 'The run is still under way.';
  if (run.source)
    return 'The run began with a structure of its own, from a file or edited, which a link cannot carry. Export the run as a file instead.';
  if (run.status !== 'refined') return 'The run did not come to its end.';
  const isWhole = run.candidates.every(({ index }) => !annotationOf(run, index).isDeleted);
  if (!isWhole) return 'Candidates of this run were deleted; a link would make them again.';
  return undefined;
}

/** The address that replays the run on the bench. Throws StudioError when it cannot be linked. */
export async function addressOfRun(state: StudioState): Promise<string> {
  const reason = whyNotLinked(state);
  if (reason || !state.run) throw new StudioError('invalid-input', reason ?? 'There is no run yet.');
  const address = new URL(location.href);
  address.hash = writeRunLink(state.run, await outcomesOf(state.run));
  return address.href;
}

/** Replays the run that the page's address asks for, now and whenever it comes to ask for one. */
export function followLinks(studio: Bench): void {
  const follow = () => {
    const fragment = location.hash;
    if (!isRunLink(fragment)) return;
    // Reloading the page is not asking again.
    history.replaceState(null, '', location.pathname + location.search);
    try {
      void replayLink(studio, readRunLink(fragment));
    } catch (thrown) {
      studio.store.setState({ problem: StudioError.from(thrown).toRecord() });
    }
  };
  window.addEventListener('hashchange', follow);
  follow();
}

/** Makes the linked run again and says what came out differently. */
export async function replayLink({ store, session }: Bench, link: RunLink): Promise<void> {
  const { phase } = store.getState();
  if (phase !== 'idle' && phase !== 'refining-again') {
    const message = 'A run is under way. Stop it, then open the link again.';
    store.setState({ problem: { code: 'invalid-input', message } });
    return;
  }
  store.setState({ linked: { link, stage: 'running', differences: [] } });
  const run = await session.replay(link.request);
  if (store.getState().linked?.link !== link) return;
  if (run?.status !== 'refined') {
    store.setState({ linked: { link, stage: 'stopped', differences: [] } });
    return;
  }
  const differences = await differencesOf(link, run);
  const stage = differences.length === 0 ? 'same' : 'different';
  store.setState({ linked: { link, stage, differences, runId: run.id } });
}

/** How a replayed run differs from what its link says, in sentences. */
export async function differencesOf(link: RunLink, run: RunRecord): Promise<string[]> {
  const models = [
    ['language model', run.languageModel.sha256, link.languageModel],
    ['denoiser', run.denoiser.sha256, link.denoiser],
  ] as const;
  const ofModels = models
    .filter(([, here, there]) => !here.startsWith(there))
    .map(([name, here, there]) => `Another ${name} ran: ${here.slice(0, 8)} here, ${there.slice(0, 8)} in the link.`);
  const outcomes = await outcomesOf(run);
  const ofOutcomes = outcomes.flatMap((here, index) => {
    const there = link.outcomes[index] ?? null;
    if (isSameOutcome(here, there)) return [];
    const name = outcomes.length === 1 ? 'The crystal' : `Candidate ${index + 1}`;
    return [`${name}: ${outcomeInWords(here)} here; ${outcomeInWords(there)} in the link.`];
  });
  return [...ofModels, ...ofOutcomes];
}
