import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { loadSymmetry } from '../crystal/symmetry';
import { parseCrystalText } from '../language/crystal-text';
import { tokensOf } from './draft-tokens';
import { DRAFT_ATTEMPTS } from './drafting';
import { type Engine, RunFailedError } from './engine';
import type { RunRecord, RunRequest } from './run';
import type { RunEvent } from './run-events';
import { RunTrajectory } from './run-trajectory';
import { createTinyEngine, TINY_REQUEST as request } from './testing/tiny-engine';

let engine: Engine;

beforeAll(async () => {
  engine = await createTinyEngine();
});
afterAll(() => engine.dispose());

async function run(change: Partial<RunRequest> = {}, signal?: AbortSignal, onEvent?: (event: RunEvent) => void) {
  const events: RunEvent[] = [];
  const record = await engine.start(
    { ...request, ...change },
    (event) => {
      events.push(event);
      onEvent?.(event);
    },
    signal,
  );
  return { record, events };
}

function ofKind<K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K) {
  return events.filter((event): event is Extract<RunEvent, { kind: K }> => event.kind === kind);
}

/** What must not depend on time or chance. */
function outcome({ candidates }: RunRecord) {
  return candidates.map(({ drafts, draft, refined, frames }) => ({ drafts, draft, refined, frames }));
}

function difference(a: Crystal, b: Crystal): number {
  return Math.max(...a.fracCoords.map((value, i) => Math.abs(value - b.fracCoords[i])));
}

describe('a run', () => {
  it('drafts, refines, and records everything', async () => {
    const { record, events } = await run();
    expect(record).toMatchObject({ version: 1, status: 'refined', languageModel: { id: 'tiny-llama' }, request });
    expect(record.candidates.map(({ index }) => index)).toEqual([0, 1]);
    for (const candidate of record.candidates) {
      const accepted = candidate.drafts.at(-1)!;
      expect(accepted.rejection).toBeUndefined();
      expect(parseCrystalText(accepted.text, { maxAtoms: 20 })).toEqual({ accepted: true, crystal: candidate.draft });
      expect(accepted.logProbabilities).toHaveLength(accepted.tokenIds.length);
      expect(Array.from(candidate.draft!.atomicNumbers).sort((a, b) => a - b)).toEqual([8, 8, 8, 22, 38]);
      expect(candidate.frames).toHaveLength(31 * (9 + 15));
      expect(candidate.refined!.atomicNumbers).toEqual(candidate.draft!.atomicNumbers);
      expect(difference(candidate.refined!, candidate.draft!)).toBeGreaterThan(1e-3);
      expect(candidate.refineSeconds).toBeGreaterThan(0);
    }
    const text = ofKind(events, 'token')
      .filter(({ candidate, attempt }) => candidate === 1 && attempt === record.candidates[1].drafts.length - 1)
      .map(({ token }) => token.text)
      .join('');
    expect(text).toBe(record.candidates[1].drafts.at(-1)!.text);
    expect(ofKind(events, 'frame').map(({ timestep }) => timestep)).toEqual(
      Array.from({ length: 31 }, (_, i) => 30 - i),
    );
    expect(ofKind(events, 'candidate')).toHaveLength(2);
    expect(structuredClone(record)).toEqual(record);
  });

  it('shows atoms while they are written', async () => {
    const { events } = await run({ count: 1 });
    const accepted = ofKind(events, 'draft')[0];
    const partials = ofKind(events, 'token').flatMap(({ attempt, partial }) =>
      attempt === accepted.attempt && partial ? [partial.atomicNumbers.length] : [],
    );
    expect(partials).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is repeated exactly by the same request, and changed by the seed', async () => {
    const { record } = await run();
    expect(outcome((await run()).record)).toEqual(outcome(record));
    expect(outcome((await run({ seed: 8 })).record)).not.toEqual(outcome(record));
  });

  it('gives a candidate the same draft and nearly the same refinement whatever the count', async () => {
    const one = (await run({ count: 1 })).record.candidates[0];
    const many = (await run({ count: 3 })).record.candidates[0];
    expect(many.drafts).toEqual(one.drafts);
    expect(difference(many.refined!, one.refined!)).toBeLessThan(1e-4);
  });

  it('keeps the draft at τ = 0', async () => {
    const [candidate] = (await run({ tau: 0, count: 1 })).record.candidates;
    expect(candidate.refined).toEqual(candidate.draft);
    expect(candidate.frames).toHaveLength(24);
  });

  it('without the grammar a random model is rejected up to the limit, each time with a reason', async () => {
    const { record, events } = await run({ useGrammar: false, count: 1 });
    const [candidate] = record.candidates;
    expect(record.status).toBe('failed');
    expect(candidate.drafts).toHaveLength(DRAFT_ATTEMPTS);
    for (const { rejection } of candidate.drafts) expect(rejection).toMatch(/\w+.*\.$/);
    expect(new Set(candidate.drafts.map(({ seed }) => seed)).size).toBe(DRAFT_ATTEMPTS);
    expect(candidate.failure).toContain(candidate.drafts.at(-1)!.rejection);
    expect(record.failure).toBe(candidate.failure);
    expect(ofKind(events, 'draft-rejected')).toHaveLength(DRAFT_ATTEMPTS);
    expect(ofKind(events, 'candidate')).toHaveLength(1);
  });

  it('draws a space group of the crystal system that was asked for', async () => {
    const drafts = async (crystalSystem: 'cubic' | 'triclinic') =>
      (await run({ conditions: { crystalSystem, atomCount: 1 }, count: 1, tau: 0 })).record.candidates[0].drafts;
    expect(await drafts('cubic')).not.toEqual(await drafts('triclinic'));
  });

  it('tells the time that is left, once it can be known', async () => {
    const { events } = await run({ tau: 200, count: 1 });
    const progress = ofKind(events, 'progress').filter(({ stage }) => stage === 'refining');
    expect(progress.at(-1)).toMatchObject({ done: 200, total: 200, secondsLeft: 0 });
    expect(progress[0].secondsLeft).toBeGreaterThan(0);
    const estimate = engine.estimate({ ...request, tau: 200 })!;
    expect(estimate.refineSeconds).toBeGreaterThan(0);
    expect(engine.estimate({ ...request, tau: 400 })!.refineSeconds / estimate.refineSeconds).toBeCloseTo(2, 1);
  });
});

describe('a branch of a draft', () => {
  it('keeps the beginning, writes the rest again, and is repeated exactly by its request', async () => {
    const origin = (await run({ count: 1 })).record.candidates[0].drafts.at(-1)!;
    const tokens = tokensOf(origin)!;
    const place = tokens.findIndex(({ text }, at) => at > 30 && /^\d$/.test(text));
    const chosen = tokens[place].alternatives!.find(({ isAllowed, id }) => isAllowed && id !== tokens[place].id)!;
    const branch = { prefix: [...origin.tokenIds.slice(0, place), chosen.id] };
    const { record } = await run({ count: 1, seed: 99, branch });
    const [first] = record.candidates[0].drafts;
    expect(first.tokenIds.slice(0, place + 1)).toEqual(branch.prefix);
    expect(first.logProbabilities.slice(0, place)).toEqual(origin.logProbabilities.slice(0, place));
    expect(first.logProbabilities[place]).toBeCloseTo(chosen.logProbability, 5);
    expect(first.tokenIds.slice(place + 1)).not.toEqual(origin.tokenIds.slice(place + 1));
    expect(record.request.branch).toEqual(branch);
    expect(outcome((await run(record.request)).record)).toEqual(outcome(record));
  });

  it('keeps what stood in for open wishes', async () => {
    const conditions = { crystalSystem: 'cubic', elementCount: 2 } as const;
    const origin = (await run({ conditions, count: 1, tau: 0 })).record.candidates[0].drafts.at(-1)!;
    expect(origin.drawnWishes).toMatchObject({ elements: expect.anything(), spaceGroup: expect.anything() });
    const branch = { prefix: origin.tokenIds.slice(0, -1), drawnWishes: origin.drawnWishes! };
    const [again] = (await run({ conditions, count: 1, tau: 0, seed: 99, branch })).record.candidates[0].drafts;
    const kept = branch.prefix.length;
    expect(again.logProbabilities.slice(0, kept)).toEqual(origin.logProbabilities.slice(0, kept));
    expect(again.drawnWishes).toEqual(origin.drawnWishes);
  });

  it('from tokens that the grammar forbids is refused', async () => {
    const refused = run({ count: 1, branch: { prefix: [1, 1, 1] } });
    await expect(refused).rejects.toMatchObject({ code: 'invalid-input', message: /not allowed at token 0/ });
  });
});

describe('stopping', () => {
  it('while a draft is written keeps the drafts that were finished', async () => {
    const controller = new AbortController();
    const { record } = await run({}, controller.signal, (event) => {
      if (event.kind === 'token' && event.candidate === 1) controller.abort();
    });
    expect(record.status).toBe('stopped');
    expect(record.candidates[0].draft).toBeDefined();
    expect(record.candidates[1]).not.toHaveProperty('draft');
  });

  it('while a crystal is refined keeps the frames so far', async () => {
    const controller = new AbortController();
    const { record } = await run({}, controller.signal, (event) => {
      if (event.kind === 'frame' && event.timestep === 20) controller.abort();
    });
    expect(record.status).toBe('stopped');
    expect(record.candidates[0].frames).toHaveLength(11 * 24);
    expect(record.candidates[0]).not.toHaveProperty('refined');
    const trajectory = RunTrajectory.fromRecord(record, 0)!;
    expect(trajectory).toMatchObject({ frameCount: 11, complete: false });
    expect(trajectory.timestep(10)).toBe(20);
  });
});

describe('refining again', () => {
  it('from the same τ gives the same crystals, from another τ others of the same drafts', async () => {
    const { record } = await run();
    const again = await engine.refine(record, { tau: 30, start: 'as-is' });
    expect(outcome(again)).toEqual(outcome(record));
    expect(again.id).not.toBe(record.id);
    const deeper = await engine.refine(record, { tau: 60, start: 're-noised', candidates: [1] });
    expect(deeper.request).toMatchObject({ tau: 60, start: 're-noised' });
    expect(deeper.candidates[0].draft).toEqual(record.candidates[0].draft);
    expect(deeper.candidates[0]).not.toHaveProperty('refined');
    expect(deeper.candidates[1].frames).toHaveLength(61 * 24);
  });

  it('takes drafts from elsewhere and keeps their candidate index, hence their noise', async () => {
    const { record } = await run();
    const draft = record.candidates[1].draft!;
    const adopted = engine.adopt(request, [{ candidate: 1, crystal: draft }]);
    const refined = await engine.refine(adopted, { tau: 30, start: 'as-is' });
    expect(refined.candidates).toHaveLength(1);
    expect(refined.candidates[0].index).toBe(1);
    expect(difference(refined.candidates[0].refined!, record.candidates[1].refined!)).toBeLessThan(1e-4);
  });
});

describe('keeping symmetry', () => {
  const perovskite: Crystal = {
    lattice: Float64Array.of(3.9, 0, 0, 0, 3.9, 0, 0, 0, 3.95),
    atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
    fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.51, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
  };
  const adopted = (askedSpaceGroup?: number) =>
    engine.adopt(request, [{ candidate: 0, crystal: perovskite, ...(askedSpaceGroup && { askedSpaceGroup }) }]);
  const change = { tau: 40, start: 're-noised', symmetryTolerance: 0.1 } as const;

  it('ends in the group kept, and says so in the record and in what is exported', async () => {
    const symmetry = await loadSymmetry();
    const kept = await engine.refine(adopted(), { ...change, keepSymmetry: 'draft' });
    const [candidate] = kept.candidates;
    expect(candidate.keptSymmetry).toMatchObject({ spaceGroup: 221, tolerance: 0.1 });
    expect(symmetry.analyse(candidate.refined!, 1e-3).spaceGroup.number).toBe(221);
    expect(candidate.draft).toEqual(perovskite);
    const { provenance } = RunTrajectory.fromRecord(kept, 0)!;
    expect(provenance.symmetry).toBe(candidate.keptSymmetry!.sentence);
    const free = await engine.refine(kept, { ...change, keepSymmetry: 'off' });
    expect(free.candidates[0]).not.toHaveProperty('keptSymmetry');
    expect(symmetry.analyse(free.candidates[0].refined!, 1e-3).spaceGroup.number).toBe(1);
  });

  it('takes the group that was asked of an adopted draft', async () => {
    const [candidate] = (await engine.refine(adopted(99), { ...change, keepSymmetry: 'prompt' })).candidates;
    expect(candidate.keptSymmetry!.spaceGroup).toBe(99);
  });

  it('changes nothing at τ = 0', async () => {
    const [candidate] = (await engine.refine(adopted(), { ...change, tau: 0, keepSymmetry: 'draft' })).candidates;
    expect(candidate.refined).toEqual(perovskite);
    expect(candidate).not.toHaveProperty('keptSymmetry');
  });
});

describe('locked parts', () => {
  const strained: Crystal = {
    lattice: Float64Array.of(3.9, 0, 0, 0, 3.9, 0, 0, 0, 3.95),
    atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
    fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
  };
  const refined = async (keepSymmetry: 'off' | 'draft', sites: number[]) => {
    const run = engine.adopt(request, [{ candidate: 0, crystal: strained, locks: { lattice: true, sites } }]);
    return engine.refine(run, { tau: 40, start: 're-noised', symmetryTolerance: 0.01, keepSymmetry });
  };

  it('stay, move the rest, and are named where the crystal is taken', async () => {
    const run = await refined('off', [0, 1]);
    const crystal = run.candidates[0].refined!;
    expect(crystal.lattice).toEqual(strained.lattice);
    expect(crystal.fracCoords.subarray(0, 6)).toEqual(strained.fracCoords.subarray(0, 6));
    expect(crystal.fracCoords.subarray(6)).not.toEqual(strained.fracCoords.subarray(6));
    expect(RunTrajectory.fromRecord(run, 0)?.provenance.locked).toBe('Locked: the lattice, Sr1, Ti2.');
    const again = await engine.refine(run, { tau: 10, start: 'as-is' });
    expect(again.candidates[0].refined?.lattice).toEqual(strained.lattice);
  });

  it('hold together what the kept symmetry makes equivalent', async () => {
    const [{ refined: crystal, keptSymmetry, locks }] = (await refined('draft', [3])).candidates;
    expect(locks?.sites).toEqual([3]);
    expect(keptSymmetry?.sentence).toMatch(
      /P4\/mmm \(123\).* 1 more site is locked, for it is equivalent to a locked one\.$/,
    );
    expect(crystal?.fracCoords.subarray(9)).toEqual(strained.fracCoords.subarray(9));
  });
});

describe('a request out of range', () => {
  it.each([
    [{ tau: 1001 }, 'τ'],
    [{ tau: 1.5 }, 'τ'],
    [{ seed: -1 }, 'seed'],
    [{ seed: 2 ** 32 }, 'seed'],
    [{ count: 0 }, 'candidates'],
    [{ temperature: 0 }, 'temperature'],
    [{ topP: 1.2 }, 'Top-p'],
    [{ symmetryTolerance: 0 }, 'symmetry tolerance'],
    [{ symmetryTolerance: 1.5 }, 'symmetry tolerance'],
  ])('%j is refused before anything runs', async (change, word) => {
    const message = expect.stringContaining(word);
    await expect(run(change)).rejects.toMatchObject({ code: 'invalid-input', message });
  });
});

describe('a model that fails', () => {
  it('ends the run with its error and the record of what was done', async () => {
    const broken = await createTinyEngine();
    await broken.dispose();
    const failure = await broken.start(request).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RunFailedError);
    expect(failure).toMatchObject({ code: 'internal', record: { status: 'failed', request } });
  });
});

it('refines the same draft with other noise, and says how long it takes', async () => {
  const { record } = await run();
  const settings = { tau: 30, start: 'as-is' } as const;
  const [same, other] = [
    await engine.refine(record, { ...settings, refinementSeed: request.seed }),
    await engine.refine(record, { ...settings, refinementSeed: 8, candidates: [1] }),
  ];
  expect(same.candidates[1].frames).toEqual(record.candidates[1].frames);
  expect(same.request).toEqual(record.request);
  expect(other.request).toEqual({ ...record.request, refinementSeed: 8 });
  expect(other.candidates[1].draft).toEqual(record.candidates[1].draft);
  expect(other.candidates[1].frames).not.toEqual(record.candidates[1].frames);
  expect(other.candidates[0].refined).toBeUndefined();
  const [short, long] = [30, 300].map((tau) => engine.estimateRefinement(record, { ...settings, tau }));
  expect(short).toBeGreaterThan(0);
  expect(long! / short!).toBeCloseTo(10, 0);
});

it('stores with each draft what the seed drew for open wishes, and nothing where nothing was open', async () => {
  const conditions = { requiredElements: ['O'], elementCount: 2, crystalSystem: 'cubic' } as const;
  const { record } = await run({ conditions, tau: 0, count: 3 });
  const drafts = record.candidates.flatMap((candidate) => candidate.drafts);
  expect(drafts.length).toBeGreaterThanOrEqual(3);
  for (const { drawnWishes, text } of drafts) {
    const { elements = [], spaceGroup } = drawnWishes ?? {};
    expect(elements).toHaveLength(2);
    expect(elements).toContain('O');
    expect(spaceGroup).toBeGreaterThanOrEqual(195);
    const written = text.split('\n').filter((line) => /^[A-Z][a-z]?$/.test(line));
    expect(elements).toEqual(expect.arrayContaining(written));
  }
  const { record: plain } = await run({ tau: 0, count: 1 });
  expect(plain.candidates[0].drafts[0]).not.toHaveProperty('drawnWishes');
});
