// What the commands share: running programs, installing locked dependencies, building when sources changed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const buildStamp = join(root, '.cache', 'build-stamp');

/** Ends with a clear sentence where Node is too old for the locked dependencies. */
export function requireNode() {
  const needed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    .engines.node.match(/\d+/g)
    .map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return;
  console.error(`Tau Studio needs Node ${needed.join('.')} or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs a program in the repository and resolves to its exit status; 127 when it cannot be started. */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (status) => resolve(status ?? 1));
  });
}

/** Runs npm as the user has it: by the path that npm itself hands down, else from PATH. */
function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm && /npm-cli\.c?js$/.test(npm)) return run(process.execPath, [npm, ...args]);
  return run('npm', args, { shell: process.platform === 'win32' });
}

/** Runs the command of an installed package. */
export function runTool(name, args, options) {
  const script = join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
  return run(script, args, { shell: process.platform === 'win32', ...options });
}

/** Whether each locked package is there in its locked version; packages for other systems may be missing. */
function isInstalled() {
  try {
    const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
    const installed = read('node_modules/.package-lock.json');
    return Object.entries(read('package-lock.json')).every(([path, { version, optional }]) => {
      if (path === '') return true;
      return installed[path] ? installed[path].version === version : optional === true;
    });
  } catch {
    return false;
  }
}

/** Installs the locked dependencies where they are missing or differ. Ends the process when that fails. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing dependencies…');
  if ((await runNpm(['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'])) === 0) return;
  console.error('npm ci failed: see above. Is the network reachable?');
  process.exit(1);
}

function* filesBelow(path) {
  if (!statSync(path).isDirectory()) yield path;
  else for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name));
}

/** SHA-256 over everything that the build reads. Model files are told apart by name and size: their folder names their hash. */
function sourceHash() {
  const hash = createHash('sha256');
  const sources = [
    'src',
    'index.html',
    'vite.config.ts',
    'scripts/precache.mjs',
    'tsconfig.json',
    'package-lock.json',
    'package.json',
    'public',
  ];
  for (const source of sources.map((name) => join(root, name)).filter(existsSync)) {
    for (const file of filesBelow(source)) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(`${file.slice(root.length)} ${statSync(file).size}\n`);
      if (!file.endsWith('.onnx')) hash.update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Builds the site into dist/ unless it was built from these very sources. Resolves to whether there is a good build. */
export async function ensureBuilt() {
  const hash = sourceHash();
  const built = existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === hash;
  if (built && existsSync(join(root, 'dist', 'index.html'))) return true;
  console.log('Building…');
  if ((await runTool('vite', ['build', '--logLevel', 'warn'])) !== 0) return false;
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(buildStamp, hash);
  return true;
}

/** Whether a program runs at all, asked with `args`. */
export function works(program, args = ['--version']) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** Installs a Debian package where that is possible without asking anyone. */
export async function installDebianPackage(name) {
  if (!works('apt-get')) return;
  const administrator = process.getuid?.() === 0;
  const aptGet = (args) => (administrator ? run('apt-get', args) : run('sudo', ['-n', 'apt-get', ...args]));
  await aptGet(['update', '-q']);
  await aptGet(['install', '-y', '-q', '--no-install-recommends', name]);
}
