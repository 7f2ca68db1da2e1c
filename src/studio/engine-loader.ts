import { createDiffusionWorker, openRemoteRefiner } from '../diffusion/client';
import { createEngine, type Engine } from '../generation/engine';
import { createLanguageWorker, RemoteLanguageModel } from '../language/client';
import type { Endpoint } from '../runtime/port';
import type { ModelManifest } from '../runtime/manifest';
import type { StudioStore } from './store/studio-store';

const BASE = new URL('models/', document.baseURI);

export async function loadModels(store: StudioStore): Promise<void> {
  const manifest = (await (await fetch(new URL('manifest.json', BASE))).json()) as ModelManifest;
  store.setState({ models: { language: manifest.language[0], denoiser: manifest.denoiser[0] } });
}

export async function loadEngine(store: StudioStore, signal: AbortSignal): Promise<Engine> {
  const { models } = store.getState();
  if (!models) throw new Error('no models');
  const read = async (path: string, name: string) =>
    new Uint8Array(await (await fetch(new URL(`${path}/${name}`, BASE), { signal })).arrayBuffer());
  const threads = crossOriginIsolated ? 2 : 1;
  const { language, denoiser } = models;
  const languageModel = new RemoteLanguageModel(
    {
      entry: language,
      backend: 'auto',
      threads,
      readFiles: async () => ({
        graph: await read(language.path, language.onnx),
        tokenizer: JSON.parse(new TextDecoder().decode(await read(language.path, language.tokenizer))),
      }),
    },
    () => createLanguageWorker() as unknown as Endpoint,
  );
  const refiner = await openRemoteRefiner(
    createDiffusionWorker() as unknown as Endpoint,
    { entry: denoiser, graph: await read(denoiser.path, denoiser.onnx.fp32), backend: 'auto', threads },
    signal,
  );
  await languageModel.load(undefined, signal);
  const { report } = refiner;
  store.setState({
    loading: null,
    backend: {
      summary: `${report.backend}, ${report.threads} threads`,
      reason: report.reason,
      isIsolated: crossOriginIsolated,
    },
  });
  return createEngine({ languageModel, refiner, entries: models });
}
