import { ChosenLanguageModel, type EngineChoiceOptions, type LanguageEngine } from '../language/engine-choice';
import { remoteOnnxModel } from '../language/onnx-remote';
import { promptTokens } from '../language/prompt-text';
import { Tokenizer } from '../language/tokenizer';
import { remoteWebLlm } from '../language/webllm-remote';
import type { LanguageModelEntry } from '../runtime/manifest';
import type { ModelStore } from '../runtime/model-store';

export interface LanguageModelParts extends Pick<EngineChoiceOptions, 'onChange'> {
  readonly threads: number;
  /** Read already; moved to the worker that needs it first. */
  readonly graph: Uint8Array<ArrayBuffer>;
  /** Parsed tokenizer.json. */
  readonly tokenizer: unknown;
}

/** The language model on the engine that is wanted, not loaded yet. What only WebLLM needs is read when it is chosen. */
export function openLanguageModel(
  files: ModelStore,
  entry: LanguageModelEntry,
  wanted: LanguageEngine,
  { threads, graph, tokenizer, onChange }: LanguageModelParts,
): ChosenLanguageModel {
  const { webllm: compiled } = entry;
  let atHand: Uint8Array | undefined = graph;
  const onnx = remoteOnnxModel({
    entry,
    backend: 'auto',
    threads,
    async readFiles(_, signal) {
      const bytes = atHand ?? (await files.file(entry, entry.onnx, { signal }));
      atHand = undefined;
      return { graph: bytes, tokenizer };
    },
  });
  const webllm =
    compiled &&
    remoteWebLlm({
      entry,
      compiled,
      reason: 'WebLLM was chosen.',
      readFile: (name, onBytes, signal) =>
        files.file({ ...compiled, id: entry.id }, name, { signal, onProgress: onBytes }),
    });
  return new ChosenLanguageModel({ wanted, onnx, webllm, probe: promptTokens({}, new Tokenizer(tokenizer)), onChange });
}
