import url from '@spglib/moyo-wasm/moyo_wasm_bg.wasm?url';

/** The address of moyo's WebAssembly module among the built site's assets. */
export async function moyoWasm(): Promise<URL> {
  return new URL(url, globalThis.location.href);
}
