import { readFile } from 'node:fs/promises';
import { openDenoiser } from '../../diffusion/open-denoiser';
import { createRefiner } from '../../diffusion/refiner';
import { tinyDenoiserEntry } from '../../diffusion/testing/tiny-denoiser';
import oracle from '../../language/fixtures/tiny-llama-logits.json';
import { OnnxLanguageModel } from '../../language/onnx';
import type { LanguageModelEntry } from '../../runtime/manifest';
import { createEngine, type Engine } from '../engine';
import type { RunRequest } from '../run';

const LANGUAGE_FIXTURES = new URL('../../language/fixtures/', import.meta.url);
const DIFFUSION_FIXTURES = new URL('../../diffusion/fixtures/', import.meta.url);

const languageEntry: LanguageModelEntry = {
  ...oracle,
  id: 'tiny-llama',
  path: 'tiny-llama',
  files: [{ name: 'tiny-llama.onnx', bytes: 0, sha256: '1'.repeat(64) }],
  licence: 'MIT',
  card: 'tiny-llama.md',
  parameters: 0,
  trainedElements: Array.from({ length: 83 }, (_, i) => i + 1),
  maxAtoms: 20,
  onnx: 'tiny-llama.onnx',
  tokenizer: 'tokenizer.json',
  vocabularySize: 160,
};

/** The real engine over the fixtures' tiny networks with random weights, on one thread of native ONNX Runtime. */
export async function createTinyEngine(): Promise<Engine> {
  const languageModel = new OnnxLanguageModel({
    entry: languageEntry,
    backend: 'native',
    threads: 1,
    readFiles: async () => ({
      graph: await readFile(new URL('tiny-llama.onnx', LANGUAGE_FIXTURES)),
      tokenizer: JSON.parse(await readFile(new URL('tokenizer.json', LANGUAGE_FIXTURES), 'utf8')),
    }),
  });
  await languageModel.load();
  const graph = await readFile(new URL('tiny.onnx', DIFFUSION_FIXTURES));
  const { timeDim } = tinyDenoiserEntry;
  const { denoiser } = await openDenoiser(graph, { backend: 'native', threads: 1, timeDim });
  return createEngine({
    languageModel,
    refiner: createRefiner(tinyDenoiserEntry, denoiser),
    entries: { language: languageEntry, denoiser: tinyDenoiserEntry },
  });
}

/** Two drafts of SrTiO₃ in its primitive cell. */
export const TINY_REQUEST: RunRequest = {
  prompt: 'SrTiO3',
  conditions: {
    composition: [
      ['Sr', 1],
      ['Ti', 1],
      ['O', 3],
    ],
    formulaUnits: 1,
  },
  seed: 7,
  count: 2,
  temperature: 1,
  topP: 1,
  useGrammar: true,
  tau: 30,
  start: 'as-is',
};
