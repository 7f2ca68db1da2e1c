import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { DegenerateCellError } from './geometry';
import { cartToFrac, cellVolume } from './lattice';
import { type PrototypeFingerprint, prototypeFingerprint } from './prototype-fingerprint';
import { supercell } from './supercell';
import { redescribed } from './testing/redescribed';

type Stored = { readonly name: string; readonly structure: StoredCrystal } & {
  readonly [Key in keyof PrototypeFingerprint]: readonly number[];
};
const stored = readFixture<Stored[]>('prototype-fingerprints.json').map((entry) => ({
  ...entry,
  crystal: toCrystal(entry.structure),
}));
const crystals = stored.map(({ crystal }) => crystal);

describe('the prototype fingerprint', () => {
  it.each(stored)("of $name has pymatgen's distances", ({ crystal, elements, counts, distances }) => {
    const found = prototypeFingerprint(crystal);
    expect(found.elements).toEqual(elements);
    expect(found.counts).toEqual(counts);
    expect(found.distances).toHaveLength(distances.length);
    for (const [index, distance] of distances.entries()) expect(found.distances[index]).toBeCloseTo(distance, 4);
  });

  it('is the same for another basis, origin, scale, order of atoms and a larger cell', () => {
    const change = fc.record({
      crystal: fc.constantFrom(...crystals),
      steps: fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.constantFrom(-1, 1)), { maxLength: 3 }),
      shift: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true }))),
      scale: fc.double({ min: 0.5, max: 2, noNaN: true }),
      along: fc.nat(2),
    });
    fc.assert(
      fc.property(change, ({ crystal, steps, shift, scale, along }) => {
        const other = supercell(
          redescribed(crystal, steps, shift, scale),
          [0, 1, 2].map((axis) => (axis === along ? 2 : 1)) as [number, number, number],
        );
        const [one, same] = [prototypeFingerprint(crystal), prototypeFingerprint(other)];
        expect(same.counts).toEqual(one.counts);
        for (const [index, distance] of one.distances.entries()) expect(same.distances[index]).toBeCloseTo(distance, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('changes by no more than twice the largest displacement', () => {
    const change = fc.constantFrom(...crystals).chain((crystal) =>
      fc.record({
        crystal: fc.constant(crystal),
        moves: fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), {
          minLength: crystal.fracCoords.length,
          maxLength: crystal.fracCoords.length,
        }),
      }),
    );
    fc.assert(
      fc.property(change, ({ crystal, moves }) => {
        const moved = cartToFrac(moves, crystal.lattice);
        const other = { ...crystal, fracCoords: crystal.fracCoords.map((x, index) => x + moved[index]) };
        const unit = (cellVolume(crystal.lattice) / crystal.atomicNumbers.length) ** (1 / 3);
        let largest = 0;
        for (let i = 0; i < moves.length; i += 3) largest = Math.max(largest, Math.hypot(...moves.slice(i, i + 3)));
        const [one, near] = [prototypeFingerprint(crystal), prototypeFingerprint(other)];
        for (const [index, distance] of one.distances.entries()) {
          expect(Math.abs(near.distances[index] - distance)).toBeLessThanOrEqual((2 * largest) / unit + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is refused for a cell without volume, one too flat and one without atoms', () => {
    const [crystal] = crystals;
    const flat = Float64Array.of(5, 0, 0, 0, 5, 0, 0, 0, 1e-12);
    for (const lattice of [new Float64Array(9), flat]) {
      expect(() => prototypeFingerprint({ ...crystal, lattice })).toThrow(DegenerateCellError);
    }
    const empty = { ...crystal, atomicNumbers: new Uint8Array(), fracCoords: new Float64Array() };
    expect(() => prototypeFingerprint(empty)).toThrow(RangeError);
  });
});
