import { readFile } from 'node:fs/promises';
import type { LanguageModelEntry, ModelManifest } from '../../runtime/manifest';
import type { RuntimeBackend } from '../../runtime/onnx-session';
import oracle from '../fixtures/tiny-llama-logits.json';
import type { LanguageModelFiles, OnnxLanguageModelOptions } from '../onnx';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const MODELS = new URL('../../../public/models/', import.meta.url);

/** The LLaMA with random weights beside the fixtures. */
export async function tinyModelOptions(backend: RuntimeBackend): Promise<OnnxLanguageModelOptions> {
  const { trainedElements, maxAtoms } = await embeddedEntry();
  return {
    entry: { ...oracle, maxAtoms, trainedElements },
    backend,
    threads: 1,
    readFiles: () => files(new URL('tiny-llama.onnx', FIXTURES), new URL('tokenizer.json', FIXTURES)),
  };
}

/** The first language model of the manifest. */
export async function embeddedModelOptions(backend: RuntimeBackend): Promise<OnnxLanguageModelOptions> {
  const entry = await embeddedEntry();
  const folder = new URL(`${entry.path}/`, MODELS);
  return {
    entry,
    backend,
    threads: 1,
    readFiles: () => files(new URL(entry.onnx, folder), new URL(entry.tokenizer, folder)),
  };
}

async function embeddedEntry(): Promise<LanguageModelEntry> {
  const manifest: ModelManifest = await readJson(new URL('manifest.json', MODELS));
  return manifest.language[0];
}

async function files(graph: URL, tokenizer: URL): Promise<LanguageModelFiles> {
  return { graph: Uint8Array.from(await readFile(graph)), tokenizer: await readJson(tokenizer) };
}

async function readJson(url: URL) {
  return JSON.parse(await readFile(url, 'utf8'));
}
