import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuntimeBackend } from '../runtime/onnx-session';
import { bucketOf, padToShape } from './batch-shape';
import type { Denoiser, DenoiserBatch } from './denoiser-types';
import oracle from './fixtures/parity.json';
import scheduleOracle from './fixtures/schedule.json';
import trajectories from './fixtures/trajectories.json';
import type { NoiseSource } from './noise';
import { largestDifference, openDenoiser } from './open-denoiser';
import { createPairIndices } from './pair-indices';
import { createProbeBatch } from './probe-batch';
import type { SampleState } from './sample-state';
import { refineBatch, type SamplerDraft, type SamplerSettings } from './sampler';
import { createSchedule } from './schedule';
import { timeEmbedding } from './time-embedding';

const graph = readFileSync(new URL('./fixtures/tiny.onnx', import.meta.url));
const { batchSize, width, timeDim } = oracle;
const atomCounts = trajectories.atomicNumbers.map((row) => row.filter((number) => number > 0).length);

function oracleBatch(index: number): DenoiserBatch {
  const inputs = oracle.cases[index];
  return {
    batchSize,
    width,
    atomicNumbers: Int32Array.from(inputs.atomic_numbers),
    fracCoords: Float32Array.from(inputs.frac_coords),
    lattice: Float32Array.from(inputs.lattice),
    mask: Float32Array.from(inputs.mask),
    timestep: inputs.timestep,
  };
}

function largestError(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
}

describe('inputs that are computed here equal those of PyTorch', () => {
  it.each(oracle.cases)('at t = $timestep', (inputs) => {
    expect(largestError(timeEmbedding(inputs.timestep, timeDim, batchSize), inputs.time_embedding)).toBeLessThan(1e-4);
    const pairs = createPairIndices(width);
    expect([...pairs.pairI]).toEqual(inputs.pair_i);
    expect([...pairs.pairJ]).toEqual(inputs.pair_j);
    expect([...pairs.pairIndex]).toEqual(inputs.pair_index);
    expect([...pairs.pairSign]).toEqual(inputs.pair_sign);
  });
});

describe.each<RuntimeBackend>(['native', 'wasm'])('the denoiser on %s', (backend) => {
  let denoiser: Denoiser;

  beforeAll(async () => {
    ({ denoiser } = await openDenoiser(graph, { backend, threads: 1, timeDim }));
  });
  afterAll(() => denoiser.dispose());

  it.each(oracle.cases.map((inputs, index) => ({ t: inputs.timestep, index })))(
    'gives the outputs of PyTorch at t = $t',
    async ({ index }) => {
      const { coordScore, latticeNoise } = await denoiser.predict(oracleBatch(index));
      const expected = oracle.cases[index];
      expect(largestError(coordScore, expected.coord_score)).toBeLessThan(2e-5);
      expect(largestError(latticeNoise, expected.lattice_noise)).toBeLessThan(2e-5);
    },
  );

  it('gives the same for a batch padded to a larger shape', async () => {
    const batch = oracleBatch(1);
    const shape = bucketOf(batch);
    expect(shape).toEqual({ batchSize: 4, width: 8 });
    const alone = await denoiser.predict(batch);
    const padded = await denoiser.predict(padToShape(batch, shape));
    for (let row = 0; row < batchSize; row++) {
      const wanted = [...alone.coordScore.subarray(row * width * 3, (row + 1) * width * 3)];
      const start = row * shape.width * 3;
      expect(largestError(padded.coordScore.subarray(start, start + width * 3), wanted)).toBeLessThan(1e-5);
    }
    expect(largestError(padded.latticeNoise.subarray(0, batchSize * 9), [...alone.latticeNoise])).toBeLessThan(1e-5);
    expect([...padded.latticeNoise.subarray(27)].every(Number.isFinite)).toBe(true);
  });

  it('does not see whole cells added to a coordinate', async () => {
    const batch = oracleBatch(0);
    const moved = { ...batch, fracCoords: batch.fracCoords.map((value, i) => value + (i % 3) - 1) };
    const [here, there] = [await denoiser.predict(batch), await denoiser.predict(moved)];
    expect(largestError(there.coordScore, [...here.coordScore])).toBeLessThan(2e-5);
  });

  it.each(trajectories.runs)(
    'follows PyTorch from τ = 50: $order, $start, $noiseFreeSteps quiet steps',
    async (run) => {
      const settings: SamplerSettings = {
        tau: trajectories.tau,
        start: run.start as SamplerSettings['start'],
        order: run.order as SamplerSettings['order'],
        stepLength: trajectories.stepLength,
        noiseFreeSteps: run.noiseFreeSteps,
      };
      const schedule = createSchedule(scheduleOracle.parameters);
      let index = 0;
      let largest = 0;
      for await (const frame of refineBatch(oracleDrafts(), settings, schedule, denoiser, recordedNoise)) {
        expect(frame.timestep).toBe(trajectories.tau - index);
        frame.states.forEach((state, row) => {
          const from = row * width * 3;
          const coords = run.fracCoords[index].slice(from, from + atomCounts[row] * 3);
          const lattice = run.lattice[index].slice(row * 9, row * 9 + 9);
          coords.forEach((value, i) => {
            const difference = value - state.fracCoords[i];
            largest = Math.max(largest, Math.abs(difference - Math.round(difference)));
          });
          largest = Math.max(largest, largestError(state.lattice, lattice));
        });
        index++;
      }
      expect(index).toBe(trajectories.tau + 1);
      expect(largest).toBeLessThan(1e-4);
    },
  );

  it('gives a candidate the same trajectory alone as in a batch', async () => {
    const settings: SamplerSettings = {
      tau: 20,
      start: 're-noised',
      order: 'predictor-first',
      stepLength: 1e-5,
      noiseFreeSteps: 1,
    };
    const schedule = createSchedule(scheduleOracle.parameters);
    const last = async (drafts: SamplerDraft[]) => {
      let states: readonly SampleState[] = [];
      for await (const frame of refineBatch(drafts, settings, schedule, denoiser, recordedNoise)) states = frame.states;
      return states;
    };
    const together = await last(oracleDrafts());
    for (const draft of oracleDrafts()) {
      const [alone] = await last([draft]);
      const other = together[draft.candidate];
      expect(largestError(alone.fracCoords, [...other.fracCoords])).toBeLessThan(1e-5);
      expect(largestError(alone.lattice, [...other.lattice])).toBeLessThan(1e-5);
    }
  });
});

describe('largestDifference', () => {
  it('is small between native and wasm, large for wrong numbers, and NaN for NaN', async () => {
    const native = (await openDenoiser(graph, { backend: 'native', threads: 1, timeDim })).denoiser;
    const { denoiser: automatic, report } = await openDenoiser(graph, { backend: 'auto', threads: 1, timeDim });
    expect(report).toMatchObject({ backend: 'wasm', reason: expect.stringContaining('no adapter') });
    expect(await largestDifference(automatic, native)).toBeLessThan(1e-5);
    const spoilt = (change: (value: number) => number): Denoiser => ({
      ...native,
      predict: async (batch) => {
        const output = await native.predict(batch);
        return { ...output, coordScore: output.coordScore.map(change) };
      },
    });
    expect(
      await largestDifference(
        spoilt((value) => value * 1.1),
        native,
      ),
    ).toBeGreaterThan(0.05);
    expect(
      await largestDifference(
        spoilt(() => Number.NaN),
        native,
      ),
    ).toBeNaN();
    await Promise.all([native.dispose(), automatic.dispose()]);
  });

  it('the probe has padding and finite values', () => {
    const probe = createProbeBatch(2, 5, 400);
    expect([...probe.mask]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
    expect(probe.atomicNumbers[9]).toBe(0);
    expect([...probe.fracCoords, ...probe.lattice].every(Number.isFinite)).toBe(true);
  });
});

function oracleDrafts(): SamplerDraft[] {
  return atomCounts.map((atoms, candidate) => ({
    candidate,
    crystal: {
      lattice: Float64Array.from(trajectories.lattice.slice(candidate * 9, candidate * 9 + 9)),
      atomicNumbers: Uint8Array.from(trajectories.atomicNumbers[candidate].slice(0, atoms)),
      fracCoords: Float64Array.from(trajectories.fracCoords.slice(candidate * width * 3).slice(0, atoms * 3)),
    },
  }));
}

/** The noise that PyTorch was given, read by candidate. */
function recordedNoise(...[target, candidate, timestep, stage]: Parameters<NoiseSource>): void {
  const values = trajectories.noise[`${stage}/${timestep}` as keyof typeof trajectories.noise];
  const stride = stage.endsWith('Lattice') ? 9 : width * 3;
  target.set(values.slice(candidate * stride, candidate * stride + target.length));
}
