import type { Crystal } from '../crystal/crystal';
import { symbolOf } from '../crystal/elements';
import { type Composition, formatFormula, orderByElectronegativity } from '../crystal/formula';
import { volumePerAtom } from '../crystal/geometry';
import { fingerprintRanks, type PrototypeFingerprint, prototypeFingerprint } from '../crystal/prototype-fingerprint';
import { type IndexHeader, readIndex, type StructureTable } from './structure-index-format';

/**
 * Up to which root mean square difference of their fingerprints, in units of (V/N)^(1/3), two crystals count as one structure:
 * with one composition and one space group at 0.1 Å; with other elements and one space group; and where the groups differ. Of
 * one composition there are orderings and superstructures that differ by little, so that the first is stricter. How often
 * this agrees with pymatgen's StructureMatcher is in public/index/README.md.
 */
export const LARGEST_DIFFERENCE = { composition: 0.04, prototype: 0.08, otherSpaceGroup: 0.02 } as const;
/** A known crystal has its volume to this share. */
export const KNOWN_VOLUME = 0.2;

export interface IndexedStructure {
  /** `mp-5229`, as the source has it; for an AFLOW prototype its label and name. */
  readonly id: string;
  /** Name of the data set, a key of the index's sources. */
  readonly source: string;
  /** `SrTiO3`. */
  readonly formula: string;
  /** International number at 0.1 Å. */
  readonly spaceGroup: number;
  /** Å³. */
  readonly volumePerAtom: number;
}

/** An entry of the index beside the crystal that was looked up. */
export interface IndexMatch extends IndexedStructure {
  /** Root mean square difference of the fingerprints, units of (V/N)^(1/3). */
  readonly difference: number;
  /** Volume per atom of the crystal over the entry's. */
  readonly volumeRatio: number;
  readonly isSameStructure: boolean;
  /** The entry is from a set of structures that were thought of and computed, and mostly never made. */
  readonly isHypothetical: boolean;
}

/** `other-volume`: the composition has this structure in the index, but at a volume too far from the crystal's. */
export type NoveltyVerdict = 'known' | 'other-volume' | 'substitution' | 'unmatched';

export interface Novelty {
  readonly verdict: NoveltyVerdict;
  /** How many structures the index has. */
  readonly indexSize: number;
  /** Entries of the same composition, those of the same structure first, then the likest; how many there are in all. */
  readonly sameComposition: readonly IndexMatch[];
  readonly sameCompositionCount: number;
  /**
   * Entries of other elements in the same proportions: first those of the same structure, the ones that share most elements
   * with the crystal before others, then the likest of the rest; how many of all have the same structure.
   */
  readonly substitutions: readonly IndexMatch[];
  readonly substitutionCount: number;
  /** AFLOW's prototype of this structure, where one has it: `AB_cF8_225_a_b (Halite, Rock Salt)`. */
  readonly prototype?: string | undefined;
}

const PROTOTYPE_SOURCE = 'aflow_prototypes';

/** Data sets of structures that were thought of and computed, and mostly never made. */
const HYPOTHETICAL: ReadonlySet<string> = new Set(['perov_5', 'carbon_24']);

/** The structures that the studio knows of, by what they look like. It is not the ICSD. */
export class StructureIndex {
  readonly header: IndexHeader;
  private readonly tables: ReadonlyMap<string, StructureTable>;

  private constructor(header: IndexHeader, tables: ReadonlyMap<string, StructureTable>) {
    this.header = header;
    this.tables = tables;
  }

  /** From the bytes of the file, as shipped. Throws RangeError where they are not such an index. */
  static async read(gzipped: Uint8Array<ArrayBuffer>): Promise<StructureIndex> {
    const { header, tables } = await readIndex(gzipped);
    return new StructureIndex(header, new Map(tables.map((table) => [table.counts.join(' '), table])));
  }

  /**
   * What the index has that is like a crystal. `spaceGroup` is the crystal's at 0.1 Å, if one is found.
   * Throws as `prototypeFingerprint` does.
   * @param limit entries to return of each kind, at most
   */
  lookUp(crystal: Crystal, spaceGroup: number | undefined, limit = 3): Novelty {
    const fingerprint = prototypeFingerprint(crystal);
    const table = this.tables.get(fingerprint.counts.join(' '));
    const indexSize = this.header.groups.reduce((sum, { size }) => sum + size, 0);
    if (!table) {
      return {
        verdict: 'unmatched',
        indexSize,
        sameComposition: [],
        sameCompositionCount: 0,
        substitutions: [],
        substitutionCount: 0,
      };
    }
    const volume = volumePerAtom(crystal);
    const differences = fingerprintDifferences(fingerprint, table);
    const isOwn = (row: number) => hasElements(table, row, fingerprint.elements);
    const isSame = (row: number) =>
      isSameStructure(differences[row], isOwn(row), table.spaceGroups[row] === spaceGroup);
    const byDifference = (one: number, other: number) => differences[one] - differences[other];
    const own: number[] = [];
    const alike: number[] = [];
    const unlike: number[] = [];
    for (let row = 0; row < table.size; row++) {
      (isOwn(row) ? own : isSame(row) ? alike : unlike).push(row);
    }
    const rank = (row: number) => {
      const source = this.sourceOf(table, row);
      return HYPOTHETICAL.has(source) ? 2 : source === PROTOTYPE_SOURCE ? 1 : 0;
    };
    const order = (one: number, other: number) => rank(one) - rank(other) || byDifference(one, other);
    own.sort((one, other) => Number(isSame(other)) - Number(isSame(one)) || order(one, other));
    // A family has thousands of members; those with the crystal's own elements say most.
    const shared = (row: number) => sharedElements(table, row, fingerprint.elements);
    alike.sort((one, other) => shared(other) - shared(one) || order(one, other));
    const nearest = alike.length < limit ? unlike.sort(byDifference) : [];
    const match = (row: number): IndexMatch => ({
      ...this.entry(table, row),
      difference: differences[row],
      volumeRatio: volume / table.volumes[row],
      isSameStructure: isSame(row),
      isHypothetical: HYPOTHETICAL.has(this.sourceOf(table, row)),
    });
    const isKnown = own.some((row) => isKnownBy(match(row)));
    const named = [...own, ...alike].filter((row) => isSame(row) && this.sourceOf(table, row) === PROTOTYPE_SOURCE);
    return {
      verdict: isKnown ? 'known' : own.some(isSame) ? 'other-volume' : alike.length > 0 ? 'substitution' : 'unmatched',
      indexSize,
      sameComposition: own.slice(0, limit).map(match),
      sameCompositionCount: own.length,
      substitutions: [...alike, ...nearest].slice(0, limit).map(match),
      substitutionCount: alike.length,
      prototype: named.length > 0 ? table.ids[named.sort(byDifference)[0]] : undefined,
    };
  }

  private sourceOf(table: StructureTable, row: number): string {
    return this.header.sources[table.sources[row]];
  }

  private entry(table: StructureTable, row: number): IndexedStructure {
    const { counts, elements, spaceGroups, volumes, ids } = table;
    const composition: Composition = counts.map((count, index) => [
      symbolOf(elements[row * counts.length + index]),
      count,
    ]);
    return {
      id: ids[row],
      source: this.sourceOf(table, row),
      formula: formatFormula(orderByElectronegativity(composition)),
      spaceGroup: spaceGroups[row],
      volumePerAtom: volumes[row],
    };
  }
}

/** Whether an entry of a crystal's own composition makes it a known one. */
export function isKnownBy({ isSameStructure, volumeRatio }: IndexMatch): boolean {
  return isSameStructure && Math.abs(volumeRatio - 1) <= KNOWN_VOLUME;
}

function hasElements(
  { counts, elements }: Pick<StructureTable, 'counts' | 'elements'>,
  row: number,
  wanted: readonly number[],
): boolean {
  return wanted.every((z, index) => elements[row * counts.length + index] === z);
}

function sharedElements({ counts, elements }: StructureTable, row: number, wanted: readonly number[]): number {
  const start = row * counts.length;
  return wanted.filter((z) => elements.subarray(start, start + counts.length).includes(z)).length;
}

/** Whether structures whose fingerprints differ by so much count as one. */
export function isSameStructure(difference: number, hasSameComposition: boolean, hasSameSpaceGroup: boolean): boolean {
  const { composition, prototype, otherSpaceGroup } = LARGEST_DIFFERENCE;
  if (!hasSameSpaceGroup) return difference <= otherSpaceGroup;
  return difference <= (hasSameComposition ? composition : prototype);
}

/** Root mean square difference of two fingerprints, elements exchanged where they are not the same; infinite where counts differ. */
export function fingerprintDifference(first: PrototypeFingerprint, second: PrototypeFingerprint): number {
  if (first.counts.join() !== second.counts.join()) return Number.POSITIVE_INFINITY;
  const { counts, distances } = second;
  return fingerprintDifferences(first, {
    counts,
    distances,
    elements: Uint8Array.from(second.elements),
    size: 1,
    step: 1,
  })[0];
}

type Fingerprints = Pick<StructureTable, 'counts' | 'size' | 'step' | 'elements'> & {
  readonly distances: Uint8Array | Float64Array;
};

/** Root mean square difference of a fingerprint from each row's; for other elements the least over all exchanges. */
function fingerprintDifferences(fingerprint: PrototypeFingerprint, table: Fingerprints): Float32Array {
  const { distances, size, counts, step } = table;
  const width = counts.length ** 2 * fingerprintRanks(counts.length);
  const differences = new Float32Array(size).fill(Number.POSITIVE_INFINITY);
  const exchanges = elementExchanges(counts);
  for (const [number, exchange] of exchanges.entries()) {
    const wanted = exchanged(fingerprint, exchange).map((distance) => distance / step);
    for (let row = 0; row < size; row++) {
      // The first exchange is none at all: the only one for the crystal's own elements.
      if (number > 0 && hasElements(table, row, fingerprint.elements)) continue;
      const worst = differences[row];
      let sum = 0;
      for (let index = 0, at = row * width; index < width && sum < worst; index++, at++) {
        const difference = wanted[index] - distances[at];
        sum += difference * difference;
      }
      if (sum < worst) differences[row] = sum;
    }
  }
  return differences.map((sum) => step * Math.sqrt(sum / width));
}

/** All orders of the elements in which counts stay where they are; the first is the order given. */
export function elementExchanges(counts: readonly number[]): number[][] {
  const extend = (order: readonly number[]): number[][] => {
    const next = order.length;
    if (next === counts.length) return [[...order]];
    return counts.flatMap((count, index) =>
      count === counts[next] && !order.includes(index) ? extend([...order, index]) : [],
    );
  };
  return extend([]);
}

function exchanged({ counts, distances }: PrototypeFingerprint, order: readonly number[]): Float64Array {
  const ranks = fingerprintRanks(counts.length);
  const result = new Float64Array(distances.length);
  for (const [one, from] of order.entries()) {
    for (const [other, to] of order.entries()) {
      const source = (from * counts.length + to) * ranks;
      result.set(distances.subarray(source, source + ranks), (one * counts.length + other) * ranks);
    }
  }
  return result;
}
