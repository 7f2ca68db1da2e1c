import { expect, type Page, test } from '@playwright/test';
import { serveDevelopmentPages, WEBGPU_ON_CPU } from './development-pages';
import type {} from './pages/diffusion';

const addressOf = serveDevelopmentPages();

async function open(page: Page): Promise<void> {
  await page.goto(addressOf('diffusion.html'));
  await page.waitForFunction(() => 'refineInWorker' in window);
}

test('the worker streams every step, leaves the page alive, and stops at once', async ({ page }) => {
  await open(page);
  const report = await page.evaluate(() => window.refineInWorker());
  expect(report.timesteps).toEqual(Array.from({ length: 1001 }, (_, i) => 1000 - i));
  expect(report.refreshes).toBeGreaterThan(5);
  expect(report.stopped).toEqual({ code: 'aborted', lastTimestep: 990 });
  expect(report.secondsToNext).toBeLessThan(1);
});

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
    await open(page);
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
