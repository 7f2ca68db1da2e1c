import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { developmentHeaders, productionHeaders } from './headers.mjs';
import { isImmutable, parseRange, resolveInside, serve } from './serve.mjs';

const hashed = 'models/llama-0123456789ab/model.onnx';
const script = 'x = 1;\n'.repeat(1000);
let parent;
let site;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tau-serve-'));
  const folder = join(parent, 'dist');
  const files = {
    'dist/index.html': '<!doctype html>',
    'dist/assets/main-a1b2c3d4.js': script,
    'dist/assets/ort-a1b2c3d4.wasm': 'wasm',
    'dist/empty.txt': '',
    [`dist/${hashed}`]: '0123456789',
    'secret.txt': 'secret',
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(parent, name, '..'), { recursive: true });
    await writeFile(join(parent, name), content);
  }
  site = await serve({ folder });
});
afterAll(async () => {
  site.server.close();
  await rm(parent, { recursive: true });
});

/** Sends the path exactly as written, which fetch would tidy first. */
function get(path, { method = 'GET', headers = {} } = {}) {
  const { port } = site.server.address();
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('headers', () => {
  it.each(['/', '/assets/main-a1b2c3d4.js', `/${hashed}`, '/nothing'])('isolate and restrict %s', async (path) => {
    const { headers } = await get(path);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/style-src 'self';/);
    expect(policy).not.toMatch(/'unsafe-eval'|unsafe-inline|https?:/);
  });

  it('are loosened for development in what its reload client needs alone', () => {
    const { 'Content-Security-Policy': production, ...others } = productionHeaders;
    const { 'Content-Security-Policy': development, ...same } = developmentHeaders;
    expect(same).toEqual(others);
    const strict = production.split('; ');
    expect(development.split('; ').filter((directive) => !strict.includes(directive))).toEqual([
      "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
      "style-src 'self' 'unsafe-inline'",
      "connect-src 'self' ws:",
    ]);
  });

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/assets/main-a1b2c3d4.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/ort-a1b2c3d4.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
    [`/${hashed}`, 'application/octet-stream', 'public, max-age=31536000, immutable'],
  ])('%s is %s, %s', async (path, type, caching) => {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['cache-control']).toBe(caching);
  });

  it('cache for ever only what names its hash', () => {
    for (const path of [
      '/index.html',
      '/models/manifest.json',
      '/models/llama.md',
      '/assets/plain.js',
      '/models/a-b/m.onnx',
    ]) {
      expect(isImmutable(path)).toBe(false);
    }
  });
});

describe('bodies', () => {
  it('are compressed where the browser takes it', async () => {
    const path = '/assets/main-a1b2c3d4.js';
    const br = await get(path, { headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.body).toString()).toBe(script);
    const gzip = await get(path, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(gunzipSync(gzip.body).toString()).toBe(script);
    expect((await get(path)).body.toString()).toBe(script);
  });

  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['bytes=10-', 416, 'Range not satisfiable.\n', 'bytes */10'],
  ])('range %s: %i', async (range, status, body, contentRange) => {
    const response = await get(`/${hashed}`, { headers: { Range: range } });
    expect(response.status).toBe(status);
    expect(response.body.toString()).toBe(body);
    expect(response.headers['content-range']).toBe(contentRange);
  });

  it('are left out for HEAD, for what the browser has, and where there is nothing', async () => {
    const head = await get(`/${hashed}`, { method: 'HEAD' });
    expect([head.headers['content-length'], head.body.length]).toEqual(['10', 0]);
    const again = await get('/', { headers: { 'If-None-Match': (await get('/')).headers.etag } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect((await get('/empty.txt')).status).toBe(200);
    expect(parseRange('bytes=-0', 10)).toBeNull();
  });
});

describe('requests that must fail', () => {
  it.each([
    ['/../secret.txt', 404],
    ['/%2e%2e/secret.txt', 404],
    ['/..%2fsecret.txt', 404],
    ['/..%5csecret.txt', 400],
    ['/%00', 400],
    ['/%', 400],
    ['/assets', 404],
    ['/nothing', 404],
  ])('%s: %i', async (path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.body.toString()).not.toContain('secret');
  });

  it('writes are refused, and a folder beside the site is not inside it', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405);
    expect(resolveInside('/site', '/a/../b.js')).toBe('/site/b.js');
    expect(resolveInside('/site', '/../site-other/x')).toBe('/site/site-other/x');
  });
});
