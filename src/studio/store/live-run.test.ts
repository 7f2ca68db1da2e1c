import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunTrajectory } from '../../generation/run-trajectory';
import { sampleCandidate, sampleDraft, sampleRun, strontiumTitanate } from '../../generation/testing/sample-run';
import type { TokenEvent } from '../../language/language-model';
import { formatSeconds, LiveRun, viewsOf, waitingCandidate } from './live-run';
import { createStudioStore, type StudioStore } from './studio-store';

const token = (text: string): TokenEvent => ({
  id: 0,
  text,
  endOfText: false,
  logProbability: -0.1,
  maskedMass: 0,
  alternatives: [],
});
const provenance = { prompt: '', seed: 1, tau: 2, start: 'as-is', languageModel: '', denoiser: '' } as const;

describe('LiveRun', () => {
  let store: StudioStore;
  let live: LiveRun;

  beforeEach(() => {
    vi.useFakeTimers();
    store = createStudioStore();
    live = new LiveRun(store, [waitingCandidate, waitingCandidate], 'follows');
  });
  afterEach(() => vi.useRealTimers());

  const candidate = (index = 0) => store.getState().candidates[index];

  it('gathers tokens and writes them together', () => {
    live.handle({ kind: 'draft-started', candidate: 0, attempt: 0, seed: 1 });
    live.handle({ kind: 'token', candidate: 0, attempt: 0, token: token('3.9 ') });
    live.handle({ kind: 'token', candidate: 0, attempt: 0, token: token('3.9'), partial: strontiumTitanate });
    expect(store.getState().candidates).toEqual([]);
    expect(vi.getTimerCount()).toBe(1);
    vi.runAllTimers();
    expect(candidate().drafts).toEqual([{ text: '3.9 3.9', tokenCount: 2, tokens: [token('3.9 '), token('3.9')] }]);
    expect(candidate().draft).toBe(strontiumTitanate);
    expect(candidate().stage).toBe('drafting');
    expect(store.getState().statusLine).toBe('Drafting candidate 1 of 2');
  });

  it('keeps a rejected draft with its reason and starts the next one empty', () => {
    live.handle({ kind: 'draft-started', candidate: 0, attempt: 0, seed: 1 });
    live.handle({ kind: 'token', candidate: 0, attempt: 0, token: token('x'), partial: strontiumTitanate });
    const draft = { ...sampleDraft, rejection: 'No.' };
    live.handle({ kind: 'draft-rejected', candidate: 0, attempt: 0, draft });
    live.handle({ kind: 'draft-started', candidate: 0, attempt: 1, seed: 2 });
    live.flush();
    expect(candidate().drafts).toEqual([
      { text: 'x', tokenCount: 1, tokens: [token('x')], rejection: 'No.', record: draft },
      { text: '', tokenCount: 0 },
    ]);
    expect(candidate().draft).toBeUndefined();
  });

  it('shows the candidate at work until someone chooses another', () => {
    live.handle({ kind: 'draft-started', candidate: 0, attempt: 0, seed: 1 });
    live.handle({ kind: 'draft-started', candidate: 1, attempt: 0, seed: 1 });
    expect(store.getState().selected).toBe(1);
    store.setState({ selected: 0 });
    live.handle({ kind: 'draft-started', candidate: 1, attempt: 0, seed: 1 });
    expect(store.getState().selected).toBe(0);
  });

  it('hands the growing trajectory over and ends refined', () => {
    const trajectory = new RunTrajectory(strontiumTitanate.atomicNumbers, provenance);
    live.handle({ kind: 'refinement-started', candidate: 0, trajectory });
    live.flush();
    expect(store.getState().phase).toBe('refining');
    expect(candidate().trajectory).toBe(trajectory);
    live.handle({ kind: 'candidate', candidate: sampleCandidate(0, 2) });
    live.flush();
    expect(candidate().stage).toBe('refined');
    expect(candidate().trajectory).toBe(trajectory);
    expect(live.trajectory(0)).toBe(trajectory);
  });
});

describe('stored runs', () => {
  it('come back with their drafts, rejections and frames', () => {
    const [view] = viewsOf(sampleRun(1, 4));
    expect(view.stage).toBe('refined');
    expect(view.drafts.map(({ rejection }) => rejection)).toEqual(['Two atoms are 0.1 Å apart.', undefined]);
    expect(view.acceptedDraft).toEqual(sampleDraft);
    expect(view.trajectory?.frameCount).toBe(5);
    expect(view.trajectory?.complete).toBe(true);
  });

  it('tell stopped, rejected and failed apart', () => {
    const run = sampleRun(1, 1);
    const stageOf = (change: object) => viewsOf({ ...run, candidates: [{ ...run.candidates[0], ...change }] })[0].stage;
    expect(stageOf({ refined: undefined })).toBe('stopped');
    expect(stageOf({ refined: undefined, failure: 'It flew apart.' })).toBe('failed');
    expect(stageOf({ refined: undefined, draft: undefined, failure: 'No draft.' })).toBe('rejected');
  });
});

it('prints seconds for people', () => {
  expect(formatSeconds(0.2)).toBe('1 s');
  expect(formatSeconds(59.4)).toBe('59 s');
  expect(formatSeconds(80)).toBe('1 min 20 s');
});
