import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../generation/run';
import { sampleRun, strontiumTitanate } from '../../generation/testing/sample-run';
import { StudioError } from '../../runtime/errors';
import { isRunLink, readRunLink, writeRunLink } from './run-link';
import { isSameOutcome, outcomeInWords, outcomesOf } from './run-outcome';

const hashes = { languageModel: 'ab'.repeat(32), denoiser: 'cd'.repeat(32) };

function linkable(request: Partial<RunRecord['request']> = {}, count = 2): RunRecord {
  const run = sampleRun(count, 3);
  return {
    ...run,
    request: { ...run.request, ...request },
    languageModel: { id: 'writer', sha256: hashes.languageModel },
    denoiser: { id: 'refiner', sha256: hashes.denoiser },
  };
}

describe('a link to a run', () => {
  it('says everything that decides the outcome, and what it was', async () => {
    const request = {
      prompt: 'a “cubic” oxide & 20 % of Ti\n#1',
      conditions: { requiredElements: ['Ti', 'O'], crystalSystem: 'cubic', maxAtomCount: 12 },
      seed: 4294967295,
      refinementSeed: 12,
      keepSymmetry: 'draft',
      symmetryTolerance: 0.2,
    } as const;
    const run = linkable(request);
    const outcomes = [...(await outcomesOf(run)).slice(0, 1), null];
    const link = readRunLink(`#${writeRunLink(run, outcomes)}`);
    expect(link.request).toEqual(run.request);
    expect(link.languageModel).toBe(hashes.languageModel.slice(0, 16));
    expect(link.denoiser).toBe(hashes.denoiser.slice(0, 16));
    expect(link.outcomes).toEqual([{ formula: 'SrTiO3', spaceGroup: 221, cell: [3.91, 3.91, 3.91, 90, 90, 90] }, null]);
  });

  it('says that τ was estimated from each draft', () => {
    const run = linkable({ tau: 100, tauRule: 'estimate', keepSymmetry: 'off' });
    const text = writeRunLink(run, [null, null]);
    expect(text).toMatch(/^run=2&/);
    expect(readRunLink(text).request).toEqual(run.request);
  });

  it('to a branch says what was kept; older builds, which would not, refuse it by its version', () => {
    const drawnWishes = { spaceGroup: 62, elements: ['Ti', 'O'] };
    const run = linkable({ keepSymmetry: 'off', branch: { prefix: [3, 141, 59], drawnWishes } });
    const text = writeRunLink(run, [null, null]);
    expect(text).toMatch(/^run=2&/);
    expect(readRunLink(text).request).toEqual(run.request);
    const plain = linkable({ branch: { prefix: [7] } });
    expect(readRunLink(writeRunLink(plain, [null, null])).request.branch).toEqual({ prefix: [7] });
    expect(writeRunLink(linkable(), [null, null])).toMatch(/^run=1&/);
  });

  it('brings back any request within its limits', () => {
    const requests = fc.record({
      prompt: fc.string({ maxLength: 500, unit: 'grapheme' }).filter((text) => text.length <= 500),
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      temperature: fc.double({ min: 0.1, max: 2, noNaN: true }),
      topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
      useGrammar: fc.boolean(),
      tau: fc.integer({ min: 0, max: 1000 }),
      start: fc.constantFrom('as-is' as const, 're-noised' as const),
      keepSymmetry: fc.constantFrom('off' as const, 'draft' as const, 'prompt' as const),
    });
    fc.assert(
      fc.property(requests, (request) => {
        const run = linkable(request, 1);
        expect(readRunLink(writeRunLink(run, [null])).request).toEqual(run.request);
      }),
    );
  });

  it.each([
    ['run=1', 'run=3', 'version 3'],
    ['run=1', 'run=2', '“branch” is missing'],
    ['run=1', 'run=2&branch=1.x', '“branch” must be up to 1000 numbers'],
    ['run=1', 'run=2&branch=1&drawn=%7B%22atomCount%22%3A0%7D', '“atomCount” must be an integer'],
    ['seed=7', 'seed=-1', '“seed” must be an integer from 0'],
    ['seed=7&', '', '“seed” is missing'],
    ['count=1', 'count=65', '“count” must be an integer from 1 to 64'],
    ['tau=300', 'tau=1e2', '“tau” must be an integer'],
    ['temperature=0.8', 'temperature=hot', '“temperature” must be a number'],
    ['grammar=on', 'grammar=maybe', '“grammar” must be one of on, off'],
    ['start=as-is', 'start=late', '“start” must be one of'],
    ['conditions=%7B%7D', 'conditions=%7B', '“conditions” is not JSON'],
    ['conditions=%7B%7D', 'conditions=%7B%22atomCount%22%3A0%7D', '“atomCount” must be an integer'],
    ['conditions=%7B%7D', 'conditions=%7B%22elements%22%3A%5B%22Xx%22%5D%7D', '“elements” must be a list of element'],
    ['conditions=%7B%7D', 'conditions=%7B%22__proto__%22%3A1%7D', 'no condition that this build knows'],
    ['language=abab', 'language=zz', '“language” is not the hash'],
    ['result=none', 'result=SrTiO3_999_1_1_1_90_90_90', '“result” must be'],
    ['result=none', 'result=none&result=none', '2 results for a count of 1'],
  ])('with %s as %s is refused by name', (good, bad, message) => {
    const text = writeRunLink(linkable({ tau: 300 }, 1), [null]);
    expect(text).toContain(good);
    const read = () => readRunLink(text.replace(good, bad));
    expect(read).toThrow(StudioError);
    expect(read).toThrow(message);
  });

  it('never fails in another way, whatever is behind the number sign', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          readRunLink(`run=1&${text}`);
        } catch (error) {
          expect(error).toBeInstanceOf(StudioError);
        }
      }),
    );
    expect(isRunLink('#run=1&seed=1')).toBe(true);
    expect(isRunLink('#section')).toBe(false);
  });
});

describe('outcomes', () => {
  it('are the same within what another processor may round otherwise', async () => {
    const [outcome] = await outcomesOf(sampleRun(1, 0));
    if (!outcome) throw new Error('No outcome.');
    const moved = (by: number) => ({ ...outcome, cell: outcome.cell.map((value) => value + by) });
    expect(isSameOutcome(outcome, moved(0.02))).toBe(true);
    expect(isSameOutcome(outcome, moved(0.05))).toBe(false);
    expect(isSameOutcome(outcome, { ...outcome, spaceGroup: 99 })).toBe(false);
    expect(isSameOutcome(outcome, null)).toBe(false);
    expect(isSameOutcome(null, null)).toBe(true);
    expect(outcomeInWords(outcome)).toMatch(/^SrTiO3, Pm.*m, a, b, c = 3.91, 3.91, 3.91 Å/);
    expect(strontiumTitanate.lattice[0]).toBe(3.905);
  });
});
