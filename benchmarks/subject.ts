// One backend under measurement, in a process of its own: reads a command per line, answers with a JSON line.
import { createInterface } from 'node:readline';
import { embeddedModels, openEngine } from '../src/cli/node-engine';
import type { Crystal } from '../src/crystal/crystal';
import type { RunRequest } from '../src/generation/run';
import { STEPS } from './measurements';

const [backend, threads] = process.argv.slice(2);
const models = await embeddedModels();
const engine = await openEngine(models, backend === 'native' ? 'native' : 'wasm', Number(threads));

const request: RunRequest = {
  prompt: 'SrTiO3',
  conditions: {
    composition: [
      ['Sr', 1],
      ['Ti', 1],
      ['O', 3],
    ],
    formulaUnits: 1,
  },
  seed: 7,
  count: 1,
  temperature: 0.9,
  topP: 0.95,
  useGrammar: true,
  tau: models.denoiser.defaultTau,
  start: models.denoiser.defaultStart,
};

/** Atoms far enough apart on a grid; what they are does not change the time. */
function grid(atoms: number): Crystal {
  const side = Math.ceil(Math.cbrt(atoms));
  const places = Array.from({ length: atoms }, (_, i) => [
    i % side,
    Math.floor(i / side) % side,
    Math.floor(i / side ** 2),
  ]);
  return {
    lattice: Float64Array.of(3 * side, 0, 0, 0, 3 * side, 0, 0, 0, 3 * side),
    atomicNumbers: new Uint8Array(atoms).fill(14),
    fracCoords: Float64Array.from(places.flat(), (place) => place / side),
  };
}

async function tokensPerSecond(): Promise<number> {
  const record = await engine.start({ ...request, tau: 0, count: 2 });
  const tokens = record.candidates
    .flatMap(({ drafts }) => drafts)
    .reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
  return tokens / record.candidates.reduce((sum, { draftSeconds }) => sum + draftSeconds, 0);
}

async function millisecondsPerStep(atoms: number, batch: number): Promise<number> {
  const drafts = Array.from({ length: batch }, (_, candidate) => ({ candidate, crystal: grid(atoms) }));
  const change = { tau: STEPS, start: 'as-is' } as const;
  const adopted = engine.adopt({ ...request, ...change, count: batch }, drafts);
  const started = performance.now();
  await engine.refine(adopted, change);
  return (performance.now() - started) / STEPS;
}

async function secondsToRefined(): Promise<number> {
  const started = performance.now();
  await engine.start(request);
  return (performance.now() - started) / 1000;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [kind, atoms, batch] = line.split(' ');
  const value =
    kind === 'tokens'
      ? await tokensPerSecond()
      : kind === 'step'
        ? await millisecondsPerStep(Number(atoms), Number(batch))
        : kind === 'run'
          ? await secondsToRefined()
          : process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify(value));
}
process.exit(0);
