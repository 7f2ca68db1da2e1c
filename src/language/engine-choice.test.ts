import { describe, expect, it } from 'vitest';
import { StudioError } from '../runtime/errors';
import { ChosenLanguageModel, type EngineChoiceOptions, totalVariation } from './engine-choice';
import type { EngineReport, GenerateRequest, ProbeResult } from './language-model';
import { OnnxLanguageModel } from './onnx';
import { collect, languageModelSuite, REQUEST, textOf } from './testing/language-model-suite';
import { tinyModelOptions } from './testing/node-models';

const PROBE = [1, 21, 29];

/** The tiny model under WebLLM's name; it can be told to misbehave as a graphics card does. */
class OtherEngine extends OnnxLanguageModel {
  loads = 0;
  failure: StudioError | undefined;
  failsAfter = Number.POSITIVE_INFINITY;
  startFailure: StudioError | undefined;
  speed = 1e-3;
  distortion = 0;

  override get engine(): EngineReport | undefined {
    const report = super.engine;
    return report && { ...report, runtime: 'webllm', backend: 'webgpu' };
  }

  override async load(...how: Parameters<OnnxLanguageModel['load']>): Promise<void> {
    this.loads++;
    if (this.startFailure) throw this.startFailure;
    return super.load(...how);
  }

  override async *generate(request: GenerateRequest, signal?: AbortSignal) {
    let tokens = 0;
    for await (const event of super.generate(request, signal)) {
      if (tokens++ === this.failsAfter) throw this.failure;
      yield event;
    }
  }

  override async probe(tokens: readonly number[]): Promise<ProbeResult> {
    const { logits, millisecondsPerToken } = await super.probe(tokens);
    const distorted = logits.map((logit, token) => logit + this.distortion * (token % 7));
    return { logits: distorted, millisecondsPerToken: this.speed * millisecondsPerToken };
  }
}

async function twoEngines(change: Partial<EngineChoiceOptions> = {}) {
  const onnx = new OnnxLanguageModel(await tinyModelOptions('wasm'));
  const webllm = new OtherEngine(await tinyModelOptions('wasm'));
  const changes: EngineReport[] = [];
  const model = new ChosenLanguageModel({
    wanted: 'auto',
    onnx,
    webllm,
    probe: PROBE,
    onChange: (engine) => changes.push(engine),
    whyNotWebGpu: async () => undefined,
    ...change,
  });
  return { model, webllm, changes };
}

describe('the choice of a language engine', () => {
  describe('as a language model', () =>
    languageModelSuite(async () => (await twoEngines({ wanted: 'webllm' })).model, { drafts: 1 }));

  it('takes WebLLM when it agrees and is faster, and says so', async () => {
    const { model } = await twoEngines();
    await model.load();
    expect(model.engine).toMatchObject({ runtime: 'webllm', reason: expect.stringMatching(/agrees .* ms a token/) });
  });

  it.each([
    ['gives other numbers', { distortion: 3 }, /other probabilities .* % apart/],
    ['gives no numbers', { distortion: Number.NaN }, /not numbers/],
    ['is slower', { speed: 1e3 }, /not faster/],
    ['cannot start', { startFailure: new StudioError('out-of-memory', 'No room.') }, /could not start: No room\./],
  ])('takes ONNX Runtime when WebLLM %s', async (_, behaviour, reason) => {
    const { model, webllm } = await twoEngines();
    Object.assign(webllm, behaviour);
    await model.load();
    expect(model.engine).toMatchObject({ runtime: 'onnxruntime', reason: expect.stringMatching(reason) });
    expect(await collect(model, REQUEST, 3)).toHaveLength(3);
  });

  it('does not load WebLLM where there is only a software adapter, unless it is asked for', async () => {
    const whyNotWebGpu = async () => 'WebGPU has only a software adapter here.';
    const automatic = await twoEngines({ whyNotWebGpu });
    await automatic.model.load();
    expect(automatic.webllm.loads).toBe(0);
    expect(automatic.model.engine?.reason).toMatch(/software adapter/);
    const asked = await twoEngines({ whyNotWebGpu, wanted: 'webllm' });
    await asked.model.load();
    expect(asked.model.engine?.runtime).toBe('webllm');
  });

  it('takes ONNX Runtime when it is asked for, and where the model is not compiled', async () => {
    const asked = await twoEngines({ wanted: 'onnxruntime' });
    await asked.model.load();
    expect(asked.model.engine).toMatchObject({ runtime: 'onnxruntime', reason: expect.stringMatching(/asked for/) });
    const missing = await twoEngines({ wanted: 'webllm', webllm: undefined });
    await missing.model.load();
    expect(missing.model.engine?.reason).toMatch(/not compiled for WebLLM/);
  });

  it('goes on with ONNX Runtime from the tokens that it has, and says so', async () => {
    const { model, webllm, changes } = await twoEngines({ wanted: 'webllm' });
    await model.load();
    const whole = await collect(model, REQUEST);
    webllm.failure = new StudioError('backend-unavailable', 'WebGPU was lost.');
    webllm.failsAfter = 25;
    expect(textOf(await collect(model, REQUEST))).toBe(textOf(whole));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ runtime: 'onnxruntime', reason: expect.stringMatching(/WebGPU was lost/) });
    // The next text starts where the last one ended.
    expect(await collect(model, REQUEST)).toEqual(whole);
    expect(changes).toHaveLength(1);
  });

  it('gives out the rest of a prefix in the middle of which WebLLM failed', async () => {
    const { model, webllm } = await twoEngines({ wanted: 'webllm' });
    await model.load();
    const whole = await collect(model, REQUEST);
    const request = { ...REQUEST, prefix: whole.slice(0, 20).map(({ id }) => id), giveFrom: 5 };
    webllm.failure = new StudioError('backend-unavailable', 'WebGPU was lost.');
    webllm.failsAfter = 10;
    expect(await collect(model, request)).toEqual(whole.slice(5));
  });

  it('changes once for texts that are written at the same time', async () => {
    const { model, webllm, changes } = await twoEngines({ wanted: 'webllm' });
    await model.load();
    const requests = [REQUEST, { ...REQUEST, seed: 11 }];
    const expected = [await collect(model, requests[0], 30), await collect(model, requests[1], 30)];
    webllm.failure = new StudioError('backend-unavailable', 'WebGPU was lost.');
    webllm.failsAfter = 10;
    expect(await Promise.all(requests.map((request) => collect(model, request, 30)))).toEqual(expected);
    expect(changes).toHaveLength(1);
  });

  it('does not change engines for what no engine can do', async () => {
    const { model, changes } = await twoEngines({ wanted: 'webllm' });
    await model.load();
    const conditions = { elements: ['Na', 'Cl'], atomCount: 1 };
    await expect(collect(model, { ...REQUEST, conditions })).rejects.toMatchObject({ code: 'unsupported' });
    expect(changes).toHaveLength(0);
  });
});

describe('the total variation of two distributions', () => {
  it('is 0 for equal ones, whatever is added to all logits, and 1 for disjoint ones', () => {
    expect(totalVariation([1, 2, 3], [5, 6, 7])).toBeCloseTo(0, 12);
    expect(totalVariation([0, -1000], [-1000, 0])).toBeCloseTo(1, 12);
    expect(totalVariation([0, 0], [0, Number.NEGATIVE_INFINITY])).toBeCloseTo(0.5, 12);
    expect(totalVariation([0, 0], [0, Number.NaN])).toBeNaN();
  });
});
