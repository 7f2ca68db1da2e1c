import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import type {} from './pages/crystal-view';

const root = fileURLToPath(new URL('..', import.meta.url));
let server: ViteDevServer;

test.beforeAll(async () => {
  server = await createServer({ root, server: { port: 0, strictPort: false }, logLevel: 'error' });
  await server.listen();
});
test.afterAll(() => server.close());

test('what the viewer draws follows its style, and leaves as a picture or a model', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || /shader/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(new URL('e2e/pages/crystal-view.html', server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => 'picture' in window);

  const plain = await page.evaluate(() => window.picture({ showAxes: false, showCell: false }));
  expect(plain.red).toBeGreaterThan(150);

  const hidden = await page.evaluate(() => window.picture({ hiddenElements: new Set([8]) }));
  expect(hidden.red).toBe(0);
  expect(hidden.painted).toBeLessThan(plain.painted);

  const polyhedra = await page.evaluate(() => window.picture({ hiddenElements: new Set(), showPolyhedra: true }));
  expect(polyhedra.painted).toBeGreaterThan(1.2 * plain.painted);

  const unbonded = await page.evaluate(() =>
    window.picture({ showPolyhedra: false, bondCutoffs: new Map([[window.pairKey(22, 8), 0.5]]) }),
  );
  expect(unbonded.painted).not.toBe(plain.painted);

  const cut = await page.evaluate(() =>
    window.picture({ bondCutoffs: new Map(), planes: [{ indices: [1, 1, 1], distance: 3.4, cutsAway: false }] }),
  );
  expect(cut.painted).toBeGreaterThan(plain.painted);
  const open = (distance: number) =>
    page.evaluate((at) => window.picture({ planes: [{ indices: [0, 0, 1], distance: at, cutsAway: true }] }), distance);
  const [whole, half, none] = [await open(9), await open(1.95), await open(-9)];
  expect(half.painted).toBeLessThan(0.8 * whole.painted);
  expect(half.red).toBeGreaterThan(0.3 * whole.red);
  expect(none.red).toBe(0);

  const labelled = (labels: 'elements' | 'sites') =>
    page.evaluate((which) => window.picture({ planes: [], labels: which }), labels);
  const [elements, sites] = [await labelled('elements'), await labelled('sites')];
  expect(sites.painted).toBeGreaterThan(elements.painted);
  await page.evaluate(() => window.picture({ labels: 'none' }));

  const contrast = await page.evaluate(() => window.picture({ planes: [], palette: 'okabe-ito' }));
  expect(Math.abs(contrast.painted - plain.painted)).toBeLessThan(20);
  expect(contrast.red).not.toBe(plain.red);

  const deep = await page.evaluate(() => window.picture({ palette: 'jmol', projection: 'perspective' }));
  expect(deep.painted).not.toBe(plain.painted);

  const selected = await page.evaluate(() => window.select(1, 2));
  expect(selected.map(({ symbol }) => symbol)).toEqual(['Ti', 'O']);
  const measured = await page.evaluate(() => window.picture({ projection: 'orthographic' }));
  expect(measured.painted).toBeGreaterThan(plain.painted);
  await page.evaluate(() => window.select());
  expect(await page.evaluate(() => window.picture({}))).toEqual(plain);

  const large = await page.evaluate(() => window.picture({}, 3));
  expect(large.width).toBe(3 * plain.width);
  expect(large.painted / plain.painted).toBeGreaterThan(8);

  const circles = await page.evaluate(() => {
    const picture = new DOMParser().parseFromString(window.svg(), 'image/svg+xml');
    if (picture.querySelector('parsererror')) throw new Error('The SVG is not well formed.');
    return picture.querySelectorAll('circle').length;
  });
  expect(circles).toBe(15);

  await page.evaluate(() => window.picture({ showPolyhedra: true }));
  const model = await page.evaluate(() => window.model());
  expect(model.version).toBe('2.0');
  expect(model.atoms).toHaveLength(15);
  expect(model.bondLength).toBeCloseTo(3.905 / 2, 5);
  expect(model.transparentMeshes).toBe(1);

  expect(await page.evaluate(() => window.leave())).toBe(0);
  expect(complaints).toEqual([]);
});
