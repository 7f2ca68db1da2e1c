// npm test: every check and every test of the TypeScript side, in order of how soon it tells something.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureBuilt, ensureInstalled, requireNode, root, runTool } from './toolbox.mjs';

const reports = join(root, '.cache');
let passed = 0;
let failed = 0;

/** Counts one check by whether it holds. */
async function check(name, holds) {
  const started = performance.now();
  console.log(`\n— ${name}`);
  const held = await holds();
  held ? passed++ : failed++;
  console.log(`${held ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return held;
}

const tool = (name, args) => async () => (await runTool(name, args)) === 0;

/** Runs a test runner that also writes a JSON report, and counts its tests; a report that is missing counts as a failure. */
async function suite(name, program, args, environment, readCounts) {
  const report = join(reports, `${program}.json`);
  rmSync(report, { force: true });
  const counts = { passed: 0, failed: 0 };
  const succeeded = await check(name, async () => {
    const status = await runTool(program, args(report), { env: { ...process.env, ...environment(report) } });
    Object.assign(counts, readCounts(JSON.parse(readFileSync(report, 'utf8'))));
    return status === 0 && counts.passed > 0;
  }).catch((error) => {
    console.error(`${name}: ${error.message}`);
    failed++;
    return true;
  });
  // The runner's own verdict is counted only where it says more than its tests do.
  if (succeeded) passed--;
  else if (counts.failed > 0) failed--;
  passed += counts.passed;
  failed += counts.failed;
}

requireNode();
await ensureInstalled();
mkdirSync(reports, { recursive: true });

await check(
  'format and lint',
  tool('biome', ['ci', '--error-on-warnings', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.']),
);
await check('types', tool('tsc', ['-p', '.']));
await check(
  'import directions',
  tool('depcruise', ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'src']),
);
await check('unused code', tool('knip', []));
await suite(
  'unit tests',
  'vitest',
  (report) => ['run', '--project=unit', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  () => ({}),
  ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
);
const built = await check('production build', ensureBuilt);
let chromium;
await check('a Chromium', async () => {
  chromium = await ensureChromium();
  return chromium !== undefined;
});
if (chromium) {
  await suite(
    'language engine in a browser',
    'vitest',
    (report) => ['run', '--project=browser', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    () => ({ CHROMIUM_PATH: chromium }),
    ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
  );
}
if (built && chromium) {
  await suite(
    'browser stories',
    'playwright',
    () => ['test', '--reporter=list,json'],
    (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report, CHROMIUM_PATH: chromium }),
    ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
  );
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
