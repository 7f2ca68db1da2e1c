/**
 * `npm run bench`: speed and memory of the shipped models, on WebAssembly with one and two threads beside native ONNX
 * Runtime, and PyTorch where a Python has it. Backends alternate over the rounds, and the best of each figure counts, so
 * that what else the machine does touches all alike. Prints a table, then one JSON line.
 *
 *     npm run bench -- [--rounds N] [--tau N]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ModelManifest } from '../src/runtime/manifest';
import { CELLS, type Measurement } from './measure';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '2' }, tau: { type: 'string', default: '100' } },
});
const rounds = Number(values.rounds);
const tau = Number(values.tau);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(tau) || tau < 1 || tau > 1000) {
  console.error('bench: --rounds takes an integer from 1, --tau one from 1 to 1000.');
  process.exit(2);
}

/** Starts a measuring process, whose last line is its result. */
function measureIn(program: string, args: readonly string[]): Measurement {
  const { stdout, stderr, status } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    env: { OMP_WAIT_POLICY: 'passive', ...process.env },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) as string);
}

/** A Python that has PyTorch: the tests' own environment, or the one on PATH. */
function findPyTorch(): string | undefined {
  return [`${root}.venv/bin/python`, 'python3'].find(
    (python) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
}

/** The best of each figure over the rounds, and the largest memory. */
function bestOf(measurements: readonly Measurement[]): Measurement {
  const least = (figure: (measurement: Measurement) => number | undefined) => {
    const known = measurements.map(figure).filter((value) => value !== undefined);
    return known.length > 0 ? Math.min(...known) : undefined;
  };
  return {
    backend: measurements[0].backend,
    threads: measurements[0].threads,
    loadSeconds: least(({ loadSeconds }) => loadSeconds),
    tokensPerSecond: Math.max(...measurements.map(({ tokensPerSecond }) => tokensPerSecond)),
    stepMilliseconds: Object.fromEntries(
      CELLS.map(({ atoms, batch }) => `${atoms} × ${batch}`).map((name) => [
        name,
        least(({ stepMilliseconds }) => stepMilliseconds[name]) as number,
      ]),
    ),
    runSeconds: least(({ runSeconds }) => runSeconds),
    peakMegabytes: Math.max(...measurements.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

const manifest: ModelManifest = JSON.parse(readFileSync(`${root}public/models/manifest.json`, 'utf8'));
const [denoiser] = manifest.denoiser;
const evaluationsPerStep = denoiser.stepLength === 0 ? 1 : 2;
const tsx = ['--import', 'tsx', 'benchmarks/measure.ts'];
const python = findPyTorch();
const contenders: (() => Measurement)[] = [
  ...[1, 2].map((threads) => () => measureIn(process.execPath, [...tsx, 'wasm', String(threads), String(tau)])),
  ...[1, 2].map((threads) => () => measureIn(process.execPath, [...tsx, 'native', String(threads), String(tau)])),
  ...(python
    ? [1, 2].map((threads) => () => {
        return measureIn(python, ['benchmarks/measure_pytorch.py', String(threads), String(evaluationsPerStep)]);
      })
    : []),
];
const results: Measurement[][] = contenders.map(() => []);
for (let round = 0; round < rounds; round++) {
  for (const [k, contender] of contenders.entries()) results[k].push(contender());
}
const best = results.map(bestOf);

const number = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? '–';
const names = ['', ...best.map(({ backend, threads }) => `${backend}, ${threads} thread${threads > 1 ? 's' : ''}`)];
const table = [
  names,
  ['tokens/s', ...best.map(({ tokensPerSecond }) => number(tokensPerSecond, 0))],
  ...CELLS.map(({ atoms, batch }) => [
    `ms per reverse step, ${atoms} atoms, batch ${batch}`,
    ...best.map(({ stepMilliseconds }) => number(stepMilliseconds[`${atoms} × ${batch}`], 1)),
  ]),
  [`s from Generate to Refined, SrTiO3, τ = ${tau}`, ...best.map(({ runSeconds }) => number(runSeconds, 1))],
  ['s to load both models', ...best.map(({ loadSeconds }) => number(loadSeconds, 1))],
  ['MB of memory at the peak', ...best.map(({ peakMegabytes }) => number(peakMegabytes, 0))],
];
const rule = `|${names.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`;
for (const [row, cells] of table.entries()) {
  console.log(`| ${cells.join(' | ')} |`);
  if (row === 0) console.log(rule);
}
if (!python) console.log('\nPyTorch was not found and is left out.');
const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node };
const models = { language: manifest.language[0].id, denoiser: denoiser.id };
console.log(`\n${JSON.stringify({ machine, models, tau, rounds, evaluationsPerStep, measurements: best })}`);
