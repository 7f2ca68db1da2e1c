import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import expected from '../src/language/fixtures/tiny-llama-text.json' with { type: 'json' };
import type {} from './pages/language-backends';

const root = fileURLToPath(new URL('..', import.meta.url));
const WEBGPU_ON_CPU = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
let server: ViteDevServer;

test.beforeAll(async () => {
  server = await createServer({ root, server: { port: 0, strictPort: false }, logLevel: 'error' });
  await server.listen();
});
test.afterAll(() => server.close());

test('the language model: WebGPU agrees with PyTorch, the worker writes what Node writes on WebAssembly', async ({
  playwright,
  launchOptions,
}) => {
  // A software adapter takes its time to compile shaders.
  test.setTimeout(240_000);
  const args = [...(launchOptions.args ?? []), ...WEBGPU_ON_CPU];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  try {
    const page = await browser.newPage();
    await page.goto(new URL('e2e/pages/language-backends.html', server.resolvedUrls?.local[0]).href);
    await page.waitForFunction(() => 'compareLanguageBackends' in window);
    const report = await page.evaluate(() => window.compareLanguageBackends());
    expect(report.hasAdapter).toBe(true);
    expect(report.webgpuAgainstPyTorch).toBeLessThan(1e-3);
    // Functional only: never faster, so it must not be chosen.
    expect(report.chosen).toMatchObject({ backend: 'wasm', reason: expect.stringMatching(/software|not faster/) });
    expect(report.text).toBe(expected.text);
  } finally {
    await browser.close();
  }
});
