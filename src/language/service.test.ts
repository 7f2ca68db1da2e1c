import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../runtime/port';
import type { RemoteLanguageModel } from './client';
import { OnnxLanguageModel } from './onnx';
import { type OnnxOpenRequest, remoteOnnxModel } from './onnx-remote';
import { serveLanguageModel } from './service';
import { collect, languageModelSuite, REQUEST } from './testing/language-model-suite';
import { tinyModelOptions } from './testing/node-models';

function createModel({ files, ...options }: OnnxOpenRequest): OnnxLanguageModel {
  return new OnnxLanguageModel({ ...options, readFiles: async () => files });
}

/** The far end of a real message channel, served as the worker serves it. */
function servedEndpoint(): Endpoint {
  const { port1, port2 } = new MessageChannel();
  serveLanguageModel(port2 as unknown as Endpoint, createModel);
  return port1 as unknown as Endpoint;
}

async function remoteModel(): Promise<RemoteLanguageModel<OnnxOpenRequest>> {
  return remoteOnnxModel(await tinyModelOptions('wasm'), servedEndpoint);
}

describe('a language model behind a port', () => {
  describe('as a language model', () => languageModelSuite(remoteModel, { drafts: 5 }));

  it('writes what the same model writes in this thread', async () => {
    const [remote, local] = [await remoteModel(), new OnnxLanguageModel(await tinyModelOptions('wasm'))];
    await Promise.all([remote.load(), local.load()]);
    expect(await collect(remote, REQUEST)).toEqual(await collect(local, REQUEST));
    await Promise.all([remote.dispose(), local.dispose()]);
  });

  it('computes a probe behind the port', async () => {
    const [remote, local] = [await remoteModel(), new OnnxLanguageModel(await tinyModelOptions('wasm'))];
    await Promise.all([remote.load(), local.load()]);
    const [there, here] = await Promise.all([remote.probe([1, 21, 29]), local.probe([1, 21, 29])]);
    expect(there.logits).toEqual(here.logits);
    expect(there.millisecondsPerToken).toBeGreaterThan(0);
    await Promise.all([remote.dispose(), local.dispose()]);
  });

  it('stops the work behind the port when the reader leaves', async () => {
    const { port1, port2 } = new MessageChannel();
    let sent = 0;
    const counting = {
      postMessage: (message: { kind: string }, transfer: Transferable[]) => {
        if (message.kind === 'event') sent++;
        port2.postMessage(message, transfer);
      },
      addEventListener: port2.addEventListener.bind(port2),
      start: () => port2.start(),
    };
    serveLanguageModel(counting as unknown as Endpoint, createModel);
    const model = remoteOnnxModel(await tinyModelOptions('wasm'), () => port1 as unknown as Endpoint);
    await model.load();
    await collect(model, REQUEST, 3);
    // A whole text has at least forty tokens and takes much less than this.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sent).toBeLessThan(20);
    await model.dispose();
  });

  it('gives the error of a failed load, and can load again', async () => {
    const options = await tinyModelOptions('wasm');
    let attempts = 0;
    const model = remoteOnnxModel(
      {
        ...options,
        readFiles: async (...how) => {
          const files = await options.readFiles(...how);
          return ++attempts === 1 ? { ...files, graph: files.graph.slice(0, 1000) } : files;
        },
      },
      servedEndpoint,
    );
    await expect(model.load()).rejects.toMatchObject({ code: 'inference-failed' });
    await model.load();
    expect(await collect(model, REQUEST, 2)).toHaveLength(2);
    await model.dispose();
    await expect(collect(model, REQUEST)).rejects.toMatchObject({ code: 'internal' });
  });
});
