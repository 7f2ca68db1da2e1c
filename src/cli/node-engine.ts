import { openDenoiser } from '../diffusion/open-denoiser';
import { createRefiner } from '../diffusion/refiner';
import { createEngine, type Engine, type EngineParts } from '../generation/engine';
import { OnnxLanguageModel } from '../language/onnx';
import { StudioError } from '../runtime/errors';
import type { DenoiserEntry, LanguageModelEntry } from '../runtime/manifest';
import { createDiskModelStore } from '../runtime/model-files-node';
import type { RuntimeBackend } from '../runtime/onnx-session';

const store = createDiskModelStore(new URL('../../public/models/', import.meta.url));

export interface EmbeddedModels {
  readonly language: LanguageModelEntry;
  readonly denoiser: DenoiserEntry;
}

/** The first model of each kind in the embedded manifest. Throws StudioError. */
export async function embeddedModels(): Promise<EmbeddedModels> {
  const manifest = await store.manifest();
  const [language] = manifest.language;
  const [denoiser] = manifest.denoiser;
  if (!language || !denoiser) {
    throw new StudioError('model-missing', 'public/models/manifest.json does not name a model of each kind.');
  }
  return { language, denoiser };
}

/** Both models in this process. Throws StudioError. */
export async function openModels(
  { language, denoiser }: EmbeddedModels,
  backend: Extract<RuntimeBackend, 'native' | 'wasm'>,
  threads: number,
): Promise<Pick<EngineParts, 'languageModel' | 'refiner'>> {
  const languageModel = new OnnxLanguageModel({
    entry: language,
    backend,
    threads,
    readFiles: async () => ({
      graph: await store.file(language, language.onnx),
      tokenizer: JSON.parse(new TextDecoder().decode(await store.file(language, language.tokenizer))),
    }),
  });
  await languageModel.load();
  const graph = await store.file(denoiser, denoiser.onnx.fp32);
  const opened = await openDenoiser(graph, { backend, threads, timeDim: denoiser.timeDim });
  return { languageModel, refiner: createRefiner(denoiser, opened.denoiser) };
}

/** The studio's engine in this process. Throws StudioError. */
export async function openEngine(
  models: EmbeddedModels,
  backend: Extract<RuntimeBackend, 'native' | 'wasm'>,
  threads: number,
): Promise<Engine> {
  return createEngine({ ...(await openModels(models, backend, threads)), entries: models });
}
