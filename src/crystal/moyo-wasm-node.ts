import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The bytes of moyo's WebAssembly module, from disk. */
export async function moyoWasm(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(createRequire(import.meta.url).resolve('@spglib/moyo-wasm/moyo_wasm_bg.wasm')));
}
