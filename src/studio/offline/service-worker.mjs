// The studio without a network: every file of one build is kept under the hash of its content and served from there, so
// that a page never mixes two builds. Models are not handled here: the model store keeps them, by hash, when they are used.
// The build puts the list of files, [path, integrity] each, and its hash into the two constants.
const FILES = new Map(/* files */ []);
const BUILD = '/* build */';

const PREFIX = 'tau-studio-shell-';
const SHELL = PREFIX + BUILD;
const ROOT = new URL('./', self.location.href).href;

/** The page itself has the path './': some hosts redirect its file name. */
function pathOf(url) {
  const address = url.split(/[?#]/)[0];
  const path = address.startsWith(ROOT) ? address.slice(ROOT.length) : undefined;
  return path === '' || path === 'index.html' ? './' : path;
}

/** What an older build kept under the same hashed name is not loaded again. */
async function fetchFile([path, integrity]) {
  const isHashed = path.startsWith('assets/');
  const address = ROOT + path;
  const kept = isHashed ? await caches.match(address, { ignoreVary: true }) : undefined;
  // A file that is not this build's, because the host changed meanwhile, fails the installation as a whole.
  const response = kept ?? (await fetch(address, { integrity, cache: isHashed ? 'default' : 'no-cache' }));
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  await (await caches.open(SHELL)).put(address, response);
}

/** The build before stays for tabs that still show it: what they load later has names of its own. */
async function forgetOlderBuilds() {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== SHELL);
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
}

async function serve(request, path) {
  const options = { ignoreVary: true };
  const kept = FILES.has(path)
    ? await (await caches.open(SHELL)).match(ROOT + path, options)
    : await caches.match(ROOT + path, options);
  return kept ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(Promise.all(Array.from(FILES, fetchFile))));
self.addEventListener('activate', (event) => event.waitUntil(forgetOlderBuilds()));
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== 'GET' || path === undefined) return;
  if (FILES.has(path) || path.startsWith('assets/')) event.respondWith(serve(request, path));
});
