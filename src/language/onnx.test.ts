import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OnnxSession, type RuntimeBackend } from '../runtime/onnx-session';
import oracle from './fixtures/tiny-llama-logits.json';
import expected from './fixtures/tiny-llama-text.json';
import tokenizerJson from './fixtures/tokenizer.json';
import { logProbability } from './logits';
import { OnnxLanguageModel } from './onnx';
import { OnnxLogitsStream } from './onnx-logits';
import { collect, languageModelSuite, textOf } from './testing/language-model-suite';
import { embeddedModelOptions, tinyModelOptions } from './testing/node-models';
import { Tokenizer } from './tokenizer';

const BACKENDS: readonly RuntimeBackend[] = ['native', 'wasm'];

const tinyModel = async (backend: RuntimeBackend) => new OnnxLanguageModel(await tinyModelOptions(backend));
const embeddedModel = async (backend: RuntimeBackend) => new OnnxLanguageModel(await embeddedModelOptions(backend));

describe.each(BACKENDS)('the tiny model on %s', (backend) => {
  describe('as a language model', () => languageModelSuite(() => tinyModel(backend), { drafts: 30 }));

  describe('against PyTorch', () => {
    let session: OnnxSession;
    beforeAll(async () => {
      const { graph } = await (await tinyModelOptions(backend)).readFiles(() => {});
      session = await OnnxSession.create(graph, { backend, threads: 1 });
    });
    afterAll(() => session.dispose());

    it('gives the same logits, token by token with the cache', async () => {
      const stream = new OnnxLogitsStream(session, oracle);
      for (const [place, id] of oracle.ids.entries()) {
        expectClose(await stream.read([id]), oracle.logits[place]);
      }
    });

    it('gives the same logits without the cache, and with some of it', async () => {
      for (const cut of [0, 7, 20]) {
        const stream = new OnnxLogitsStream(session, oracle);
        if (cut > 0) expectClose(await stream.read(oracle.ids.slice(0, cut)), oracle.logits[cut - 1]);
        expectClose(await stream.read(oracle.ids.slice(cut)), oracle.logits[oracle.ids.length - 1]);
      }
    });

    it('gives log-probabilities of the softmax of those logits', async () => {
      const stream = new OnnxLogitsStream(session, oracle);
      const logits = await stream.read(oracle.ids);
      const row = oracle.logits[oracle.ids.length - 1];
      const normalization = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
      for (const token of [2, 14, 100]) {
        expect(logProbability(logits, token)).toBeCloseTo(row[token] - Math.log(normalization), 3);
      }
    });
  });
});

describe('the log-probabilities and masked mass of a text', () => {
  it('are those of the raw logits, with and without the grammar', async () => {
    const model = await tinyModel('native');
    await model.load();
    const tokenizer = new Tokenizer(tokenizerJson);
    // The oracle's text, forced as a prefix; the event after it is judged by the oracle's last row.
    const request = {
      conditions: {
        composition: [
          ['Na', 1],
          ['Cl', 1],
        ] as const,
      },
      prefix: oracle.ids.slice(7),
      temperature: 1,
      topP: 1,
      seed: 3,
    };
    const row = oracle.logits[oracle.ids.length - 1].map(Math.exp);
    const total = row.reduce((sum, weight) => sum + weight, 0);
    for (const useGrammar of [true, false]) {
      for await (const event of model.generate({ ...request, useGrammar })) {
        expect(event.logProbability).toBeCloseTo(Math.log(row[event.id] / total), 3);
        const allowed = [tokenizer.id('Na'), tokenizer.id('Cl')].reduce((sum, id) => sum + row[id], 0);
        expect(event.maskedMass).toBeCloseTo(useGrammar ? 1 - allowed / total : 0, 3);
        break;
      }
    }
    await model.dispose();
  });
});

describe('the tiny model on wasm', () => {
  it('writes the text that it writes in a browser', async () => {
    const options = await tinyModelOptions('wasm');
    const model = new OnnxLanguageModel({ ...options, entry: { ...options.entry, ...expected.limits } });
    await model.load();
    expect(textOf(await collect(model, expected.request))).toBe(expected.text);
    await model.dispose();
  });
});

describe.each(BACKENDS)('the embedded model on %s', (backend) => {
  languageModelSuite(() => embeddedModel(backend), { drafts: backend === 'native' ? 30 : 8 });
});

function expectClose(found: ArrayLike<number>, wanted: readonly number[]): void {
  let largest = 0;
  for (const [token, logit] of wanted.entries()) largest = Math.max(largest, Math.abs(found[token] - logit));
  expect(largest).toBeLessThan(1e-3);
}
