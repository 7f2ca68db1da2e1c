import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../generation/engine';
import type { RunRecord } from '../generation/run';
import { createTinyEngine, TINY_REQUEST } from '../generation/testing/tiny-engine';
import { Bench } from './bench';
import type { EngineHolder } from './engine-holder';
import { RunShelf } from './run-shelf';
import { createStudioStore, type StudioStore, selectedCandidate, updateSettings } from './store/studio-store';
import { TauInstrument } from './tau-instrument';

let engine: Engine;
let run: RunRecord;
let store: StudioStore;
let bench: Bench;
let instrument: TauInstrument;

beforeAll(async () => {
  engine = await createTinyEngine();
  run = await engine.start({ ...TINY_REQUEST, count: 1, keepSymmetry: 'off' });
});
afterAll(() => engine.dispose());

beforeEach(() => {
  vi.restoreAllMocks();
  store = createStudioStore();
  // Only the models come from elsewhere than in a browser.
  const holder = { get: () => Promise.resolve(engine), cancel: () => {}, discard: () => {} } as unknown as EngineHolder;
  bench = new Bench(store, holder, new RunShelf(store));
  instrument = new TauInstrument(bench);
  updateSettings(store, { tau: 30, start: 'as-is', keepSymmetry: 'off' });
  bench.show(run);
});

function moveTo(tau: number): void {
  updateSettings(store, { tau });
  instrument.refineAgain();
}

const shownTau = () => selectedCandidate(store.getState())?.trajectory?.provenance.tau;
const shows = (tau: number) =>
  vi.waitFor(() => expect([shownTau(), store.getState().phase]).toEqual([tau, 'idle']), { timeout: 20_000 });

it('leaves the nearest refinement in view until the one asked for is there', async () => {
  const seen = new Set<unknown>();
  store.subscribe(() => seen.add(shownTau()));
  moveTo(20);
  expect(shownTau()).toBe(30);
  await shows(20);
  expect([...seen]).toEqual([30, 20]);
  expect(store.getState()).toMatchObject({ run: { id: run.id, request: { tau: 20 } }, knownTaus: [20, 30] });
  expect(store.getState().candidates[0]).toMatchObject({ stage: 'refined', draft: run.candidates[0]?.draft });
});

it('shows at once what was computed before, and computes nothing', async () => {
  moveTo(20);
  await shows(20);
  const refine = vi.spyOn(engine, 'refine');
  moveTo(30);
  expect(shownTau()).toBe(30);
  expect(store.getState().run?.candidates).toEqual(run.candidates);
  moveTo(22);
  expect(shownTau()).toBe(20);
  moveTo(20);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(shownTau()).toBe(20);
  expect(refine).not.toHaveBeenCalled();
});

it('drops what is stale', async () => {
  moveTo(900);
  await vi.waitFor(() => expect(store.getState().phase).toBe('refining-again'));
  moveTo(30);
  expect(shownTau()).toBe(30);
  expect(store.getState().statusLine).toMatch(/Refined$/);
  await shows(30);
  expect(store.getState()).toMatchObject({ knownTaus: [30], statusLine: expect.stringMatching(/Refined$/) });
});

it('goes on with what is under way for the τ that is asked for', async () => {
  const refine = vi.spyOn(engine, 'refine');
  moveTo(200);
  await vi.waitFor(() => expect(store.getState().phase).toBe('refining-again'));
  moveTo(210);
  moveTo(200);
  await shows(200);
  expect(refine).toHaveBeenCalledTimes(1);
});

it('streams frames into view while there is nothing better to see', async () => {
  const start: RunRecord = {
    ...run,
    id: 'draft only',
    candidates: run.candidates.map(({ refined, frames, failure, ...draft }) => draft),
  };
  bench.show(start);
  const stages = new Set<unknown>();
  store.subscribe((state) => stages.add(selectedCandidate(state)?.stage));
  moveTo(400);
  await shows(400);
  expect(stages).toContain('refining');
});

it('after a stop says what is in view', async () => {
  moveTo(900);
  await vi.waitFor(() => expect(store.getState().phase).toBe('refining-again'));
  bench.stop();
  await shows(30);
  expect(store.getState()).toMatchObject({
    statusLine: 'Stopped',
    settings: { tau: 900 },
    run: { request: { tau: 30 } },
  });
});

it('refines the draft from the noise level that the denoiser finds in it, until another one is chosen', async () => {
  const draft = run.candidates[0]?.draft;
  const estimated = draft && (await engine.estimateTau(draft));
  expect(estimated).toBeGreaterThan(0);
  await instrument.estimate();
  await shows(estimated ?? -1);
  expect(store.getState().settings).toMatchObject({ tau: estimated, tauRule: 'estimate' });
  // A run whose drafts got their own τ brings it into force with its candidate.
  const own = await engine.start({ ...TINY_REQUEST, tau: 30, tauRule: 'estimate', keepSymmetry: 'off' });
  bench.show(own);
  expect(store.getState().settings.tau).toBe(own.candidates[0]?.tau);
  store.setState({ selected: 1 });
  expect(store.getState().settings.tau).toBe(own.candidates[1]?.tau);
});
