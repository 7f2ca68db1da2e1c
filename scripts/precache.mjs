// Writes the service worker of a build: its source with the list of the build's files.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src/studio/offline/service-worker.mjs', import.meta.url));
const NAME = 'service-worker.js';

/** All but the models' files, whose folders name their hash: the model store keeps those when they are used. */
function isShell(path) {
  return path !== NAME && !/^models\/[^/]+\//.test(path);
}

/** Lists what lies in `folder`, with the hash of each file, and writes service-worker.js beside it. */
export function writeServiceWorker(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: file.slice(join(folder, '/').length).replaceAll('\\', '/') }))
    .filter(({ path }) => isShell(path))
    .map(({ file, path }) => [
      path === 'index.html' ? './' : path,
      `sha256-${createHash('sha256').update(readFileSync(file)).digest('base64')}`,
    ])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const list = JSON.stringify(files);
  const build = createHash('sha256').update(list).digest('hex').slice(0, 12);
  const worker = readFileSync(source, 'utf8').replace('/* files */ []', list).replace('/* build */', build);
  writeFileSync(join(folder, NAME), worker);
}

/** Vite plugin. */
export function precache() {
  let folder;
  return {
    name: 'precache',
    apply: 'build',
    configResolved({ root, build }) {
      folder = join(root, build.outDir);
    },
    closeBundle: () => writeServiceWorker(folder),
  };
}
