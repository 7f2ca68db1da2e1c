import { StudioError } from '../runtime/errors';
import { type Endpoint, serve } from '../runtime/port';
import { yieldToEvents } from '../runtime/yield-to-events';
import type { EngineReport, GenerateRequest, ProbedLanguageModel, ProbeResult, TokenEvent } from './language-model';

/** What a language worker answers; what it needs to open its model depends on the engine. */
export type LanguageService<OpenRequest> = {
  open: { request: OpenRequest; event: never; result: EngineReport };
  generate: { request: GenerateRequest; event: TokenEvent; result: undefined };
  probe: { request: readonly number[]; event: never; result: ProbeResult };
};

/** Runs a language model behind `endpoint`: `open` once, then any number of texts. */
export function serveLanguageModel<OpenRequest>(
  endpoint: Endpoint,
  create: (request: OpenRequest) => ProbedLanguageModel,
): void {
  let model: ProbedLanguageModel | undefined;
  const opened = () => {
    if (!model) throw new StudioError('internal', 'The language model is used before it is opened.');
    return model;
  };
  serve<LanguageService<OpenRequest>>(endpoint, {
    async open(request, { signal }) {
      await model?.dispose();
      model = create(request);
      await model.load(undefined, signal);
      return model.engine as EngineReport;
    },
    async generate(request, { signal, emit }) {
      for await (const event of opened().generate(request, signal)) {
        emit(event);
        // A message that stops the text is only heard between two tasks, and wasm never waits for one.
        await yieldToEvents();
      }
      return undefined;
    },
    probe: (tokens, { signal }) => opened().probe(tokens, signal),
  });
}
