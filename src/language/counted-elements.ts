import { type CellProgress, ELEMENT_COUNT, electronegativityRank, groupBits, type RankSet } from './cell-progress';

/** Conditions on which elements a cell has and how many atoms, without a formula. */
export interface ElementDemands {
  /** Elements that may occur. */
  readonly allowed: RankSet;
  /** Of each group at least one element must occur (a required element is a group of one). At most 12 groups. */
  readonly groups: readonly RankSet[];
  /** Exact number of different elements. */
  readonly elementCount?: number;
  /** Exact number of atoms. */
  readonly atomCount?: number;
  readonly maxAtoms: number;
}

/** Atoms that are still needed at least, looked up by what is left to choose from. */
class Needs {
  readonly groupBits: Uint16Array;
  readonly demands: ElementDemands;
  private readonly groupSets: number;
  /** [rank × groupSets + groups]: fewest elements of this rank or above that satisfy these groups. */
  private readonly fewest: Uint8Array;
  /** Number of allowed elements of this rank or above. */
  private readonly available: Uint8Array;

  constructor(demands: ElementDemands) {
    this.demands = demands;
    this.groupBits = groupBits(demands.groups);
    this.groupSets = 1 << demands.groups.length;
    this.fewest = new Uint8Array((ELEMENT_COUNT + 1) * this.groupSets).fill(IMPOSSIBLE);
    this.available = new Uint8Array(ELEMENT_COUNT + 1);
    this.fewest[ELEMENT_COUNT * this.groupSets] = 0;
    for (let rank = ELEMENT_COUNT - 1; rank >= 0; rank--) this.fillRank(rank);
  }

  private fillRank(rank: number): void {
    const { fewest, groupSets } = this;
    const allowed = this.demands.allowed[rank];
    this.available[rank] = this.available[rank + 1] + allowed;
    for (let groups = 0; groups < groupSets; groups++) {
      const without = fewest[(rank + 1) * groupSets + groups];
      const rest = fewest[(rank + 1) * groupSets + (groups & ~this.groupBits[rank])];
      fewest[rank * groupSets + groups] = allowed ? Math.min(without, rest + 1) : without;
    }
  }

  /** Fewest further elements, all of `rank` or above, that satisfy what is open; Infinity when none do. */
  further(rank: number, groups: number, distinct: number): number {
    const fewest = this.fewest[rank * this.groupSets + groups];
    if (fewest >= IMPOSSIBLE) return Number.POSITIVE_INFINITY;
    if (this.demands.elementCount === undefined) return fewest;
    const wanted = this.demands.elementCount - distinct;
    return wanted >= fewest && wanted <= this.available[rank] ? wanted : Number.POSITIVE_INFINITY;
  }
}

/** Larger than any count of elements, and small enough that one more fits into a byte. */
const IMPOSSIBLE = 200;

/** A cell filled under ElementDemands. There are no dead ends: an atom is allowed only if the rest still fits. */
export class CountedElements implements CellProgress {
  readonly mayEnd: boolean;
  private readonly needs: Needs;
  private readonly lastRank: number;
  private readonly openGroups: number;
  private readonly distinct: number;
  private readonly atoms: number;

  private constructor(needs: Needs, lastRank: number, openGroups: number, distinct: number, atoms: number) {
    this.needs = needs;
    this.lastRank = lastRank;
    this.openGroups = openGroups;
    this.distinct = distinct;
    this.atoms = atoms;
    const { atomCount } = needs.demands;
    this.mayEnd =
      atoms > 0 && needs.further(lastRank + 1, openGroups, distinct) === 0 && (atomCount ?? atoms) === atoms;
  }

  /** The empty cell; undefined when no cell satisfies the demands. */
  static start(demands: ElementDemands): CountedElements | undefined {
    const needs = new Needs(demands);
    const everyGroup = (1 << demands.groups.length) - 1;
    const needed = Math.max(1, needs.further(0, everyGroup, 0));
    const start = new CountedElements(needs, -1, everyGroup, 0, 0);
    return needed <= start.capacity && demands.allowed.includes(1) ? start : undefined;
  }

  allows(atomicNumber: number): boolean {
    return this.after(atomicNumber) !== undefined;
  }

  add(atomicNumber: number): CountedElements {
    const after = this.after(atomicNumber);
    if (!after) throw new RangeError(`An atom with atomic number ${atomicNumber} is not allowed here.`);
    return new CountedElements(this.needs, after.rank, after.openGroups, after.distinct, this.atoms + 1);
  }

  private get capacity(): number {
    return this.needs.demands.atomCount ?? this.needs.demands.maxAtoms;
  }

  private after(atomicNumber: number): { rank: number; openGroups: number; distinct: number } | undefined {
    const rank = electronegativityRank(atomicNumber);
    if (rank < this.lastRank || !this.needs.demands.allowed[rank]) return undefined;
    const openGroups = this.openGroups & ~this.needs.groupBits[rank];
    const distinct = this.distinct + (rank === this.lastRank ? 0 : 1);
    const needed = this.needs.further(rank + 1, openGroups, distinct);
    return this.atoms + 1 + needed <= this.capacity ? { rank, openGroups, distinct } : undefined;
  }
}
