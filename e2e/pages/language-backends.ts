import graphUrl from '../../src/language/fixtures/tiny-llama.onnx?url';
import oracle from '../../src/language/fixtures/tiny-llama-logits.json';
import expected from '../../src/language/fixtures/tiny-llama-text.json';
import tokenizer from '../../src/language/fixtures/tokenizer.json';
import type { EngineReport } from '../../src/language/language-model';
import type { OnnxLanguageModelOptions } from '../../src/language/onnx';
import { OnnxLogitsStream } from '../../src/language/onnx-logits';
import { remoteOnnxModel } from '../../src/language/onnx-remote';
import { OnnxSession } from '../../src/runtime/onnx-session';

export interface BackendsReport {
  readonly hasAdapter: boolean;
  /** Largest difference of the logits from PyTorch's, token by token with the cache. */
  readonly webgpuAgainstPyTorch: number;
  /** What `auto` chose in a worker, and the text it wrote there. */
  readonly chosen: EngineReport | undefined;
  readonly text: string;
}

declare global {
  interface Window {
    compareLanguageBackends: () => Promise<BackendsReport>;
  }
}

const readGraph = async () => new Uint8Array(await (await fetch(graphUrl)).arrayBuffer());

window.compareLanguageBackends = async () => {
  const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } };
  const hasAdapter = Boolean(await gpu?.requestAdapter());
  const session = await OnnxSession.create(await readGraph(), { backend: 'webgpu', threads: 1 });
  const stream = new OnnxLogitsStream(session, oracle);
  let webgpuAgainstPyTorch = 0;
  for (const [place, id] of oracle.ids.entries()) {
    for (const [token, logit] of (await stream.read([id])).entries()) {
      webgpuAgainstPyTorch = Math.max(webgpuAgainstPyTorch, Math.abs(logit - oracle.logits[place][token]));
    }
  }
  const options: OnnxLanguageModelOptions = {
    entry: { ...oracle, ...expected.limits },
    backend: 'auto',
    threads: 1,
    readFiles: async () => ({ graph: await readGraph(), tokenizer }),
  };
  const model = remoteOnnxModel(options);
  await model.load();
  let text = '';
  for await (const event of model.generate(expected.request)) text += event.text;
  const chosen = model.engine;
  await model.dispose();
  return { hasAdapter, webgpuAgainstPyTorch, chosen, text };
};
