import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AtomBins } from '../crystal/atom-bins';
import { latticeFromParameters } from '../crystal/lattice';
import { BondList, longestBond, pairKey } from './bonds';
import { writeFaceDistances } from './face-distances';

interface Atoms {
  readonly lattice: Float64Array;
  readonly atomicNumbers: number[];
  readonly fracCoords: number[];
}

function heightsOf(lattice: Float64Array): Float64Array {
  const heights = new Float64Array(3);
  writeFaceDistances(lattice, heights);
  return heights;
}

/** "first second a b c" of each bond, sorted. */
function found({ lattice, atomicNumbers, fracCoords }: Atoms, cutoffs: ReadonlyMap<number, number>): string[] {
  const bonds = new BondList();
  bonds.find(lattice, heightsOf(lattice), atomicNumbers, fracCoords, 'covalent-radii', cutoffs, false);
  return Array.from({ length: bonds.count }, (_, b) =>
    [bonds.first[b], bonds.second[b], ...bonds.shift.subarray(3 * b, 3 * b + 3)].join(' '),
  ).sort();
}

/** The same by looking at every pair in every cell about the first. */
function soughtEverywhere(
  { lattice, atomicNumbers, fracCoords }: Atoms,
  cutoffs: ReadonlyMap<number, number>,
): string[] {
  const names: string[] = [];
  const cells = [...heightsOf(lattice)].map((height) => Math.ceil(8 / height) + 1);
  const count = atomicNumbers.length;
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      const pair = [atomicNumbers[i], atomicNumbers[j]] as const;
      const cutoff = cutoffs.get(pairKey(...pair)) ?? longestBond(...pair);
      for (let a = -cells[0]; a <= cells[0]; a++) {
        for (let b = -cells[1]; b <= cells[1]; b++) {
          for (let c = -cells[2]; c <= cells[2]; c++) {
            const shift = [a, b, c];
            const firstNonZero = shift.find((value) => value !== 0) ?? 0;
            if (i === j && firstNonZero <= 0) continue;
            const away = [0, 1, 2].map((axis) => fracCoords[3 * j + axis] - fracCoords[3 * i + axis] + shift[axis]);
            const vector = [0, 1, 2].map((k) =>
              away.reduce((sum, share, row) => sum + share * lattice[3 * row + k], 0),
            );
            const length = Math.hypot(...vector);
            if (length >= 0.4 && length <= cutoff) names.push([i, j, ...shift].join(' '));
          }
        }
      }
    }
  }
  return names.sort();
}

const angle = fc.double({ min: 60, max: 115, noNaN: true });
const edge = fc.double({ min: 2.5, max: 22, noNaN: true });
const cells = fc
  .record({ a: edge, b: edge, c: edge, alpha: angle, beta: angle, gamma: angle })
  .map(latticeFromParameters)
  .filter((lattice) => Math.min(...heightsOf(lattice)) > 1.5);
const site = fc.tuple(
  fc.constantFrom(1, 8, 14, 22, 55),
  ...[0, 1, 2].map(() =>
    fc.oneof(fc.constantFrom(0, 0.5), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  ),
);

describe('bonds found in bins', () => {
  it('are those of a search among all pairs', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(cells, fc.array(site, { minLength: 1, maxLength: 40 }), fc.boolean(), (lattice, sites, isLong) => {
        const atoms = {
          lattice,
          atomicNumbers: sites.map(([z]) => z),
          fracCoords: sites.flatMap(([, ...place]) => place),
        };
        // Below one cubic ångström an atom nothing is joined.
        fc.pre(heightsOf(lattice).reduce((product, height) => product * height, 1) > sites.length);
        const cutoffs = new Map(isLong ? [[pairKey(8, 14), 6.5]] : []);
        expect(found(atoms, cutoffs)).toEqual(soughtEverywhere(atoms, cutoffs));
      }),
      { numRuns: 60 },
    );
  });

  it('are sought among few atoms each, however many there are', () => {
    const edges = 17;
    const fracCoords = Array.from({ length: edges ** 3 }, (_, atom) =>
      [atom % edges, Math.floor(atom / edges) % edges, Math.floor(atom / edges ** 2)].map((step) => step / edges),
    ).flat();
    const bins = new AtomBins();
    bins.sort(edges ** 3, fracCoords, [2.5 * edges, 2.5 * edges, 2.5 * edges], 3);
    let visits = 0;
    for (let atom = 0; atom < edges ** 3; atom++) bins.forEachNear(atom, () => visits++);
    expect(visits / edges ** 3).toBeLessThan(60);
  });
});
