import { readStructureFile, type StructureFile } from '../crystal/structure-file';
import { StructureFileError } from '../crystal/structure-file-error';
import { MOST_BYTES } from '../crystal/structure-limits';
import { StudioError } from '../runtime/errors';

/** The structure in a file of the user's. Throws StudioError that names the file and what is wrong with it. */
export async function readDroppedFile(file: File): Promise<StructureFile> {
  try {
    // What is too large is refused before it is brought into memory.
    const content = file.size > MOST_BYTES ? new ArrayBuffer(file.size) : await file.arrayBuffer();
    return await readStructureFile(file.name, new Uint8Array(content));
  } catch (error) {
    if (error instanceof StructureFileError) throw new StudioError('invalid-input', `${file.name}: ${error.message}`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError('invalid-input', `${file.name} cannot be read: ${reason}`);
  }
}

/** Lets the user choose a file; resolves with none where the choice is given up. */
export function chooseFiles(accept: string): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
