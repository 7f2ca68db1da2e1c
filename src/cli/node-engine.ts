import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDenoiser } from '../diffusion/open-denoiser';
import { createRefiner } from '../diffusion/refiner';
import { createEngine, type Engine } from '../generation/engine';
import { OnnxLanguageModel } from '../language/onnx';
import type { DenoiserEntry, LanguageModelEntry, ModelManifest } from '../runtime/manifest';
import type { RuntimeBackend } from '../runtime/onnx-session';
import { CommandError } from './command-error';

const MODELS = fileURLToPath(new URL('../../public/models/', import.meta.url));

export interface EmbeddedModels {
  readonly language: LanguageModelEntry;
  readonly denoiser: DenoiserEntry;
}

/** The first model of each kind in the embedded manifest. */
export async function embeddedModels(): Promise<EmbeddedModels> {
  const manifest = JSON.parse(await readFile(join(MODELS, 'manifest.json'), 'utf8')) as ModelManifest;
  const [language] = manifest.language;
  const [denoiser] = manifest.denoiser;
  if (!language || !denoiser) throw new CommandError('public/models/manifest.json names no model of each kind.');
  return { language, denoiser };
}

/** A file of an embedded model, read from disk and checked against the manifest. Throws CommandError. */
export async function readModelFile(entry: LanguageModelEntry | DenoiserEntry, name: string): Promise<Buffer> {
  const path = join(MODELS, entry.path, name);
  const expected = entry.files.find((file) => file.name === name)?.sha256;
  const bytes = await readFile(path).catch((error: Error) => {
    throw new CommandError(`The model file cannot be read: ${error.message}. Check out the repository again.`);
  });
  if (createHash('sha256').update(bytes).digest('hex') !== expected) {
    throw new CommandError(`The model file ${path} is not what the manifest says. Check out the repository again.`);
  }
  return bytes;
}

/** The studio's engine in this process. */
export async function openEngine(
  models: EmbeddedModels,
  backend: Extract<RuntimeBackend, 'native' | 'wasm'>,
  threads: number,
): Promise<Engine> {
  const { language, denoiser } = models;
  const languageModel = new OnnxLanguageModel({
    entry: language,
    backend,
    threads,
    readFiles: async () => ({
      graph: await readModelFile(language, language.onnx),
      tokenizer: JSON.parse((await readModelFile(language, language.tokenizer)).toString('utf8')),
    }),
  });
  await languageModel.load();
  const graph = await readModelFile(denoiser, denoiser.onnx.fp32);
  const opened = await openDenoiser(graph, { backend, threads, timeDim: denoiser.timeDim });
  return createEngine({
    languageModel,
    refiner: createRefiner(denoiser, opened.denoiser),
    entries: models,
  });
}
