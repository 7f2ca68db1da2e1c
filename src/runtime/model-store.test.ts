import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageModelEntry } from './manifest';
import { createDiskModelStore } from './model-files-node';
import { readFrom } from './model-files-web';
import { type HashCache, ModelStore, sha256Hex } from './model-store';

const EMBEDDED = new URL('../../public/models/', import.meta.url);
const WEIGHTS = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

let server: Server;
let base: URL;
let entry: LanguageModelEntry;
let requests: string[] = [];

beforeAll(async () => {
  const files = [{ name: 'model.onnx', bytes: WEIGHTS.length, sha256: await sha256Hex(WEIGHTS) }];
  entry = { id: 'tiny', path: 'tiny-0123456789ab', files, onnx: 'model.onnx' } as unknown as LanguageModelEntry;
  const manifest = JSON.stringify({ version: 1, language: [entry], denoiser: [] });
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (request.url === '/m/manifest.json') response.end(manifest);
    else if (request.url === '/m/tiny-0123456789ab/model.onnx') response.end(WEIGHTS);
    else if (request.url === '/m/broken/model.onnx') response.end(WEIGHTS.slice(1));
    else if (request.url === '/m/failing/model.onnx') response.writeHead(503).end();
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/m/`);
});
afterAll(() => server.close());

/** Byte by byte without the differ, which takes seconds for as many. */
function expectWeights(bytes: Uint8Array): void {
  expect(Buffer.compare(bytes, WEIGHTS)).toBe(0);
}

class MemoryCache implements HashCache {
  readonly entries = new Map<string, Uint8Array<ArrayBuffer>>();
  get = async (sha256: string) => this.entries.get(sha256);
  put = async (sha256: string, bytes: Uint8Array<ArrayBuffer>) => {
    this.entries.set(sha256, bytes.slice());
  };
  retain = async (sha256s: ReadonlySet<string>) => {
    for (const key of this.entries.keys()) if (!sha256s.has(key)) this.entries.delete(key);
  };
}

describe('downloads', () => {
  it('reads manifest and files with progress, and nothing twice', async () => {
    requests = [];
    const cache = new MemoryCache();
    cache.entries.set('of an older model', new Uint8Array(1));
    const store = new ModelStore(readFrom(base), cache);
    const [language] = (await store.manifest()).language;
    await store.manifest();
    const progress: [number, number][] = [];
    const onProgress = (...step: [number, number]) => progress.push(step);
    expectWeights(await store.file(language, 'model.onnx', { onProgress }));
    expect(progress.at(-1)).toEqual([WEIGHTS.length, WEIGHTS.length]);
    expect(progress.every(([loaded], i) => i === 0 || loaded >= progress[i - 1][0])).toBe(true);
    expectWeights(await new ModelStore(readFrom(base), cache).file(language, 'model.onnx'));
    expect(requests).toEqual(['/m/manifest.json', '/m/tiny-0123456789ab/model.onnx']);
    expect([...cache.entries.keys()]).toEqual([language.files[0].sha256]);
  });

  it('downloads again when the cached bytes are damaged, and works when the cache fails', async () => {
    const cache = new MemoryCache();
    cache.entries.set(entry.files[0].sha256, new Uint8Array(3));
    expectWeights(await new ModelStore(readFrom(base), cache).file(entry, 'model.onnx'));
    const refusing: HashCache = {
      get: () => Promise.reject(new Error('no storage')),
      put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      retain: () => Promise.reject(new Error('no storage')),
    };
    const store = new ModelStore(readFrom(base), refusing);
    expect((await store.manifest()).version).toBe(1);
    expectWeights(await store.file(entry, 'model.onnx'));
  });

  it.each([
    ['broken', 'model-corrupt', /damaged/],
    ['failing', 'download-failed', /503/],
    ['absent', 'model-missing', /not there/],
  ])('%s: %s', async (path, code, words) => {
    const store = new ModelStore(readFrom(base));
    const file = store.file({ ...entry, path }, 'model.onnx');
    await expect(file).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
  });

  it('stops when asked, names files that do not exist, and says when nobody answers', async () => {
    const store = new ModelStore(readFrom(base));
    const signal = AbortSignal.abort();
    await expect(store.file(entry, 'model.onnx', { signal })).rejects.toMatchObject({ code: 'aborted' });
    await expect(store.file(entry, 'other.onnx')).rejects.toMatchObject({ code: 'model-missing' });
    const nobody = new ModelStore(readFrom(new URL('http://127.0.0.1:1/')));
    await expect(nobody.manifest()).rejects.toMatchObject({ code: 'download-failed' });
  });
});

describe('the embedded models', () => {
  it('are complete, as the manifest says, and under paths that name their hash', async () => {
    const store = createDiskModelStore(EMBEDDED);
    const { language, denoiser } = await store.manifest();
    expect(language.length).toBeGreaterThan(0);
    expect(denoiser.length).toBeGreaterThan(0);
    for (const model of [...language, ...denoiser]) {
      for (const { name, bytes } of model.files) expect((await store.file(model, name)).byteLength).toBe(bytes);
      const main = typeof model.onnx === 'string' ? model.onnx : model.onnx.fp32;
      const hash = model.files.find(({ name }) => name === main)?.sha256;
      expect(model.path).toBe(`${model.id}-${hash?.slice(0, 12)}`);
    }
  });

  it('say which file is missing', async () => {
    const store = createDiskModelStore(EMBEDDED);
    const missing = store.file({ ...entry, path: 'nowhere' }, 'model.onnx');
    await expect(missing).rejects.toMatchObject({ code: 'model-missing', message: expect.stringContaining('nowhere') });
  });
});
