import { StudioError } from './errors';
import { type HashCache, ModelStore, type ReadBytes } from './model-store';

const CACHE = 'tau-studio-models';

/** The models that lie under `base` (an absolute URL that ends in a slash), kept in Cache Storage. */
export function createWebModelStore(base: URL): ModelStore {
  if (!globalThis.crypto?.subtle) {
    throw new StudioError(
      'unsupported',
      'The models cannot be checked on a page without https. Open the studio over https or on this machine.',
    );
  }
  return new ModelStore(readFrom(base), globalThis.caches && cacheStorage());
}

/** Downloads with progress. */
export function readFrom(base: URL): ReadBytes {
  return async (path, onBytes, signal) => {
    const response = await fetch(new URL(path, base), { signal }).catch((thrown) => {
      const error = StudioError.from(thrown, 'download-failed');
      if (error.code === 'aborted') throw error;
      throw new StudioError('download-failed', `${path} could not be loaded. Check the connection.`, error.message);
    });
    if (response.status === 404) throw new StudioError('model-missing', `${path} is not there. Install again.`);
    if (!response.ok || !response.body) {
      throw new StudioError('download-failed', `${path} could not be loaded: the server says ${response.status}.`);
    }
    const parts: Uint8Array[] = [];
    let loaded = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      loaded += part.value.byteLength;
      onBytes(loaded);
    }
    const bytes = new Uint8Array(loaded);
    let offset = 0;
    for (const part of parts) {
      bytes.set(part, offset);
      offset += part.byteLength;
    }
    return bytes;
  };
}

/** Entries are named by hash alone, so that a model that moved is not downloaded again. */
function cacheStorage(): HashCache {
  const key = (sha256: string) => `./model-files/${sha256}`;
  return {
    async get(sha256) {
      const response = await (await caches.open(CACHE)).match(key(sha256));
      return response && new Uint8Array(await response.arrayBuffer());
    },
    async put(sha256, bytes) {
      await (await caches.open(CACHE)).put(key(sha256), new Response(bytes));
    },
    async retain(sha256s) {
      const cache = await caches.open(CACHE);
      for (const request of await cache.keys()) {
        if (!sha256s.has(request.url.split('/').at(-1) ?? '')) await cache.delete(request);
      }
    },
  };
}
