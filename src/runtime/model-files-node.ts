import { readFile } from 'node:fs/promises';
import { StudioError } from './errors';
import { ModelStore, type ReadBytes } from './model-store';

/** The models in a folder on disk (a file URL that ends in a slash). */
export function createDiskModelStore(folder: URL): ModelStore {
  return new ModelStore(readFromDisk(folder));
}

/** Reads from a folder on disk (a file URL that ends in a slash). */
export function readFromDisk(folder: URL): ReadBytes {
  return async (path, onBytes, signal) => {
    const bytes = await readFile(new URL(path, folder), { signal }).catch((error: Error) => {
      if (error.name === 'AbortError') throw error;
      const message = `The file ${path} cannot be read. Check out the repository again.`;
      throw new StudioError('model-missing', message, error.message);
    });
    onBytes(bytes.byteLength);
    return Uint8Array.from(bytes);
  };
}
