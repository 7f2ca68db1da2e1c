import type { Engine } from '../generation/engine';
import type { LanguageEngine } from '../language/engine-choice';
import { throwIfAborted } from '../runtime/errors';
import type { ModelStore } from '../runtime/model-store';
import { loadEngine, readEmbeddedModels } from './engine-loader';
import type { StudioStore } from './store/studio-store';

/** The engine, loaded when it is first needed and then kept. */
export class EngineHolder {
  private readonly store: StudioStore;
  private readonly openFiles: () => ModelStore;
  private files: ModelStore | undefined;
  private load:
    | { readonly engine: Promise<Engine>; readonly controller: AbortController; readonly language: LanguageEngine }
    | undefined;
  /** Once it is loaded. */
  private loaded: Engine | undefined;

  /** @param openFiles may throw StudioError where the page cannot hold models */
  constructor(store: StudioStore, openFiles: () => ModelStore) {
    this.store = store;
    this.openFiles = openFiles;
  }

  get engine(): Engine | undefined {
    return this.loaded;
  }

  /** Reads what the embedded models can do, so that prompts can be judged before anything is loaded. Throws StudioError. */
  async readModels(): Promise<void> {
    this.store.setState({ models: await readEmbeddedModels(this.modelFiles()) });
  }

  /**
   * The engine, for the language engine that is set. A failed or cancelled load is forgotten, so that the next attempt
   * starts afresh. Throws StudioError.
   */
  get(): Promise<Engine> {
    const language = this.store.getState().settings.languageEngine;
    if (this.load && this.load.language !== language) this.discard();
    if (!this.load) {
      const controller = new AbortController();
      const engine = this.open(controller.signal).catch((thrown) => {
        if (this.load?.controller === controller) this.load = undefined;
        throw thrown;
      });
      this.load = { engine, controller, language };
    }
    return this.load.engine;
  }

  /** Ends a load that is under way. */
  cancel(): void {
    if (!this.loaded) this.load?.controller.abort();
  }

  /** Forgets an engine that cannot work any more or is not wanted: the next `get` opens a fresh one. */
  discard(): void {
    const dead = this.loaded;
    this.load?.controller.abort();
    this.load = undefined;
    this.loaded = undefined;
    dead?.dispose().catch(() => {});
  }

  private async open(signal: AbortSignal): Promise<Engine> {
    const files = this.modelFiles();
    const engine = await loadEngine(this.store, files, await readEmbeddedModels(files), signal);
    if (signal.aborted) {
      await engine.dispose();
      throwIfAborted(signal);
    }
    this.loaded = engine;
    // While nobody waits the speed is measured, so that the first run's time can be told beforehand.
    if (this.store.getState().phase === 'idle') {
      engine.measure().then(
        () => this.store.setState({ isTimed: true }),
        () => {},
      );
    }
    return engine;
  }

  private modelFiles(): ModelStore {
    this.files ??= this.openFiles();
    return this.files;
  }
}
