import { expect, test } from '@playwright/test';
import { Studio } from './studio';

const weights = '**/models/*/*.onnx';

test('a download that fails is said in words, and trying again works', async ({ page }) => {
  await page.route(weights, (route) => route.abort());
  const studio = new Studio(page);
  await studio.open();
  await studio.setTau(5);
  await studio.prompt.fill('NaCl');
  await studio.generate.click();
  await expect(page.getByRole('alert')).toContainText(/could not be loaded/);
  await expect(studio.status).toHaveText('Failed');

  await page.unroute(weights);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  await expect(page.getByRole('alert')).toBeHidden();
});

test('loading tells its bytes and can be cancelled', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(weights, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const studio = new Studio(page);
  await studio.open();
  await studio.setTau(5);
  await studio.prompt.fill('NaCl');
  await studio.generate.click();
  await expect(studio.viewer).toContainText(/\d+\.\d of \d+\.\d MB/);
  await expect(studio.viewer.getByRole('progressbar')).toBeVisible();
  await studio.viewer.getByRole('button', { name: 'Cancel' }).click();
  await expect(studio.status).toHaveText(/Stopped$/);
  await expect(studio.viewer).toContainText('Describe');

  release();
  await page.unroute(weights);
  await studio.generate.click();
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
});
