import { afterAll, beforeAll, expect, it } from 'vitest';
import { compositionOf, formatFormula } from '../../crystal/formula';
import { CrystalTextParser } from '../crystal-text';
import type { GenerateRequest, LanguageModel, LoadProgress, TokenEvent } from '../language-model';

export const REQUEST: GenerateRequest = {
  conditions: {},
  useGrammar: true,
  temperature: 0.9,
  topP: 0.95,
  seed: 7,
};

export async function collect(model: LanguageModel, request: GenerateRequest, limit = Infinity): Promise<TokenEvent[]> {
  const events: TokenEvent[] = [];
  for await (const event of model.generate(request)) {
    events.push(event);
    if (events.length >= limit) break;
  }
  return events;
}

export function textOf(events: readonly TokenEvent[]): string {
  return events.map((event) => event.text).join('');
}

export interface SuiteOptions {
  /** How many drafts must leave this process's memory flat; none where the model runs in another. */
  readonly drafts: number;
}

/** What every language model must do, whatever it runs on. Call inside `describe`; the suite loads and disposes. */
export function languageModelSuite(create: () => Promise<LanguageModel>, options: SuiteOptions): void {
  let model: LanguageModel;
  const progress: LoadProgress[] = [];

  beforeAll(async () => {
    model = await create();
    expect(model.engine).toBeUndefined();
    await model.load((step) => progress.push(step));
    await model.load();
  });

  afterAll(() => model.dispose());

  it('says where it runs and how far loading has come', () => {
    expect(model.engine?.reason).toMatch(/\.$/);
    expect(model.engine?.threads).toBeGreaterThanOrEqual(1);
    expect(progress.length).toBeGreaterThan(0);
    for (const { stage, loadedBytes, totalBytes } of progress) {
      expect(stage).not.toBe('');
      expect(loadedBytes).toBeLessThanOrEqual(totalBytes);
    }
  });

  it('streams a text that parses and ends, its atoms complete while later tokens are still to come', async () => {
    const parser = new CrystalTextParser({ maxAtoms: 20 });
    let atomsBeforeEnd = 0;
    let ended = 0;
    for await (const event of model.generate({ ...REQUEST, conditions: { atomCount: 3 } })) {
      expect(event.logProbability).toBeLessThanOrEqual(0);
      expect(event.maskedMass).toBeGreaterThanOrEqual(0);
      expect(event.maskedMass).toBeLessThanOrEqual(1);
      if (event.endOfText) ended++;
      else atomsBeforeEnd += parser.push(event.text).filter(({ kind }) => kind === 'atom').length;
      expect(parser.rejection).toBeUndefined();
    }
    expect(ended).toBe(1);
    expect(atomsBeforeEnd).toBe(3);
  });

  it('writes the composition that was asked for', async () => {
    const conditions = {
      composition: [
        ['Sr', 1],
        ['Ti', 1],
        ['O', 3],
      ] as const,
      formulaUnits: 1,
    };
    const parser = new CrystalTextParser({ maxAtoms: 20 });
    parser.push(textOf(await collect(model, { ...REQUEST, conditions })));
    const crystal = parser.partial;
    expect(crystal && formatFormula(compositionOf(crystal))).toBe('SrTiO3');
  });

  it('gives the same text for the same seed and another for another', async () => {
    const first = textOf(await collect(model, REQUEST, 60));
    expect(textOf(await collect(model, REQUEST, 60))).toBe(first);
    expect(textOf(await collect(model, { ...REQUEST, seed: 8 }, 60))).not.toBe(first);
  });

  it('is greedy at temperature 0, whatever the seed', async () => {
    const greedy = { ...REQUEST, temperature: 0 };
    const first = await collect(model, greedy, 30);
    expect(await collect(model, { ...greedy, seed: 99 }, 30)).toEqual(first);
  });

  it('goes on from a prefix as it did', async () => {
    const whole = await collect(model, { ...REQUEST, conditions: { atomCount: 3 } });
    for (const length of [1, 20, whole.length - 1]) {
      const prefix = whole.slice(0, length).map((event) => event.id);
      const rest = await collect(model, { ...REQUEST, conditions: { atomCount: 3 }, prefix });
      expect(rest).toEqual(whole.slice(length));
    }
  });

  it('gives out the prefix too where that is asked for, as it was written', async () => {
    const whole = await collect(model, { ...REQUEST, conditions: { atomCount: 3 } });
    const prefix = whole.slice(0, 20).map((event) => event.id);
    const again = { ...REQUEST, conditions: { atomCount: 3 }, prefix };
    expect(await collect(model, { ...again, giveFrom: 0 })).toEqual(whole);
    const other = await collect(model, { ...again, giveFrom: 12, seed: 8 });
    expect(other.slice(0, 8)).toEqual(whole.slice(12, 20));
    expect(other).not.toEqual(whole.slice(12));
    const ended = { ...again, prefix: whole.map((event) => event.id) };
    expect(await collect(model, ended)).toEqual([]);
    expect(await collect(model, { ...ended, giveFrom: whole.length - 1 })).toEqual(whole.slice(-1));
  });

  it('says what could have stood at each place, the token that does among the likeliest that are allowed', async () => {
    for (const event of await collect(model, { ...REQUEST, temperature: 0 }, 30)) {
      const { alternatives, id, logProbability } = event;
      expect(alternatives).toHaveLength(8);
      expect(alternatives.find(({ isAllowed }) => isAllowed)).toMatchObject({ id, logProbability, isAllowed: true });
    }
  });

  it('refuses a prefix that no text begins with', async () => {
    const refused = (prefix: number[]) =>
      expect(collect(model, { ...REQUEST, useGrammar: false, prefix })).rejects.toMatchObject({
        code: 'invalid-input',
      });
    await refused([99_999]);
    await refused([-1]);
  });

  it('writes two texts at once as it writes them one after the other', async () => {
    const other = { ...REQUEST, seed: 11 };
    const apart = [await collect(model, REQUEST, 40), await collect(model, other, 40)];
    const together = await Promise.all([collect(model, REQUEST, 40), collect(model, other, 40)]);
    expect(together).toEqual(apart);
  });

  it('stops at the next token, and can write again', async () => {
    const controller = new AbortController();
    let tokens = 0;
    const stopped = (async () => {
      for await (const _ of model.generate(REQUEST, controller.signal)) if (++tokens === 5) controller.abort();
    })();
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(tokens).toBeLessThanOrEqual(6);
    await expect(collectAborted(model)).rejects.toMatchObject({ code: 'aborted' });
    expect(await collect(model, REQUEST, 5)).toHaveLength(5);
  });

  it('masks nothing without a grammar, and says how much with one', async () => {
    const free = await collect(model, { ...REQUEST, useGrammar: false }, 30);
    expect(free.every((event) => event.maskedMass === 0)).toBe(true);
    const masked = await collect(model, { ...REQUEST, conditions: { elements: ['Xe'], atomCount: 1 } });
    expect(masked.some((event) => event.maskedMass > 0)).toBe(true);
  });

  it('refuses conditions that no text can satisfy', async () => {
    const conditions = { elements: ['Na', 'Cl'], atomCount: 1 };
    await expect(collect(model, { ...REQUEST, conditions })).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.runIf(options.drafts > 0)(`keeps its memory flat over ${options.drafts} drafts`, async () => {
    const draft = (seed: number) => collect(model, { ...REQUEST, conditions: { atomCount: 4 }, seed });
    for (let seed = 0; seed < 5; seed++) await draft(seed);
    const before = process.memoryUsage().rss;
    for (let seed = 0; seed < options.drafts; seed++) await draft(seed);
    // A cache that is not freed would cost more than 1 MB a token with the embedded model.
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
  });
}

async function collectAborted(model: LanguageModel): Promise<void> {
  for await (const _ of model.generate(REQUEST, AbortSignal.abort())) {
    // Nothing should arrive.
  }
}
