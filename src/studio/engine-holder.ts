import type { Engine } from '../generation/engine';
import type { ModelStore } from '../runtime/model-store';
import { loadEngine, readEmbeddedModels } from './engine-loader';
import type { StudioStore } from './store/studio-store';

/** The engine, loaded when it is first needed and then kept. */
export class EngineHolder {
  private readonly store: StudioStore;
  private readonly openFiles: () => ModelStore;
  private files: ModelStore | undefined;
  private load: { readonly engine: Promise<Engine>; readonly controller: AbortController } | undefined;
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

  /** A failed or cancelled load is forgotten, so that the next attempt starts afresh. Throws StudioError. */
  get(): Promise<Engine> {
    if (!this.load) {
      const controller = new AbortController();
      const engine = this.open(controller.signal).catch((thrown) => {
        this.load = undefined;
        throw thrown;
      });
      this.load = { engine, controller };
    }
    return this.load.engine;
  }

  /** Ends a load that is under way. */
  cancel(): void {
    if (!this.loaded) this.load?.controller.abort();
  }

  /** Forgets an engine that cannot work any more: the next `get` opens a fresh one. */
  discard(): void {
    const dead = this.loaded;
    this.load = undefined;
    this.loaded = undefined;
    dead?.dispose().catch(() => {});
  }

  private async open(signal: AbortSignal): Promise<Engine> {
    const files = this.modelFiles();
    const engine = await loadEngine(this.store, files, await readEmbeddedModels(files), signal);
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
