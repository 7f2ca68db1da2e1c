import type { Crystal } from './crystal';
import { neighbourPairs } from './geometry';
import { cellVolume } from './lattice';

export interface PairDistribution {
  /** Atomic numbers, first ≤ second. */
  readonly first: number;
  readonly second: number;
  readonly values: Float64Array;
}

export interface RadialDistribution {
  /** Width of a bin in Å. */
  readonly step: number;
  /** Middle of each bin in Å. */
  readonly distances: Float64Array;
  /** g(r), 1 where the density of neighbours is that of the whole crystal. */
  readonly total: Float64Array;
  /** Partial g(r) of each pair of elements. */
  readonly pairs: readonly PairDistribution[];
}

/**
 * Radial distribution g(r) up to `longest` Å in bins of `step` Å, periodic images included: neighbours in a shell over those
 * that the mean density of their element would put there. Throws DegenerateCellError for cells too flat or too
 * large to search.
 */
export function radialDistribution(crystal: Crystal, longest: number, step: number): RadialDistribution {
  const { atomicNumbers, lattice } = crystal;
  const bins = Math.round(longest / step);
  const counts = new Map<number, number>();
  for (const z of atomicNumbers) counts.set(z, (counts.get(z) ?? 0) + 1);
  const elements = [...counts.keys()].sort((p, q) => p - q);
  const total = new Float64Array(bins);
  const pairs = elements.flatMap((first, index) =>
    elements.slice(index).map((second) => ({ first, second, values: new Float64Array(bins) })),
  );
  const byElements = new Map(pairs.map((pair) => [key(pair.first, pair.second), pair.values]));
  for (const { first, second, distance } of neighbourPairs(crystal, longest)) {
    const bin = Math.floor(distance / step);
    if (bin >= bins) continue;
    const [a, b] = [atomicNumbers[first], atomicNumbers[second]];
    // Each pair is seen from both of its ends; between unlike elements one end is the centre.
    total[bin] += 2;
    (byElements.get(key(a, b)) as Float64Array)[bin] += a === b ? 2 : 1;
  }
  const volume = cellVolume(lattice);
  const normalise = (values: Float64Array, centres: number, partners: number) => {
    for (let bin = 0; bin < bins; bin++) {
      const shell = (4 / 3) * Math.PI * step ** 3 * ((bin + 1) ** 3 - bin ** 3);
      values[bin] *= volume / (shell * centres * partners);
    }
  };
  normalise(total, atomicNumbers.length, atomicNumbers.length);
  for (const { first, second, values } of pairs) {
    normalise(values, counts.get(first) as number, counts.get(second) as number);
  }
  const distances = Float64Array.from({ length: bins }, (_, bin) => (bin + 0.5) * step);
  return { step, distances, total, pairs };
}

function key(first: number, second: number): number {
  return Math.min(first, second) * 1000 + Math.max(first, second);
}
