import { StudioError } from '../runtime/errors';
import { type Endpoint, serve } from '../runtime/port';
import type { EngineReport, GenerateRequest, TokenEvent } from './language-model';
import { type LanguageModelFiles, OnnxLanguageModel, type OnnxLanguageModelOptions } from './onnx';

export interface OpenRequest extends Pick<OnnxLanguageModelOptions, 'entry' | 'backend' | 'threads'> {
  readonly files: LanguageModelFiles;
}

/** What the language worker answers. */
export type LanguageService = {
  open: { request: OpenRequest; event: never; result: EngineReport };
  generate: { request: GenerateRequest; event: TokenEvent; result: undefined };
};

/** Runs a language model behind `endpoint`: `open` once, then any number of texts. */
export function serveLanguageModel(endpoint: Endpoint): void {
  let model: OnnxLanguageModel | undefined;
  serve<LanguageService>(endpoint, {
    async open({ files, ...options }, { signal }) {
      await model?.dispose();
      model = new OnnxLanguageModel({ ...options, readFiles: async () => files });
      await model.load(undefined, signal);
      return model.engine as EngineReport;
    },
    async generate(request, { signal, emit }) {
      if (!model) throw new StudioError('internal', 'The language model is used before it is opened.');
      for await (const event of model.generate(request, signal)) {
        emit(event);
        // A message that stops the text is only heard between two tasks, and wasm never waits for one.
        await nextTask();
      }
      return undefined;
    },
  });
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
