import type { Crystal } from '../crystal/crystal';
import { StructureClusters } from '../crystal/structure-clusters';
import { compareStructures, type StructureComparison } from '../crystal/structure-comparison';
import { loadSymmetry } from '../crystal/symmetry';
import { throwIfAborted } from '../runtime/errors';
import { type Endpoint, PortClient, serve } from '../runtime/port';
import { yieldToEvents } from '../runtime/yield-to-events';

/** What the structures worker answers about several crystals. */
export type StructuresService = {
  compare: { request: readonly [first: Crystal, second: Crystal]; event: never; result: StructureComparison };
  /** As `numberStructures`. */
  group: { request: readonly Crystal[]; event: never; result: number[] };
};

/** Compares crystals with each other: of many candidates that takes seconds, in which those of one go on being analysed. */
export function serveStructures(endpoint: Endpoint): void {
  let grouped: Grouped | undefined;
  serve<StructuresService>(endpoint, {
    compare: async ([first, second]) => compareStructures(first, second, await loadSymmetry()),
    async group(crystals, { signal }) {
      const symmetry = await loadSymmetry();
      return numberStructures(crystals, async (sorted) => {
        // Candidates come in one after the other: those before them stay grouped.
        if (!grouped?.isBeginningOf(sorted)) grouped = new Grouped(new StructureClusters(symmetry));
        const groups = grouped;
        for (const crystal of sorted.slice(groups.crystals.length)) {
          await yieldToEvents();
          throwIfAborted(signal);
          groups.add(crystal);
        }
        return groups.numbers;
      });
    },
  });
}

/**
 * The number of each crystal's structure, from 1 in the order in which they first occur. They are grouped by size and then
 * by place, the order in which a run refines its candidates.
 * @param group the structures of the sorted crystals, numbered in any way
 */
async function numberStructures(
  crystals: readonly Crystal[],
  group: (sorted: readonly Crystal[]) => Promise<readonly number[]>,
): Promise<number[]> {
  const places = [...crystals.keys()].sort(
    (p, q) => crystals[p].atomicNumbers.length - crystals[q].atomicNumbers.length || p - q,
  );
  const groups = await group(places.map((place) => crystals[place]));
  const byPlace: number[] = [];
  for (const [order, place] of places.entries()) byPlace[place] = groups[order];
  const seen = [...new Set(byPlace)];
  return byPlace.map((number) => seen.indexOf(number) + 1);
}

/** Crystals and their groups so far. */
class Grouped {
  readonly crystals: Crystal[] = [];
  readonly numbers: number[] = [];
  private readonly clusters: StructureClusters;

  constructor(clusters: StructureClusters) {
    this.clusters = clusters;
  }

  add(crystal: Crystal): void {
    this.numbers.push(this.clusters.add(crystal));
    this.crystals.push(crystal);
  }

  isBeginningOf(crystals: readonly Crystal[]): boolean {
    return this.crystals.every((crystal, index) => crystals[index] && isEqual(crystal, crystals[index]));
  }
}

function isEqual(first: Crystal, second: Crystal): boolean {
  return (['lattice', 'atomicNumbers', 'fracCoords'] as const).every(
    (part) => first[part].length === second[part].length && first[part].every((x, index) => x === second[part][index]),
  );
}

/** The structures worker of a page; where there are no workers the same service in place. */
export function openStructures(): PortClient<StructuresService> {
  if (typeof Worker === 'undefined') {
    const { port1, port2 } = new MessageChannel();
    serveStructures(port2);
    return new PortClient<StructuresService>(port1);
  }
  const worker = new Worker(new URL('./structures-worker.ts', import.meta.url), { type: 'module', name: 'structures' });
  // A worker is an endpoint; only the DOM's listener types are too narrow to say so.
  return new PortClient<StructuresService>(worker as unknown as Endpoint);
}
