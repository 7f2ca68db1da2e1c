import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { writeServiceWorker } from '../scripts/precache.mjs';
import { serve } from '../scripts/serve.mjs';
import { Studio } from './studio';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

test.use({ serviceWorkers: 'allow' });

/** Resolves once everything that the worker keeps is kept. */
async function keptOnDevice(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active?.state !== 'activated') await new Promise((resolve) => setTimeout(resolve, 50));
  });
}

test('installed, it generates without a network, under the same policies', async ({ page, context }) => {
  const studio = new Studio(page);
  await studio.open();
  const address = await page.locator('link[rel="manifest"]').evaluate((link: HTMLLinkElement) => link.href);
  const manifest = await (await page.request.get(address)).json();
  expect(manifest).toMatchObject({ name: 'Tau Studio', display: 'standalone', start_url: './' });
  for (const { src, sizes } of manifest.icons.filter(({ type }: { type: string }) => type === 'image/png')) {
    const picture = await (await page.request.get(new URL(src, address).href)).body();
    // Width and height stand in a PNG's first chunk.
    expect(`${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`).toBe(sizes);
  }
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);

  await studio.run('NaCl', 5);
  await keptOnDevice(page);
  await context.setOffline(true);
  const failed: string[] = [];
  page.on('requestfailed', (request) => failed.push(request.url()));
  const response = await page.reload();
  expect(response?.fromServiceWorker()).toBe(true);
  expect(response?.headers()['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
  await studio.run('NaCl with 2 atoms', 5);
  await expect(studio.candidate).toContainText('NaCl');
  expect(failed).toEqual([]);
});

test('a new version says so and replaces the old one as a whole, on request, under a sub-path', async ({ page }) => {
  const parent = await mkdtemp(join(tmpdir(), 'tau-versions-'));
  const folder = join(parent, 'crystals');
  await cp(dist, folder, { recursive: true, filter: (path) => !path.endsWith('models') });
  await symlink(join(dist, 'models'), join(folder, 'models'));
  const { server, url } = await serve({ folder: parent });
  try {
    writeServiceWorker(folder);
    await page.goto(`${url}crystals/`);
    await keptOnDevice(page);

    const html = await readFile(join(folder, 'index.html'), 'utf8');
    await writeFile(join(folder, 'index.html'), html.replace('<title>Tau Studio', '<title>Tau Studio, next'));
    writeServiceWorker(folder);
    await page.reload();
    await expect(page).toHaveTitle('Tau Studio');
    const studio = new Studio(page);
    await studio.prompt.fill('SrTiO3');
    await expect(page.getByRole('contentinfo')).toContainText('A new version is ready', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(page).toHaveTitle('Tau Studio, next');
    await expect(studio.prompt).toHaveValue('SrTiO3');
    await expect(page.getByRole('contentinfo')).not.toContainText('A new version is ready');
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(parent, { recursive: true });
  }
});
