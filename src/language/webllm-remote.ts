import { webGpuCapability } from '../runtime/capabilities';
import { StudioError } from '../runtime/errors';
import type { WebLlmFiles } from '../runtime/manifest';
import type { Endpoint } from '../runtime/port';
import { RemoteLanguageModel } from './client';
import type { WebLlmOptions } from './webllm';

export interface RemoteWebLlmOptions extends Pick<WebLlmOptions, 'entry' | 'reason'> {
  readonly compiled: WebLlmFiles;
  /** Reads one of the model's files and checks it. */
  readFile(
    name: string,
    onBytes: (loadedBytes: number) => void,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>;
}

/** The LLaMA on WebLLM in a worker of its own. The adapter decides which of the model's two libraries is read. */
export function remoteWebLlm(
  { compiled, readFile, entry, reason }: RemoteWebLlmOptions,
  createEndpoint: () => Endpoint = createWebLlmWorker,
): RemoteLanguageModel<WebLlmOptions> {
  return new RemoteLanguageModel(async (onProgress, signal) => {
    const adapter = await webGpuCapability();
    if (!adapter) throw new StudioError('backend-unavailable', 'WebGPU has no adapter here.');
    if (compiled.quantization === 'q4f16_1' && !adapter.shaderF16) {
      throw new StudioError('backend-unavailable', 'This model computes in 16 bits, which the graphics card cannot.');
    }
    const library = adapter.software ? compiled.libraries.plain : compiled.libraries.gpu;
    const wanted = compiled.files.filter(({ name }) => name === library || !name.endsWith('.wasm'));
    const totalBytes = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
    const loaded = new Map<string, number>();
    const contents = await Promise.all(
      wanted.map(async ({ name }) => {
        const onBytes = (bytes: number) => {
          loaded.set(name, bytes);
          const loadedBytes = [...loaded.values()].reduce((sum, value) => sum + value, 0);
          onProgress({ stage: 'loading WebLLM and its weights', loadedBytes, totalBytes });
        };
        return [name, await readFile(name, onBytes, signal)] as const;
      }),
    );
    const transfer = contents.map(([, bytes]) => bytes.buffer);
    return { request: { entry, files: Object.fromEntries(contents), library, reason }, transfer, bytes: totalBytes };
  }, createEndpoint);
}

function createWebLlmWorker(): Endpoint {
  const worker = new Worker(new URL('./webllm-worker.ts', import.meta.url), { type: 'module', name: 'WebLLM' });
  // A Worker is an Endpoint, but its listeners are declared with `any`.
  return worker as unknown as Endpoint;
}
