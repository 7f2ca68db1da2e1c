import { whyNoWebGpu } from '../runtime/capabilities';
import { StudioError, throwIfAborted } from '../runtime/errors';
import type {
  EngineReport,
  GenerateRequest,
  LanguageModel,
  LoadProgress,
  ProbedLanguageModel,
  ProbeResult,
  TokenEvent,
} from './language-model';
import { logSumExp } from './logits';

/** What a user may ask for; `auto` measures. */
export type LanguageEngine = 'auto' | 'webllm' | 'onnxruntime';

export interface EngineChoiceOptions {
  readonly wanted: LanguageEngine;
  /** Both are loaded when they are needed, and again after they were given up. */
  readonly onnx: ProbedLanguageModel;
  /** Undefined where the model was not compiled for WebLLM. */
  readonly webllm: ProbedLanguageModel | undefined;
  /** Token ids of a short text to compare and time with. */
  readonly probe: readonly number[];
  /** Told when another engine goes on in the middle of a text. */
  readonly onChange: (engine: EngineReport) => void;
  /** Why WebGPU is not worth trying, a sentence; asked by default of this page's adapter. */
  readonly whyNotWebGpu?: () => Promise<string | undefined>;
}

/**
 * Largest share of probability by which the next token's distribution may differ between the engines. They round their
 * weights differently, which moves a few per cent; a wrong kernel moves nearly all.
 */
const TOLERATED_DIFFERENCE = 0.25;

/**
 * Writes on WebLLM or on ONNX Runtime: as asked for, or whichever is measured to be right and faster. When WebLLM fails
 * in the middle of a text, ONNX Runtime goes on from the tokens that there are.
 */
export class ChosenLanguageModel implements LanguageModel {
  private readonly options: EngineChoiceOptions;
  private loading: Promise<void> | undefined;
  private current: { readonly model: LanguageModel; readonly engine: EngineReport } | undefined;

  constructor(options: EngineChoiceOptions) {
    this.options = options;
  }

  get engine(): EngineReport | undefined {
    return this.current?.engine;
  }

  async load(onProgress: (progress: LoadProgress) => void = () => {}, signal?: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    this.loading ??= this.choose(onProgress, signal).catch((error) => {
      this.loading = undefined;
      throw error;
    });
    await this.loading;
  }

  async *generate(request: GenerateRequest, signal?: AbortSignal): AsyncGenerator<TokenEvent, void, undefined> {
    const { current } = this;
    if (!current) throw new StudioError('internal', 'The language model is used before it is loaded.');
    const { prefix = [], giveFrom = prefix.length } = request;
    const written = prefix.slice(0, giveFrom);
    try {
      for await (const event of current.model.generate(request, signal)) {
        written.push(event.id);
        yield event;
      }
      return;
    } catch (thrown) {
      const error = StudioError.from(thrown, 'inference-failed');
      if (current.engine.runtime !== 'webllm' || !isFailureOfEngine(error)) throw error;
      await this.giveUpWebLlm(current.model, `WebLLM stopped (${error.message}) and ONNX Runtime went on`, signal);
    }
    const known = written.length < prefix.length ? prefix : written;
    yield* this.generate({ ...request, prefix: known, giveFrom: written.length }, signal);
  }

  async dispose(): Promise<void> {
    this.loading = undefined;
    this.current = undefined;
    await Promise.all([this.options.onnx.dispose(), this.options.webllm?.dispose()]);
  }

  private async choose(onProgress: (progress: LoadProgress) => void, signal?: AbortSignal): Promise<void> {
    const { wanted, onnx, webllm } = this.options;
    if (wanted === 'onnxruntime') return this.startOnnx('ONNX Runtime was asked for.', onProgress, signal);
    if (!webllm) return this.startOnnx('This model was not compiled for WebLLM.', onProgress, signal);
    try {
      if (wanted === 'webllm') {
        await webllm.load(onProgress, signal);
        this.current = { model: webllm, engine: { ...reportOf(webllm), reason: 'WebLLM was asked for.' } };
        return;
      }
      const unavailable = await (this.options.whyNotWebGpu ?? whyNoWebGpu)();
      if (unavailable) return await this.startOnnx(`${unavailable} WebLLM needs a graphics card.`, onProgress, signal);
      await onnx.load(onProgress, signal);
      await webllm.load(onProgress, signal);
      const [trial, baseline] = [
        await webllm.probe(this.options.probe, signal),
        await onnx.probe(this.options.probe, signal),
      ];
      const refusal = whyNotWebLlm(trial, baseline);
      if (refusal) {
        await webllm.dispose();
        return await this.startOnnx(refusal, onProgress, signal);
      }
      await onnx.dispose();
      const reason = `WebLLM agrees with ONNX Runtime and takes ${times(trial, baseline)}.`;
      this.current = { model: webllm, engine: { ...reportOf(webllm), reason } };
    } catch (thrown) {
      const error = StudioError.from(thrown, 'inference-failed');
      if (!isFailureOfEngine(error)) throw error;
      await webllm.dispose();
      await this.startOnnx(`WebLLM could not start: ${error.message}`, onProgress, signal);
    }
  }

  private async startOnnx(
    reason: string,
    onProgress?: (progress: LoadProgress) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const { onnx } = this.options;
    await onnx.load(onProgress, signal);
    const engine = reportOf(onnx);
    // Both may have found the same lack.
    const both = reason.includes(engine.reason) ? reason : `${reason} ${engine.reason}`;
    this.current = { model: onnx, engine: { ...engine, reason: both } };
  }

  /** Texts that were written at once fail at once; only the first of them changes the engine. */
  private async giveUpWebLlm(failed: LanguageModel, reason: string, signal?: AbortSignal): Promise<void> {
    if (this.current?.model === failed) {
      this.current = undefined;
      this.loading = this.startOnnx(`${reason}.`, undefined, signal).then(async () => {
        await failed.dispose();
        if (this.current) this.options.onChange(this.current.engine);
      });
    }
    await this.loading;
  }
}

/** Whether another engine could do what this one could not. */
function isFailureOfEngine({ code }: StudioError): boolean {
  return ['backend-unavailable', 'out-of-memory', 'inference-failed', 'worker-died'].includes(code);
}

function reportOf(model: LanguageModel): EngineReport {
  if (!model.engine) throw new StudioError('internal', 'A loaded language model does not say where it runs.');
  return model.engine;
}

function whyNotWebLlm(trial: ProbeResult, baseline: ProbeResult): string | undefined {
  const difference = totalVariation(trial.logits, baseline.logits);
  if (!(difference <= TOLERATED_DIFFERENCE)) {
    const share = Number.isNaN(difference) ? 'not numbers' : `${Math.round(100 * difference)} % apart`;
    return `WebLLM gives other probabilities than ONNX Runtime (${share}), so it is not used.`;
  }
  if (trial.millisecondsPerToken >= baseline.millisecondsPerToken) {
    return `WebLLM agrees with ONNX Runtime but is not faster: ${times(trial, baseline)}.`;
  }
  return undefined;
}

function times(trial: ProbeResult, baseline: ProbeResult): string {
  const [webllm, onnx] = [trial, baseline].map((probe) => probe.millisecondsPerToken.toFixed(1));
  return `${webllm} ms a token, ONNX Runtime ${onnx} ms`;
}

/** Total variation distance of the two softmaxes, 0–1; NaN where a logit is no number. */
export function totalVariation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [totalFirst, totalSecond] = [logSumExp(first), logSumExp(second)];
  let sum = 0;
  for (let token = 0; token < first.length; token++) {
    sum += Math.abs(Math.exp(first[token] - totalFirst) - Math.exp(second[token] - totalSecond));
  }
  return sum / 2;
}
