import { createDiffusionWorker, openRemoteRefiner } from '../diffusion/client';
import { createEngine, type Engine } from '../generation/engine';
import type { EngineReport, LoadProgress } from '../language/language-model';
import { chooseThreads, type ThreadChoice } from '../runtime/capabilities';
import { StudioError, throwIfAborted } from '../runtime/errors';
import type { DenoiserEntry, LanguageModelEntry } from '../runtime/manifest';
import type { ModelEntry, ModelStore } from '../runtime/model-store';
import { LoadMeter } from './load-meter';
import { openLanguageModel } from './open-language-model';
import type { BackendReport, StudioStore } from './store/studio-store';

export interface EmbeddedModels {
  readonly language: LanguageModelEntry;
  readonly denoiser: DenoiserEntry;
}

/** Reads which models are embedded; their limits decide what a prompt may ask for. Throws StudioError. */
export async function readEmbeddedModels(files: ModelStore): Promise<EmbeddedModels> {
  const { language, denoiser } = await files.manifest();
  if (!language[0] || !denoiser[0]) {
    throw new StudioError('model-missing', 'The list of models is empty. Install the studio again.');
  }
  return { language: language[0], denoiser: denoiser[0] };
}

/**
 * Loads both models, each in a worker of its own, and says in the store how far it is and where they run.
 * Throws StudioError, `aborted` when the signal fires.
 */
export async function loadEngine(
  store: StudioStore,
  files: ModelStore,
  models: EmbeddedModels,
  signal: AbortSignal,
): Promise<Engine> {
  const { language, denoiser } = models;
  const wanted: readonly (readonly [ModelEntry, string])[] = [
    [language, language.onnx],
    [language, language.tokenizer],
    [denoiser, denoiser.onnx.fp32],
  ];
  const meter = new LoadMeter(wanted.map(([entry, name]) => sizeOf(entry, name)));
  const tell = (stage: string) => store.setState({ loading: { stage, ...meter.reading(performance.now()) } });
  tell('Loading the models');
  try {
    const [choice, graph, tokenizer, denoiserGraph] = await Promise.all([
      chooseThreads(),
      ...wanted.map(([entry, name], index) =>
        files.file(entry, name, {
          signal,
          onProgress: (bytes) => {
            meter.advance(index, bytes);
            tell('Loading the models');
          },
        }),
      ),
    ]);
    throwIfAborted(signal);
    tell('Starting the models');
    const { threads } = choice;
    const showLoading = (loading: LoadProgress) => store.setState({ loading });
    const languageModel = openLanguageModel(files, language, store.getState().settings.languageEngine, {
      threads,
      graph,
      tokenizer: JSON.parse(new TextDecoder().decode(tokenizer)),
      onChange: (engine) => {
        store.setState({ backend: describeBackend(choice, engine, refiner.report), statusLine: engine.reason });
      },
    });
    const opening = openRemoteRefiner(
      createDiffusionWorker(),
      { entry: denoiser, graph: denoiserGraph, backend: 'auto', threads },
      signal,
    );
    const [refiner] = await Promise.all([opening, languageModel.load(showLoading, signal)]).catch(async (thrown) => {
      // One of them may be open: a worker that nobody uses would keep its memory.
      await Promise.allSettled([languageModel.dispose(), opening.then((opened) => opened.dispose())]);
      throw thrown;
    });
    store.setState({ backend: describeBackend(choice, languageModel.engine, refiner.report) });
    return createEngine({ languageModel, refiner, entries: models });
  } finally {
    store.setState({ loading: null });
  }
}

function sizeOf(entry: ModelEntry, name: string): number {
  return entry.files.find((file) => file.name === name)?.bytes ?? 0;
}

const backendNames = { wasm: 'WebAssembly', webgpu: 'WebGPU', native: 'native code' } as const;

/** Where the two models run, and why there. */
function describeBackend(
  choice: ThreadChoice,
  language: EngineReport | undefined,
  denoiser: Pick<EngineReport, 'backend' | 'reason'>,
): BackendReport {
  const threads = choice.threads === 1 ? '1 thread' : `${choice.threads} threads`;
  const place = ({ backend, runtime }: Partial<EngineReport> & Pick<EngineReport, 'backend'>) => {
    if (runtime === 'webllm') return 'WebLLM';
    return backend === 'wasm' ? `${backendNames.wasm}, ${threads}` : backendNames[backend];
  };
  const isTogether = !language || place(language) === place(denoiser);
  const summary = isTogether ? place(denoiser) : `Drafts on ${place(language)}; refinement on ${place(denoiser)}`;
  const given = [choice.reason, ...(language ? [language.reason] : [])].join(' ');
  const reason = given.includes(denoiser.reason) ? given : `${given} ${denoiser.reason}`;
  return { summary, reason, isIsolated: globalThis.crossOriginIsolated };
}
