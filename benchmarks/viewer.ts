/**
 * `npm run bench:viewer`: what the page itself takes, on a production build and in a headless Chromium. Frame times while
 * frames stream in, beside an empty scene in the same run; time until Generate can be pressed; bytes of the shell and of what
 * loads later; JavaScript memory after runs. Prints tables.
 *
 *     npm run bench:viewer -- [--rounds N] [--runs N]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { chromiumArguments, findChromium } from '../scripts/chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PORT = 4318;
const ATOMS = [0, 20, 500, 5000];
const SECONDS = 4;
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '2' }, runs: { type: 'string', default: '100' } },
});
const [rounds, runs] = [values.rounds, values.runs].map(Number);
if (![rounds, runs].every((value) => Number.isInteger(value) && value >= 1)) {
  console.error('bench:viewer: --rounds and --runs take integers from 1.');
  process.exit(2);
}

const quantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

async function frameTimes(browser: Browser): Promise<void> {
  const server = await createServer({ root, server: { port: 0, strictPort: false }, logLevel: 'error' });
  await server.listen();
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  await page.goto(new URL('benchmarks/frame-times.html', server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => 'frameTimes' in window);
  const found = new Map<number, number[]>(ATOMS.map((atoms) => [atoms, []]));
  for (let round = 0; round < rounds; round++) {
    for (const atoms of ATOMS) {
      const times = await page.evaluate(([count, seconds]) => window.frameTimes(count, seconds), [atoms, SECONDS]);
      found.get(atoms)?.push(...times);
    }
  }
  const empty = quantile(found.get(0) ?? [], 0.95);
  console.log('\nTime between pictures while 60 frames a second stream in, ms\n');
  console.log('| atoms | median | 95th percentile | over that of an empty scene |\n|---|---|---|---|');
  for (const [atoms, times] of found) {
    const high = quantile(times, 0.95);
    console.log(
      `| ${atoms || 'empty'} | ${quantile(times, 0.5).toFixed(1)} | ${high.toFixed(1)} | ${(high / empty).toFixed(1)} |`,
    );
  }
  await page.close();
  await server.close();
}

/** Kilobytes after gzip, as servers send text; what is packed already hardly shrinks. */
function packed(path: string): number {
  return gzipSync(readFileSync(path)).length / 1000;
}

function sizes(): void {
  const html = readFileSync(`${root}dist/index.html`, 'utf8');
  const shell = [...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path);
  const assets = readdirSync(`${root}dist/assets`).map((name) => `assets/${name}`);
  const later = assets.filter((path) => !shell.includes(path) && !path.endsWith('.map'));
  const sum = (paths: readonly string[]) => paths.reduce((total, path) => total + packed(`${root}dist/${path}`), 0);
  const kinds: [string, (path: string) => boolean][] = [
    ['WebAssembly of the engines', (path) => path.endsWith('.wasm')],
    ['scripts and styles', (path) => /\.(js|mjs|css)$/.test(path)],
  ];
  console.log('\nBytes, kB after gzip\n\n| | kB |\n|---|---|');
  console.log(`| shell: what index.html names | ${sum(shell).toFixed(0)} |`);
  for (const [name, is] of kinds) console.log(`| later: ${name} | ${sum(later.filter(is)).toFixed(0)} |`);
  for (const folder of ['models', 'index']) {
    const bytes = readdirSync(`${root}dist/${folder}`, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(`${root}dist/${folder}/${name}`))
      .filter((entry) => entry.isFile())
      .reduce((total, { size }) => total + size, 0);
    console.log(`| later: ${folder}, as stored | ${(bytes / 1000).toFixed(0)} |`);
  }
}

async function interactive(browser: Browser, address: string): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds + 1; round++) {
    const page = await browser.newPage();
    const started = performance.now();
    await page.goto(address);
    await page.getByRole('button', { name: 'Generate' }).waitFor();
    times.push(performance.now() - started);
    await page.close();
  }
  console.log(
    `\nUntil the studio can be used, cold, from this machine: ${quantile(times, 0.5).toFixed(0)} ms (median)`,
  );
}

async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1e6;
}

async function memory(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(address);
  const generate = page.getByRole('button', { name: 'Generate' });
  await page.getByRole('textbox', { name: 'Prompt' }).fill('NaCl with 2 atoms');
  await page.getByRole('slider', { name: 'Noise level τ' }).fill('20');
  console.log("\nThe page's JavaScript memory after runs of 2 atoms at τ = 20\n\n| runs | MB |\n|---|---|");
  for (let run = 1; run <= runs; run++) {
    await generate.click();
    await page.getByRole('button', { name: 'Stop' }).and(page.locator(':enabled')).waitFor();
    await page.getByRole('button', { name: 'Stop' }).and(page.locator(':disabled')).waitFor({ timeout: 120_000 });
    if ([1, 50, 100, runs].includes(run)) console.log(`| ${run} | ${(await heapMegabytes(page)).toFixed(1)} |`);
  }
  await page.close();
}

const executablePath = await findChromium();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumArguments });
const served = spawn('node', ['scripts/serve.mjs', String(PORT)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  await once(served.stdout, 'data');
  const address = `http://127.0.0.1:${PORT}/`;
  sizes();
  await frameTimes(browser);
  await interactive(browser, address);
  await memory(browser, address);
} finally {
  served.kill();
  await browser.close();
}
