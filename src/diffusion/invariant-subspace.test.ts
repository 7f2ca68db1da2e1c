import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StoredCrystal, toCrystal } from '../crystal/fixtures/read-fixture';
import stored from '../crystal/fixtures/symmetry.json';
import { metricTensor, multiply, transpose } from '../crystal/lattice';
import { sitePermutations, symmetrise } from '../crystal/symmetrise';
import { loadSymmetry, SymmetryError } from '../crystal/symmetry';
import type { Denoiser } from './denoiser-types';
import { invariantSubspace } from './invariant-subspace';
import { createNoise } from './noise';
import type { SampleState } from './sample-state';
import { refineBatch, type SamplerDraft, type SamplerSettings } from './sampler';
import { publishedSchedule as schedule } from './testing/published-schedule';

const symmetry = await loadSymmetry();

/** Textbook crystals of many groups, on their exact operations. */
const cases = stored
  .filter(({ symprec }) => symprec === 0.01)
  .map(({ name, crystal: cell }) => {
    const crystal = toCrystal(cell as StoredCrystal);
    const { operations } = symmetry.analyse(crystal, 0.01);
    return { name, operations, crystal: symmetrise(crystal, operations).crystal };
  });

const anyCase = fc.constantFrom(...cases);
const seeds = fc.integer({ min: 0, max: 0xffffffff });

function normal(seed: number, length: number): Float64Array {
  const values = new Float64Array(length);
  createNoise(seed)(values, 0, 0, 'startCoords');
  return values;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe('invariantSubspace', () => {
  it('projected displacements commute with the operations', () => {
    fc.assert(
      fc.property(anyCase, seeds, ({ crystal, operations }, seed) => {
        const displacement = normal(seed, crystal.fracCoords.length);
        invariantSubspace(crystal, operations).projectDisplacement(displacement);
        sitePermutations(crystal, operations).forEach((permutation, index) => {
          const turned = multiply(displacement, transpose(operations[index].rotation));
          permutation.forEach((target, atom) => {
            for (let axis = 0; axis < 3; axis++) {
              expect(turned[3 * atom + axis]).toBeCloseTo(displacement[3 * target + axis], 9);
            }
          });
        });
      }),
      { numRuns: 50 },
    );
  });

  it('projected lattices have an invariant metric tensor', () => {
    fc.assert(
      fc.property(anyCase, seeds, ({ crystal, operations }, seed) => {
        const noise = normal(seed, 9);
        const lattice = crystal.lattice.map((value, i) => value + noise[i]);
        invariantSubspace(crystal, operations).projectLattice(lattice);
        const metric = metricTensor(lattice);
        for (const { rotation } of operations) {
          const turned = multiply(multiply(transpose(rotation), metric), rotation);
          expect(largest(turned.map((value, i) => value - metric[i])) / largest(metric)).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is an orthogonal projection that leaves the crystal itself alone', () => {
    fc.assert(
      fc.property(anyCase, seeds, ({ crystal, operations }, seed) => {
        const { projectLattice, projectDisplacement } = invariantSubspace(crystal, operations);
        const lattice = crystal.lattice.slice();
        projectLattice(lattice);
        expect(largest(lattice.map((value, i) => value - crystal.lattice[i]))).toBeLessThan(1e-8);
        for (const [project, length] of [
          [projectLattice, 9],
          [projectDisplacement, crystal.fracCoords.length],
        ] as const) {
          const start = normal(seed, length);
          const once = start.slice();
          project(once);
          const twice = once.slice();
          project(twice);
          expect(largest(twice.map((value, i) => value - once[i]))).toBeLessThan(1e-9);
          // What was taken away is perpendicular to what was kept.
          expect(once.reduce((sum, value, i) => sum + value * (start[i] - value), 0)).toBeCloseTo(0, 9);
        }
      }),
      { numRuns: 50 },
    );
  });
});

/** A network that has learnt nothing: noise for every answer. */
function noiseDenoiser(seed: number): Denoiser {
  let calls = 0;
  const values = (length: number) => Float32Array.from(normal((seed + calls++) >>> 0, length));
  return {
    predict: (batch) =>
      Promise.resolve({
        coordScore: values(batch.fracCoords.length),
        latticeNoise: values(batch.lattice.length),
      }),
    dispose: () => Promise.resolve(),
  };
}

async function refined(drafts: readonly SamplerDraft[], seed: number, change: Partial<SamplerSettings> = {}) {
  const settings: SamplerSettings = {
    tau: 40,
    start: 're-noised',
    order: 'predictor-first',
    stepLength: 1e-5,
    noiseFreeSteps: 1,
    ...change,
  };
  let states: readonly SampleState[] = [];
  for await (const frame of refineBatch(drafts, settings, schedule, noiseDenoiser(seed), createNoise(seed))) {
    states = frame.states;
  }
  return states;
}

describe('refinement with operations kept', () => {
  it('ends in the group it began with, whatever the network says', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCase,
        seeds,
        fc.constantFrom('as-is' as const, 're-noised' as const),
        fc.constantFrom('predictor-first' as const, 'corrector-first' as const),
        async ({ crystal, operations }, seed, start, order) => {
          const [state] = await refined([{ crystal, candidate: 0, operations }], seed, { start, order });
          const end = { ...crystal, lattice: state.lattice, fracCoords: state.fracCoords };
          expect(symmetrise(end, operations).displacement).toBeLessThan(1e-6);
          try {
            expect(symmetry.analyse(end, 1e-3).operations.length).toBeGreaterThanOrEqual(operations.length);
          } catch (error) {
            // Such a network may put atoms onto each other; the operations hold all the same.
            if (!(error instanceof SymmetryError)) throw error;
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('without operations the symmetry is lost', async () => {
    const { crystal, operations } = cases[0];
    const [state] = await refined([{ crystal, candidate: 0 }], 3);
    const end = { ...crystal, lattice: state.lattice, fracCoords: state.fracCoords };
    expect(symmetry.analyse(end, 1e-3).operations.length).toBeLessThan(operations.length);
  });

  it('with the identity alone gives the very numbers that come without', async () => {
    const { crystal } = cases[0];
    const identity = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };
    const [kept] = await refined([{ crystal, candidate: 0, operations: [identity] }], 3);
    const [free] = await refined([{ crystal, candidate: 0 }], 3);
    expect(kept.lattice).toEqual(free.lattice);
    expect(kept.fracCoords).toEqual(free.fracCoords);
  });
});
