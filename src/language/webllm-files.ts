import { StudioError } from '../runtime/errors';

/** Contents of a compiled model's files by name. */
export type NamedFiles = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** Where WebLLM believes the model to lie. The name is reserved: nothing can answer there but `serveFromMemory`. */
export const MODEL_URL = 'https://model.invalid/resolve/main/';

/**
 * Lets WebLLM, which reads all through Cache Storage of its thread, find there what has been checked already, and
 * nothing else: it neither downloads nor stores anything itself. For a worker that runs WebLLM alone.
 */
export function serveFromMemory(files: NamedFiles): void {
  const find = (request: RequestInfo | URL) => {
    const url = request instanceof Request ? request.url : String(request);
    return url.startsWith(MODEL_URL) ? files[url.slice(MODEL_URL.length)] : undefined;
  };
  const cache = {
    match: async (request: RequestInfo | URL) => {
      const bytes = find(request);
      return bytes && new Response(bytes);
    },
    add: async (request: RequestInfo | URL) => {
      if (find(request)) return;
      const name = request instanceof Request ? request.url : String(request);
      throw new StudioError('model-missing', `WebLLM asked for ${name}, which is no part of the model.`);
    },
    keys: async () => Object.keys(files).map((name) => new Request(MODEL_URL + name)),
    delete: async () => false,
  };
  const storage = { open: async () => cache, has: async () => true, keys: async () => [], delete: async () => false };
  Object.defineProperty(globalThis, 'caches', { value: storage, configurable: true });
}
