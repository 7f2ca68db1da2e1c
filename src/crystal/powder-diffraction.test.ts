import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crystal } from './crystal';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { DiffractionError, powderPeaks, scatteringFactor } from './powder-diffraction';
import { powderProfile } from './powder-profile';
import { supercell } from './supercell';

interface PatternOracle {
  readonly name: string;
  readonly radiation: string;
  readonly wavelength: number;
  readonly crystal: StoredCrystal;
  readonly peaks: readonly {
    readonly twoTheta: number;
    readonly intensity: number;
    readonly spacing: number;
    readonly multiplicity: number;
  }[];
}

const oracles = readFixture<PatternOracle[]>('powder-diffraction.json');
const CU = 1.54184;
const rockSalt = toCrystal(oracles[0].crystal);

describe('powder patterns against pymatgen', () => {
  it.each(oracles)('$name, $radiation', (oracle) => {
    const found = powderPeaks(toCrystal(oracle.crystal), oracle.wavelength, [5, 90]);
    const strong = oracle.peaks.filter(({ intensity }) => intensity > 0.1);
    expect(strong.length).toBeGreaterThan(6);
    for (const expected of strong) {
      const peak = found.reduce((nearest, other) =>
        Math.abs(other.twoTheta - expected.twoTheta) < Math.abs(nearest.twoTheta - expected.twoTheta) ? other : nearest,
      );
      expect(Math.abs(peak.twoTheta - expected.twoTheta)).toBeLessThan(1e-3);
      expect(peak.spacing).toBeCloseTo(expected.spacing, 5);
      expect(Math.abs(peak.intensity - expected.intensity)).toBeLessThan(1);
      expect(peak.reflections.reduce((sum, { multiplicity }) => sum + multiplicity, 0)).toBe(expected.multiplicity);
    }
    const extra = found.filter(
      ({ twoTheta, intensity }) =>
        intensity > 0.5 && !oracle.peaks.some((expected) => Math.abs(twoTheta - expected.twoTheta) < 1e-3),
    );
    expect(extra).toEqual([]);
  });
});

describe('powderPeaks', () => {
  it('names the lines of rock salt as textbooks do', () => {
    const peaks = powderPeaks(rockSalt, CU, [20, 80]);
    const named = peaks.map(({ reflections }) => reflections.map(({ indices }) => indices.join('')).join(' '));
    expect(named).toEqual(['111', '200', '220', '311', '222', '400', '331', '420']);
    expect(peaks.map(({ reflections }) => reflections[0].multiplicity)).toEqual([8, 6, 12, 24, 8, 6, 24, 24]);
  });

  it('names two families that share a line', () => {
    const peak = powderPeaks(rockSalt, 0.71073, [35, 45]).find(({ reflections }) => reflections.length === 2);
    expect(peak?.reflections).toEqual([
      { indices: [5, 1, 1], multiplicity: 24 },
      { indices: [3, 3, 3], multiplicity: 8 },
    ]);
  });

  it('does not depend on the cell that describes the crystal', () => {
    const expected = powderPeaks(rockSalt, CU, [10, 80]);
    const repeated = powderPeaks(supercell(rockSalt, [2, 1, 3]), CU, [10, 80]);
    expect(repeated.map(({ twoTheta }) => twoTheta.toFixed(6))).toEqual(
      expected.map(({ twoTheta }) => twoTheta.toFixed(6)),
    );
    repeated.forEach((peak, i) => {
      expect(peak.intensity).toBeCloseTo(expected[i].intensity, 6);
    });
  });

  it('does not depend on the origin', () => {
    const crystal = toCrystal(oracles[3].crystal);
    const expected = powderPeaks(crystal, CU, [20, 60]).map(({ intensity }) => intensity);
    const part = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(part, part, part), (origin) => {
        const moved = { ...crystal, fracCoords: crystal.fracCoords.map((x, i) => x + origin[i % 3]) };
        const found = powderPeaks(moved, CU, [20, 60]);
        return found.every(({ intensity }, i) => Math.abs(intensity - expected[i]) < 1e-6);
      }),
      { numRuns: 20 },
    );
  });

  it('says what it cannot compute', () => {
    expect(() => powderPeaks(rockSalt, 0, [5, 90])).toThrow(DiffractionError);
    expect(() => powderPeaks(rockSalt, CU, [90, 5])).toThrow(/90° to 5°/);
    const einsteinium: Crystal = { ...rockSalt, atomicNumbers: rockSalt.atomicNumbers.map(() => 99) };
    expect(() => powderPeaks(einsteinium, CU, [5, 90])).toThrow(/Es/);
    const huge: Crystal = { ...rockSalt, lattice: rockSalt.lattice.map((x) => 100 * x) };
    expect(() => powderPeaks(huge, CU, [5, 90])).toThrow(/too many reflections/);
  });

  it('takes less than 50 ms for 20 atoms', () => {
    const crystal = toCrystal(oracles[2].crystal);
    // The fastest of several: a busy machine says nothing of the code.
    const times = Array.from({ length: 8 }, () => {
      const started = performance.now();
      powderPeaks(crystal, CU, [5, 90]);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

describe('scatteringFactor', () => {
  it('is the number of electrons at s = 0 and falls from there', () => {
    for (const z of [1, 8, 26, 82, 98]) {
      expect(Math.abs(scatteringFactor(z, 0) - z)).toBeLessThan(0.06);
      expect(scatteringFactor(z, 0.5)).toBeLessThan(scatteringFactor(z, 0.2));
    }
  });
});

describe('powderProfile', () => {
  it('has its half height half a width beside a line', () => {
    const line = { twoTheta: 30, spacing: 2.976, intensity: 100, reflections: [] };
    for (const lorentzShare of [0, 0.5, 1]) {
      const { twoTheta, intensity } = powderProfile([line], [20, 40], { width: 0.4, lorentzShare }, 0.05);
      const at = (angle: number) => intensity[twoTheta.findIndex((value) => Math.abs(value - angle) < 1e-6)];
      expect(at(30)).toBeCloseTo(100, 6);
      expect(at(30.2)).toBeCloseTo(50, 6);
      expect(at(29.8)).toBeCloseTo(50, 6);
    }
  });
});
