import { StudioError } from '../runtime/errors';
import { type ReadBytes, sha256Hex } from '../runtime/model-store';
import { StructureIndex } from './structure-index';

/** public/index/manifest.json, as far as the studio reads it. */
interface IndexManifest {
  readonly version: 1;
  readonly file: { readonly name: string; readonly sha256: string };
}

/**
 * The index that comes with the site, read from the folder of its manifest.
 * @throws StudioError `model-missing`, `model-corrupt` or `download-failed`
 */
export async function openStructureIndex(read: ReadBytes): Promise<StructureIndex> {
  const manifest = parse(await read('manifest.json', () => {}));
  const bytes = await read(manifest.file.name, () => {});
  const found = await sha256Hex(bytes);
  if (found !== manifest.file.sha256) {
    const message = 'The index of known structures is damaged. Reload, or install again.';
    throw new StudioError('model-corrupt', message, `SHA-256 ${found}, expected ${manifest.file.sha256}`);
  }
  return StructureIndex.read(bytes);
}

function parse(bytes: Uint8Array): IndexManifest {
  let manifest: IndexManifest;
  try {
    manifest = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new StudioError('model-corrupt', 'What the index of known structures holds cannot be read.', String(error));
  }
  if (manifest.version !== 1) {
    const message = `The index of known structures has version ${manifest.version}, not 1. Reload.`;
    throw new StudioError('model-corrupt', message);
  }
  return manifest;
}
