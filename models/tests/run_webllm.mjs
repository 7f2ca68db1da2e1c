// Runs a compiled model in WebLLM, in a headless Chromium with WebGPU on the CPU.
//   node run_webllm.mjs FOLDER LIBRARY < requests.json > answers.json
// FOLDER holds what the compiler wrote. A request is {"steps": [[id, …], …], "greedy": n}: the steps are read one
// after the other into an empty cache, then n tokens are written, each the most probable. The answer has the logits
// after each step and each written token, what WebLLM's sampler takes from them at temperature 0, the written ids, and times.
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { chromiumArguments, findChromium } from '../../scripts/chromium.mjs';

const [folder, library] = process.argv.slice(2);
const requests = JSON.parse(await readFile('/dev/stdin', 'utf8'));
const script = fileURLToPath(new URL('../../node_modules/@mlc-ai/web-llm/lib/index.js', import.meta.url));

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://host').pathname;
  if (path === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html><title>WebLLM</title>');
  const file = path === '/web-llm.js' ? script : join(resolve(folder), path.split('/').at(-1));
  if (!existsSync(file)) return response.writeHead(404).end();
  response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream');
  createReadStream(file).pipe(response);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: [...chromiumArguments, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
});
try {
  const page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  console.log(JSON.stringify(await page.evaluate(answer, { requests, library })));
} finally {
  await browser.close();
  server.close();
}

/** In the page. */
async function answer({ requests, library }) {
  const { MLCEngine } = await import('/web-llm.js');
  let logits = [];
  const capture = {
    processLogits(raw) {
      logits = Array.from(raw);
      return raw;
    },
    processSampledToken() {},
    resetState() {},
  };
  const engine = new MLCEngine({
    appConfig: {
      model_list: [
        {
          model: `${location.origin}/resolve/main/`,
          model_id: 'model',
          model_lib: `${location.origin}/resolve/main/${library}`,
          overrides: { temperature: 0 },
        },
      ],
    },
    logitProcessorRegistry: new Map([['model', capture]]),
    logLevel: 'ERROR',
  });
  let started = performance.now();
  await engine.reload('model');
  const loadSeconds = (performance.now() - started) / 1000;
  const answers = [];
  for (const { steps, greedy } of requests) {
    await engine.resetChat();
    const all = [];
    const ids = [];
    const sampled = [];
    const read = async (tokens) => {
      sampled.push(await engine.forwardTokensAndSample(tokens, tokens.length > 1));
      all.push(logits);
    };
    started = performance.now();
    for (const step of steps) await read(step);
    const readSeconds = (performance.now() - started) / 1000;
    started = performance.now();
    for (let written = 0; written < greedy; written++) {
      ids.push(logits.indexOf(Math.max(...logits)));
      await read([ids.at(-1)]);
    }
    answers.push({ ids, sampled, logits: all, readSeconds, writeSeconds: (performance.now() - started) / 1000 });
  }
  return { loadSeconds, answers };
}
