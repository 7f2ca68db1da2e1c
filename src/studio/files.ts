import { MOST_BYTES } from '../crystal/structure-limits';

/** The bytes of a file; what is too large to be read is not brought into memory: as many zeros stand for it. */
export async function contentOf(file: File): Promise<Uint8Array> {
  return file.size > MOST_BYTES ? new Uint8Array(file.size) : new Uint8Array(await file.arrayBuffer());
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
