import type { Endpoint } from '../runtime/port';
import { RemoteLanguageModel } from './client';
import type { LanguageModelFiles, OnnxLanguageModelOptions } from './onnx';

export interface OnnxOpenRequest extends Pick<OnnxLanguageModelOptions, 'entry' | 'backend' | 'threads'> {
  readonly files: LanguageModelFiles;
}

/** The LLaMA on ONNX Runtime behind a port; the graph is read here and moved there. */
export function remoteOnnxModel(
  { readFiles, entry, backend, threads }: OnnxLanguageModelOptions,
  createEndpoint: () => Endpoint = createOnnxWorker,
): RemoteLanguageModel<OnnxOpenRequest> {
  return new RemoteLanguageModel(async (onProgress, signal) => {
    const files = await readFiles(onProgress, signal);
    const bytes = files.graph.byteLength;
    return { request: { entry, backend, threads, files }, transfer: [files.graph.buffer as ArrayBuffer], bytes };
  }, createEndpoint);
}

/** The language worker of a page. */
function createOnnxWorker(): Endpoint {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'language' });
  // A Worker is an Endpoint, but its listeners are declared with `any`.
  return worker as unknown as Endpoint;
}
