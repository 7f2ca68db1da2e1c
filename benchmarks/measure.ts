/**
 * Measures the engine on one backend and prints one JSON line; `bench.ts` starts this once per backend, because the
 * number of WebAssembly threads is fixed for a process and its peak memory is only its own.
 *
 *     tsx benchmarks/measure.ts native|wasm THREADS TAU
 */
import { embeddedModels, openModels } from '../src/cli/node-engine';
import type { Refiner } from '../src/diffusion/refiner';
import { createEngine } from '../src/generation/engine';

export interface Measurement {
  readonly backend: 'native' | 'wasm' | 'PyTorch';
  readonly threads: number;
  /** From nothing to both models ready. */
  readonly loadSeconds?: number;
  readonly tokensPerSecond: number;
  /** By "atoms × batch", milliseconds per reverse step of the whole batch. */
  readonly stepMilliseconds: Readonly<Record<string, number>>;
  /** From Generate to Refined for SrTiO3 at τ, models loaded. */
  readonly runSeconds?: number;
  /** Peak resident memory of the process. */
  readonly peakMegabytes: number;
}

/** Cells whose steps are timed: atoms and batch. */
export const CELLS = [5, 10, 20].flatMap((atoms) => [1, 8].map((batch) => ({ atoms, batch })));
const TIMED_STEPS = 12;

/** A cubic cell with atoms spread evenly: its size alone decides the time. */
function cell(atoms: number) {
  const edge = (15 * atoms) ** (1 / 3);
  return {
    lattice: Float64Array.from([edge, 0, 0, 0, edge, 0, 0, 0, edge]),
    atomicNumbers: new Uint8Array(atoms).map((_, i) => [8, 14, 22, 38][i % 4]),
    fracCoords: Float64Array.from({ length: 3 * atoms }, (_, i) => (i * 0.618034) % 1),
  };
}

async function stepMilliseconds(refiner: Refiner, atoms: number, batch: number): Promise<number> {
  const drafts = Array.from({ length: batch }, (_, candidate) => ({ candidate, crystal: cell(atoms) }));
  let best = Number.POSITIVE_INFINITY;
  // The first round warms up; of the others the best is the one that other processes disturbed least.
  for (let round = 0; round < 3; round++) {
    const times: number[] = [];
    await refiner.refine({ drafts, seed: 1, tau: TIMED_STEPS, start: 'as-is' }, () => times.push(performance.now()));
    if (round > 0) best = Math.min(best, ((times.at(-1) as number) - times[0]) / (times.length - 1));
  }
  return best;
}

async function measure(backend: 'native' | 'wasm', threads: number, tau: number): Promise<Measurement> {
  const started = performance.now();
  const models = await embeddedModels();
  const { languageModel, refiner } = await openModels(models, backend, threads);
  const loadSeconds = (performance.now() - started) / 1000;

  const conditions = {
    composition: [
      ['Sr', 1],
      ['Ti', 1],
      ['O', 3],
    ] as const,
    atomCount: 5,
  };
  const sampling = { useGrammar: true, temperature: 0.9, topP: 0.95 };
  let tokensPerSecond = 0;
  for (let seed = 0; seed < 3; seed++) {
    let tokens = 0;
    const textStarted = performance.now();
    for await (const _ of languageModel.generate({ conditions: { atomCount: 20 }, ...sampling, seed })) tokens++;
    tokensPerSecond = Math.max(tokensPerSecond, tokens / ((performance.now() - textStarted) / 1000));
  }
  const steps: Record<string, number> = {};
  for (const { atoms, batch } of CELLS) steps[`${atoms} × ${batch}`] = await stepMilliseconds(refiner, atoms, batch);

  const engine = createEngine({ languageModel, refiner, entries: models });
  const runStarted = performance.now();
  const request = { prompt: 'SrTiO3', conditions, seed: 7, count: 1, ...sampling, tau, start: 'as-is' } as const;
  const record = await engine.start(request);
  const runSeconds = (performance.now() - runStarted) / 1000;
  if (record.status !== 'refined') throw new Error(`The timed run ended as ${record.status}.`);
  await engine.dispose();
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  return { backend, threads, loadSeconds, tokensPerSecond, stepMilliseconds: steps, runSeconds, peakMegabytes };
}

const [backend, threads, tau] = process.argv.slice(2);
if (backend === 'native' || backend === 'wasm') {
  console.log(JSON.stringify(await measure(backend, Number(threads), Number(tau))));
  // Threads of WebAssembly would keep the process alive.
  process.exit(0);
}
