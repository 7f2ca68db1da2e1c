import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { Studio } from './studio';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** A plain static host: no isolation headers, and the site under a path of its own. */
const host: Server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname).replace(/^\/crystals\//, '');
  try {
    const body = await readFile(join(dist, path || 'index.html'));
    response.writeHead(200, { 'Content-Type': types[extname(path || 'index.html')] ?? 'application/octet-stream' });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});

test.beforeAll(() => new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve)));
test.afterAll(() => host.close());

test.use({ serviceWorkers: 'allow' });

test('works on a plain static host with one thread, says so, and is there without a network', async ({
  page,
  context,
}) => {
  await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/crystals/`);
  const studio = new Studio(page);
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(false);
  await studio.run('NaCl', 10);
  await expect(page.getByRole('contentinfo')).toContainText('1 thread');
  await expect(page.getByRole('contentinfo')).toContainText(/not .*isolated/);

  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  const response = await page.reload();
  expect(response?.fromServiceWorker()).toBe(true);
  await expect(studio.candidate).toContainText('NaCl');
});
