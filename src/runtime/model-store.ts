import { StudioError, throwIfAborted } from './errors';
import type { DenoiserEntry, LanguageModelEntry, ModelManifest } from './manifest';

export type ModelEntry = LanguageModelEntry | DenoiserEntry;

/**
 * Reads one file, by its path relative to the manifest's folder; `onBytes` is told the bytes read so far.
 * Rejects with StudioError `model-missing` or `download-failed`, or with an AbortError.
 */
export type ReadBytes = (
  path: string,
  onBytes: (loadedBytes: number) => void,
  signal?: AbortSignal,
) => Promise<Uint8Array<ArrayBuffer>>;

/** Keeps files by the hash of their content; a cache that fails is as good as none. */
export interface HashCache {
  get(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Forgets all but these. */
  retain(sha256s: ReadonlySet<string>): Promise<void>;
}

export interface ReadOptions {
  readonly onProgress?: (loadedBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** The embedded models: each file is checked against the manifest's SHA-256 and downloaded at most once. */
export class ModelStore {
  readonly #read: ReadBytes;
  readonly #cache: HashCache | undefined;
  #manifest: Promise<ModelManifest> | undefined;

  constructor(read: ReadBytes, cache?: HashCache) {
    this.#read = read;
    this.#cache = cache;
  }

  /** Read once. @throws StudioError `model-missing`, `model-corrupt` or `download-failed` */
  manifest(): Promise<ModelManifest> {
    this.#manifest ??= this.#readManifest().catch((thrown) => {
      this.#manifest = undefined;
      throw StudioError.from(thrown, 'download-failed');
    });
    return this.#manifest;
  }

  async #readManifest(): Promise<ModelManifest> {
    const bytes = await this.#read('manifest.json', () => {});
    let manifest: ModelManifest;
    try {
      manifest = JSON.parse(new TextDecoder().decode(bytes));
    } catch (error) {
      throw new StudioError('model-corrupt', 'The list of models cannot be read. Install again.', String(error));
    }
    if (manifest.version !== 1) {
      throw new StudioError('model-corrupt', `The list of models has version ${manifest.version}, not 1. Reload.`);
    }
    const compiled = manifest.language.flatMap(({ webllm }) => webllm ?? []);
    const hashes = [...manifest.language, ...manifest.denoiser, ...compiled].flatMap(({ files }) =>
      files.map((file) => file.sha256),
    );
    await this.#cache?.retain(new Set(hashes)).catch(() => {});
    return manifest;
  }

  /**
   * A file of a model, its own copy for the caller.
   * @throws StudioError `model-missing`, `model-corrupt`, `download-failed` or `aborted`
   */
  async file(
    entry: Pick<ModelEntry, 'id' | 'path' | 'files'>,
    name: string,
    options: ReadOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { onProgress = () => {}, signal } = options;
    throwIfAborted(signal);
    const file = entry.files.find((candidate) => candidate.name === name);
    if (!file) throw new StudioError('model-missing', `The model ${entry.id} has no file ${name}.`);
    const cached = await this.#cache?.get(file.sha256).catch(() => undefined);
    if (cached && (await sha256Hex(cached)) === file.sha256) {
      onProgress(file.bytes, file.bytes);
      return cached;
    }
    try {
      const onBytes = (loaded: number) => onProgress(Math.min(loaded, file.bytes), file.bytes);
      const bytes = await this.#read(`${entry.path}/${name}`, onBytes, signal);
      throwIfAborted(signal);
      if (bytes.byteLength !== file.bytes || (await sha256Hex(bytes)) !== file.sha256) {
        const found = `${bytes.byteLength} bytes, SHA-256 ${await sha256Hex(bytes)}; expected ${file.bytes}, ${file.sha256}`;
        throw new StudioError('model-corrupt', `The model file ${name} is damaged. Reload, or install again.`, found);
      }
      // A browser that refuses storage only means another download next time.
      await this.#cache?.put(file.sha256, bytes).catch(() => {});
      return bytes;
    } catch (thrown) {
      throw StudioError.from(thrown, 'download-failed');
    }
  }
}

/** Lower-case hex. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
