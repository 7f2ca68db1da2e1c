// Serves the production build: plain Node, no dependencies.
//   node scripts/serve.mjs [port]
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { productionHeaders } from './headers.mjs';

export const builtSite = fileURLToPath(new URL('../dist', import.meta.url));

const mediaTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const compressible = /^(text\/|application\/(json|wasm|manifest)|image\/svg)/;

const immutable = [
  /^\/assets\/.+-[\w-]{8}\.\w+$/,
  /^\/models\/[^/]+-[0-9a-f]{12}\/[^/]+$/,
  /^\/index\/[^/]+-[0-9a-f]{12}\.bin$/,
];

/** Only a path that names its content's hash never changes: built assets, models and index with 12 hex digits of theirs. */
export function isImmutable(path) {
  return immutable.some((pattern) => pattern.test(path));
}

/**
 * The bytes that a Range header asks for, both ends included: undefined when it is absent or to be ignored, null when
 * it cannot be satisfied. Several ranges at once are ignored, as the standard allows.
 */
export function parseRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start > end ? null : { start, end };
}

/** The file that a request path means, or undefined when it leaves the folder or cannot be decoded. */
export function resolveInside(folder, path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const file = resolve(folder, `.${normalize(`/${decoded}`)}`);
  return file === folder || file.startsWith(folder + sep) ? file : undefined;
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
const compressed = new Map();

/** Compresses a file once; the page is the same until the next build gives it another time of change. */
function compress(file, modified, encoding) {
  const key = `${encoding} ${modified} ${file}`;
  if (!compressed.has(key)) {
    const packed = readFile(file).then((body) =>
      encoding === 'br' ? brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) : gzipped(body),
    );
    packed.catch(() => compressed.delete(key));
    compressed.set(key, packed);
  }
  return compressed.get(key);
}

async function respond(folder, request, response) {
  const send = (status, headers, body) => {
    response.writeHead(status, { ...productionHeaders, ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const refuse = (status, words, headers = {}) =>
    send(
      status,
      { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
      `${words}\n`,
    );

  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
  const path = request.url.split(/[?#]/)[0].replace(/\/$/, '/index.html');
  const file = resolveInside(folder, path);
  if (!file) return refuse(400, 'Bad path.');
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return refuse(404, 'Not found.');

  const type = mediaTypes[extname(file)] ?? 'application/octet-stream';
  const entityTag = `"${found.size.toString(16)}-${Math.floor(found.mtimeMs).toString(16)}"`;
  const headers = {
    'Content-Type': type,
    'Cache-Control': isImmutable(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: entityTag,
    'Accept-Ranges': 'bytes',
    Vary: 'Accept-Encoding',
  };
  if (request.headers['if-none-match'] === entityTag) return send(304, headers);
  const range = parseRange(request.headers.range, found.size);
  if (range === null) return refuse(416, 'Range not satisfiable.', { 'Content-Range': `bytes */${found.size}` });
  if (!range && compressible.test(type) && found.size > 1024) {
    const accepted = /\b(br|gzip)\b/.exec(request.headers['accept-encoding'] ?? '')?.[1];
    const encoding = /\bbr\b/.test(request.headers['accept-encoding'] ?? '') ? 'br' : accepted;
    // Packing megabytes for a browser on the same machine only delays it.
    if (encoding && found.size < 4_000_000) {
      const body = await compress(file, found.mtimeMs, encoding);
      return send(200, { ...headers, 'Content-Encoding': encoding, 'Content-Length': body.length }, body);
    }
  }
  const { start, end } = range ?? { start: 0, end: found.size - 1 };
  headers['Content-Length'] = end - start + 1;
  if (range) headers['Content-Range'] = `bytes ${start}-${end}/${found.size}`;
  response.writeHead(range ? 206 : 200, { ...productionHeaders, ...headers });
  if (request.method === 'HEAD' || found.size === 0) return response.end();
  createReadStream(file, { start, end })
    .on('error', () => response.destroy())
    .pipe(response);
}

/**
 * Serves `folder` on 127.0.0.1. Resolves to { server, url } once it listens; rejects with the system's error (EADDRINUSE
 * when the port is taken).
 */
export function serve({ folder = builtSite, port = 0 } = {}) {
  const server = createServer((request, response) => {
    respond(folder, request, response).catch(() =>
      response.headersSent ? response.destroy() : response.writeHead(500).end(),
    );
  });
  return new Promise((resolvePromise, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolvePromise({ server, url: `http://127.0.0.1:${server.address().port}/` });
    });
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url } = await serve({ folder: join(builtSite), port: Number(process.argv[2] ?? 0) });
  console.log(url);
}
