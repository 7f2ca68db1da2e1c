// npm run test:models: sets up a virtual environment with the locked packages, then tests the Python side.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled, installDebianPackage, requireNode, root, run, works } from './toolbox.mjs';

const environment = join(root, '.venv');
const python = join(environment, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
const requirements = ['models/requirements.lock'].map((name) => join(root, name));
const stamp = join(environment, 'requirements-sha256');

function fail(message) {
  console.error(message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

/** Makes the environment anew when the locked packages have changed. */
async function ensureEnvironment() {
  const hash = createHash('sha256');
  for (const file of requirements) hash.update(readFileSync(file));
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && works(python)) return;
  const recent = ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'];
  const base = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'].find((name) =>
    works(name, recent),
  );
  if (!base) fail('No Python 3.11 or later with venv was found. Install one (Debian: python3 and python3-venv).');
  console.log('Installing Python packages…');
  if ((await run(base, ['-m', 'venv', '--clear', environment])) !== 0)
    fail('The virtual environment could not be made.');
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  if ((await run(python, [...install, ...requirements.flatMap((file) => ['-r', file])])) !== 0) {
    fail('pip could not install models/requirements.lock: see above.');
  }
  writeFileSync(stamp, wanted);
}

requireNode();
// Some tests run the TypeScript exporters and read what they wrote.
await ensureInstalled();
await ensureEnvironment();
// Model libraries for WebLLM are compiled with Emscripten and run in a browser.
if (!works('emcc')) await installDebianPackage('emscripten');
const chromium = await ensureChromium();
mkdirSync(join(root, '.cache'), { recursive: true });
const report = join(root, '.cache', 'pytest.xml');
writeFileSync(report, '');
const status = await run(python, ['-m', 'pytest', '-q', `--junitxml=${report}`], {
  cwd: join(root, 'models'),
  // Threads that spin for each other stall beside any other busy process.
  env: {
    OMP_NUM_THREADS: '2',
    OMP_WAIT_POLICY: 'passive',
    ...process.env,
    ...(chromium && { CHROMIUM_PATH: chromium }),
  },
});
const counted = Object.fromEntries(
  [...readFileSync(report, 'utf8').matchAll(/<testsuite\b[^>]*>/g)].flatMap(([tag]) =>
    [...tag.matchAll(/\b(tests|failures|errors|skipped)="(\d+)"/g)].map(([, name, count]) => [name, Number(count)]),
  ),
);
if (!(counted.tests > 0)) fail('pytest ran no test.');
const broken = counted.failures + counted.errors;
const failed = broken === 0 && status !== 0 ? 1 : broken;
console.log(`${counted.tests - broken - counted.skipped} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
