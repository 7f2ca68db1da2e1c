import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WebLlmFiles } from '../runtime/manifest';
import { type Endpoint, serve } from '../runtime/port';
import type { LoadProgress } from './language-model';
import type { LanguageService } from './service';
import type { WebLlmOptions } from './webllm';
import { MODEL_URL, serveFromMemory } from './webllm-files';
import { remoteWebLlm } from './webllm-remote';

const names = ['library.wasm', 'library-plain.wasm', 'params_shard_0.bin', 'tokenizer.json'];
const compiled: WebLlmFiles = {
  path: 'llama-webllm',
  quantization: 'q4f32_1',
  libraries: { gpu: 'library.wasm', plain: 'library-plain.wasm' },
  files: names.map((name, index) => ({ name, bytes: 10 * (index + 1), sha256: '' })),
};
const entry = { contextLength: 128, maxAtoms: 20, trainedElements: [8] };

function adapter(isFallbackAdapter: boolean, features: string[] = []) {
  const found = { features: new Set(features), info: { isFallbackAdapter } };
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => found } });
}

/** Opens a model whose worker only notes what it was opened with. */
async function opened(files: WebLlmFiles = compiled) {
  const requests: WebLlmOptions[] = [];
  const read: string[] = [];
  const progress: LoadProgress[] = [];
  const { port1, port2 } = new MessageChannel();
  serve<Pick<LanguageService<WebLlmOptions>, 'open'>>(port2 as unknown as Endpoint, {
    async open(request) {
      requests.push(request);
      return { runtime: 'webllm', backend: 'webgpu', threads: 1, reason: request.reason };
    },
  });
  const model = remoteWebLlm(
    {
      entry,
      compiled: files,
      reason: 'It was chosen.',
      async readFile(name, onBytes) {
        read.push(name);
        const bytes = files.files.find((file) => file.name === name)?.bytes ?? 0;
        onBytes(bytes);
        return new Uint8Array(bytes);
      },
    },
    () => port1 as unknown as Endpoint,
  );
  await model.load((step) => progress.push(step)).finally(() => port2.close());
  return { request: requests[0], read, progress };
}

afterEach(() => vi.unstubAllGlobals());

describe('WebLLM behind a port', () => {
  it('reads the library with kernels for graphics cards, and tells how far it is', async () => {
    adapter(false);
    const { request, read, progress } = await opened();
    expect(request.library).toBe('library.wasm');
    expect(read.sort()).toEqual(['library.wasm', 'params_shard_0.bin', 'tokenizer.json']);
    expect(Object.keys(request.files).sort()).toEqual(read);
    expect(progress.every(({ totalBytes }) => totalBytes === 80)).toBe(true);
    expect(progress.at(-1)?.loadedBytes).toBe(80);
  });

  it('reads the plain library for a software adapter', async () => {
    adapter(true);
    expect((await opened()).request.library).toBe('library-plain.wasm');
  });

  it('names what the adapter lacks', async () => {
    vi.stubGlobal('navigator', {});
    await expect(opened()).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringMatching(/no adapter/),
    });
    adapter(false);
    const half = { ...compiled, quantization: 'q4f16_1' } as const;
    await expect(opened(half)).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringMatching(/16 bits/),
    });
    adapter(false, ['shader-f16']);
    expect((await opened(half)).request.library).toBe('library.wasm');
  });
});

describe('the files that WebLLM finds', () => {
  it('are those that were given to it, and no others', async () => {
    vi.stubGlobal('caches', undefined);
    serveFromMemory({ 'a.json': new TextEncoder().encode('{"b":1}') });
    const cache = await caches.open('webllm/config');
    expect(await (await cache.match(new Request(`${MODEL_URL}a.json`)))?.json()).toEqual({ b: 1 });
    await cache.add(`${MODEL_URL}a.json`);
    expect((await cache.keys()).map(({ url }) => url)).toEqual([`${MODEL_URL}a.json`]);
    expect(await cache.match('https://elsewhere.example/a.json')).toBeUndefined();
    await expect(cache.add('https://elsewhere.example/a.json')).rejects.toThrow('no part of the model');
    await expect(cache.add(`${MODEL_URL}other.bin`)).rejects.toThrow('other.bin');
  });
});
