import type { JSHandle, Page } from '@playwright/test';
import type { EngineReport, GenerateRequest, LanguageModel, TokenEvent } from '../src/language/language-model';
import { StudioError } from '../src/runtime/errors';
import type { DrivenModel, Entry } from './pages/webllm';

/** A language model of a page, driven from here token by token. */
export class DrivenLanguageModel implements LanguageModel {
  private readonly page: Page;
  private readonly kind: 'openWebLlm' | 'openChosen';
  private readonly entry: Entry;
  private model: JSHandle<DrivenModel> | undefined;
  private report: EngineReport | undefined;

  constructor(page: Page, kind: 'openWebLlm' | 'openChosen', entry: Entry) {
    this.page = page;
    this.kind = kind;
    this.entry = entry;
  }

  get engine(): EngineReport | undefined {
    return this.report;
  }

  async load(onProgress: Parameters<LanguageModel['load']>[0] = () => {}): Promise<void> {
    this.model ??= await this.page.evaluateHandle(({ kind, entry }) => window[kind](entry), {
      kind: this.kind,
      entry: this.entry,
    });
    const { engine, progress } = await this.model.evaluate((model) => model.load());
    for (const step of progress) onProgress(step);
    this.report = engine;
  }

  async *generate(request: GenerateRequest, signal?: AbortSignal): AsyncGenerator<TokenEvent, void, undefined> {
    const model = this.opened();
    if (signal?.aborted) throw new StudioError('aborted', 'Stopped.');
    const text = await model.evaluate((driven, asked) => driven.begin(asked), request);
    const abort = () => model.evaluate((driven, stopped) => driven.abort(stopped), text);
    signal?.addEventListener('abort', abort);
    try {
      while (true) {
        const { event, error, isDone } = await model.evaluate((driven, read) => driven.next(read), text);
        if (error) throw StudioError.fromRecord(error);
        if (isDone || !event) return;
        yield event;
      }
    } finally {
      await abort();
    }
  }

  changes(): Promise<readonly EngineReport[]> {
    return this.opened().evaluate(({ changes }) => changes);
  }

  async dispose(): Promise<void> {
    await this.model?.evaluate((model) => model.dispose());
  }

  private opened(): JSHandle<DrivenModel> {
    if (!this.model) throw new StudioError('internal', 'The language model is used before it is loaded.');
    return this.model;
  }
}
