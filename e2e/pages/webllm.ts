import { ChosenLanguageModel } from '../../src/language/engine-choice';
import graphUrl from '../../src/language/fixtures/tiny-llama.onnx?url';
import tokenizer from '../../src/language/fixtures/tokenizer.json';
import type {
  EngineReport,
  GenerateRequest,
  LanguageModel,
  LoadProgress,
  TokenEvent,
} from '../../src/language/language-model';
import type { OnnxLanguageModelOptions } from '../../src/language/onnx';
import { remoteOnnxModel } from '../../src/language/onnx-remote';
import { remoteWebLlm } from '../../src/language/webllm-remote';
import { type ErrorRecord, StudioError } from '../../src/runtime/errors';

export type Entry = OnnxLanguageModelOptions['entry'];

export interface NextToken {
  readonly event?: TokenEvent;
  readonly error?: ErrorRecord;
  readonly isDone: boolean;
}

/** A language model that is driven from outside of the page, call by call. */
export interface DrivenModel {
  load(): Promise<{ readonly engine: EngineReport | undefined; readonly progress: readonly LoadProgress[] }>;
  begin(request: GenerateRequest): number;
  next(text: number): Promise<NextToken>;
  abort(text: number): void;
  dispose(): Promise<void>;
  /** Engines that took over in the middle of a text. */
  readonly changes: readonly EngineReport[];
}

declare global {
  interface Window {
    openWebLlm: (entry: Entry) => DrivenModel;
    /** With ONNX Runtime behind it, as in the studio. */
    openChosen: (entry: Entry) => DrivenModel;
  }
}

const folder = new URL('/src/language/fixtures/tiny-llama-webllm/', location.href);
const names = [
  'library-plain.wasm',
  'mlc-chat-config.json',
  'params_shard_0.bin',
  'tensor-cache.json',
  'tokenizer.json',
];

const webllm = (entry: Entry) =>
  remoteWebLlm({
    entry,
    reason: 'WebLLM was chosen.',
    compiled: {
      path: '',
      quantization: 'q0f32',
      libraries: { gpu: 'library-plain.wasm', plain: 'library-plain.wasm' },
      files: names.map((name) => ({ name, bytes: 1, sha256: '' })),
    },
    async readFile(name, onBytes) {
      const bytes = new Uint8Array(await (await fetch(new URL(name, folder))).arrayBuffer());
      onBytes(1);
      return bytes;
    },
  });

function driven(model: LanguageModel, changes: readonly EngineReport[] = []): DrivenModel {
  const texts: { readonly events: AsyncIterator<TokenEvent>; readonly controller: AbortController }[] = [];
  return {
    changes,
    async load() {
      const progress: LoadProgress[] = [];
      await model.load((step) => progress.push(step));
      return { engine: model.engine, progress };
    },
    begin(request) {
      const controller = new AbortController();
      const events = model.generate(request, controller.signal)[Symbol.asyncIterator]();
      return texts.push({ events, controller }) - 1;
    },
    async next(text) {
      try {
        const { done, value } = await texts[text].events.next();
        return { isDone: done === true, event: value };
      } catch (thrown) {
        return { isDone: true, error: StudioError.from(thrown).toRecord() };
      }
    },
    abort(text) {
      texts[text].controller.abort();
    },
    dispose: () => model.dispose(),
  };
}

window.openWebLlm = (entry) => driven(webllm(entry));

window.openChosen = (entry) => {
  const onnx = remoteOnnxModel({
    entry,
    backend: 'wasm',
    threads: 1,
    readFiles: async () => ({ graph: new Uint8Array(await (await fetch(graphUrl)).arrayBuffer()), tokenizer }),
  });
  const changes: EngineReport[] = [];
  const onChange = (engine: EngineReport) => changes.push(engine);
  return driven(
    new ChosenLanguageModel({ wanted: 'webllm', onnx, webllm: webllm(entry), probe: [1], onChange }),
    changes,
  );
};
