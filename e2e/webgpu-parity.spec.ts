import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import type {} from './pages/webgpu-parity';

const root = fileURLToPath(new URL('..', import.meta.url));
const WEBGPU_ON_CPU = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
let server: ViteDevServer;

test.beforeAll(async () => {
  server = await createServer({ root, server: { port: 0, strictPort: false }, logLevel: 'error' });
  await server.listen();
});
test.afterAll(() => server.close());

test('the denoiser gives the same numbers on WebGPU, on WebAssembly and in PyTorch', async ({
  playwright,
  launchOptions,
}) => {
  // A software adapter takes its time to compile shaders.
  test.setTimeout(240_000);
  const args = [...(launchOptions.args ?? []), ...WEBGPU_ON_CPU];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  try {
    const page = await browser.newPage();
    await page.goto(new URL('e2e/pages/webgpu-parity.html', server.resolvedUrls?.local[0]).href);
    await page.waitForFunction(() => 'compareBackends' in window);
    const report = await page.evaluate(() => window.compareBackends());
    expect(report.hasAdapter).toBe(true);
    expect(report.againstPyTorch.map(({ timestep }) => timestep)).toEqual([1, 400, 1000]);
    for (const { score, lattice } of report.againstPyTorch) {
      expect(score).toBeLessThan(1e-4);
      expect(lattice).toBeLessThan(1e-4);
    }
    expect(report.betweenBackends).toBeLessThan(1e-4);
    // Functional only: never faster, so it must not be chosen.
    expect(report.chosen).toEqual({ backend: 'wasm', reason: expect.stringMatching(/software|not faster/) });
  } finally {
    await browser.close();
  }
});
