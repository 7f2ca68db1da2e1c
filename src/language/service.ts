import { StudioError } from '../runtime/errors';
import { type Endpoint, serve } from '../runtime/port';
import { yieldToEvents } from '../runtime/yield-to-events';
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
        await yieldToEvents();
      }
      return undefined;
    },
  });
}
