import { expect, test } from '@playwright/test';
import { WEBGPU_ON_CPU } from './development-pages';
import { Studio } from './studio';

test('WebLLM is chosen by hand, drafts a crystal, and stops', async ({ playwright, launchOptions, baseURL }) => {
  // A software adapter: everything is right, and nothing is fast.
  test.setTimeout(600_000);
  const args = [...(launchOptions.args ?? []), ...WEBGPU_ON_CPU];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const page = await browser.newPage({ baseURL, serviceWorkers: 'block' });
  const complaints: string[] = [];
  const elsewhere: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url())) elsewhere.push(request.url());
  });
  const studio = new Studio(page);
  await studio.open();
  await page.getByRole('button', { name: 'Advanced' }).click();
  const engine = page.getByRole('combobox', { name: 'Language engine' });
  await expect(engine.getByRole('option')).toHaveText(['Automatic', 'WebLLM', 'ONNX Runtime']);
  await engine.selectOption('WebLLM');
  await studio.prompt.fill('NaCl');
  await studio.setTau(1);
  await studio.generate.click();
  await expect(page.getByRole('button', { name: /WebLLM/ })).toBeVisible({ timeout: 200_000 });
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 300_000 });
  await expect(studio.candidate).toContainText('NaCl');
  await studio.prompt.fill('SrTiO3 with 5 atoms');
  await studio.generate.click();
  await expect(studio.draft).toContainText(/\d+\.\d \d+\.\d/, { timeout: 100_000 });
  await studio.stop.click();
  await expect(studio.status).toHaveText(/Stopped/);

  await engine.selectOption('Automatic');
  await expect(page.getByRole('button', { name: /WebAssembly/ })).toContainText('software adapter', {
    timeout: 100_000,
  });
  expect(complaints).toEqual([]);
  expect(elsewhere).toEqual([]);
  await browser.close();
});
