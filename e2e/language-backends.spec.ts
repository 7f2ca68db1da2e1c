import { expect, test } from '@playwright/test';
import expected from '../src/language/fixtures/tiny-llama-text.json' with { type: 'json' };
import { serveDevelopmentPages, WEBGPU_ON_CPU } from './development-pages';
import type {} from './pages/language-backends';

const addressOf = serveDevelopmentPages();

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
    await page.goto(addressOf('language-backends.html'));
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
