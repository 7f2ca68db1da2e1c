import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumArguments, findChromium } from '../scripts/chromium.mjs';
import type { GenerateRequest } from '../src/language/language-model';
import { OnnxLanguageModel } from '../src/language/onnx';
import { collect, languageModelSuite, REQUEST, textOf } from '../src/language/testing/language-model-suite';
import { tinyModelOptions } from '../src/language/testing/node-models';
import { DrivenLanguageModel } from './driven-language-model';

const WEBGPU_ON_CPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
let server: ViteDevServer;
let browser: Browser;

beforeAll(async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  server = await createServer({
    root,
    server: { port: 0, strictPort: false, hmr: false, watch: null },
    logLevel: 'error',
  });
  await server.listen();
  browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [...chromiumArguments, ...WEBGPU_ON_CPU],
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function openModel(kind: 'openWebLlm' | 'openChosen'): Promise<DrivenLanguageModel> {
  const { entry } = await tinyModelOptions('wasm');
  return new DrivenLanguageModel(await openPage(), kind, entry);
}

async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(new URL('e2e/pages/webllm.html', server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => 'openWebLlm' in window);
  return page;
}

describe('the tiny model on WebLLM', () => languageModelSuite(() => openModel('openWebLlm'), { drafts: 0 }));

it('WebLLM writes what ONNX Runtime writes, greedy and drawn, with the same probabilities', async () => {
  const webllm = await openModel('openWebLlm');
  const onnx = new OnnxLanguageModel(await tinyModelOptions('wasm'));
  await Promise.all([webllm.load(), onnx.load()]);
  const greedy = { ...REQUEST, temperature: 0, useGrammar: false };
  const requests: GenerateRequest[] = [
    { ...REQUEST, conditions: { atomCount: 3 } },
    greedy,
    { ...greedy, conditions: { elements: ['Na', 'Cl'] } },
    { ...greedy, conditions: { atomCount: 2 } },
  ];
  for (const request of requests) {
    const [found, expected] = [await collect(webllm, request, 40), await collect(onnx, request, 40)];
    expect(textOf(found)).toBe(textOf(expected));
    for (const [place, { logProbability, maskedMass }] of expected.entries()) {
      expect(found[place].logProbability).toBeCloseTo(logProbability, 2);
      expect(found[place].maskedMass).toBeCloseTo(maskedMass, 2);
    }
  }
  await webllm.dispose();
});

it('when the graphics process dies in the middle of a draft, ONNX Runtime goes on and says so', async () => {
  const model = await openModel('openChosen');
  await model.load();
  expect(model.engine).toMatchObject({ runtime: 'webllm', backend: 'webgpu' });
  const whole = textOf(await collect(model, REQUEST, 40));
  let text = '';
  let tokens = 0;
  const devtools = await browser.newBrowserCDPSession();
  for await (const event of model.generate(REQUEST)) {
    text += event.text;
    if (++tokens === 12) devtools.send('Browser.crashGpuProcess').catch(() => {});
    if (tokens === 40) break;
  }
  expect(text).toBe(whole);
  expect(await model.changes()).toMatchObject([
    { runtime: 'onnxruntime', reason: expect.stringMatching(/WebGPU was lost.*ONNX Runtime went on/) },
  ]);
  await model.dispose();
});
