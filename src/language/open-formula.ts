import { type CellProgress, ELEMENT_COUNT, electronegativityRank, groupBits, type RankSet } from './cell-progress';

/** Conditions on a cell that is Z formula units of a formula whose elements may be open. */
export interface FormulaDemands {
  readonly slots: readonly FormulaSlot[];
  /** Of each group at least one element must occur. At most 12 groups. */
  readonly groups: readonly RankSet[];
  /** Numbers of formula units that are admissible. */
  readonly formulaUnits: readonly number[];
}

export interface FormulaSlot {
  /** Atoms per formula unit. */
  readonly count: number;
  /** Elements that may fill the slot; different slots hold different elements. */
  readonly allowed: RankSet;
}

/** One reading of the atoms so far: which slot the current element fills, and in how many formula units. */
interface Reading {
  readonly formulaUnits: number;
  /** Atoms the current element has when it is complete; 0 before the first. */
  readonly atoms: number;
  /** Bits of the slots not begun. */
  readonly openSlots: number;
  /** Bits of the groups not satisfied. */
  readonly openGroups: number;
}

/** Answers whether the open slots can be filled with elements of a rank or above; remembers what it has answered. */
class Fillings {
  readonly demands: FormulaDemands;
  readonly groupBits: Uint16Array;
  private readonly known = new Map<number, boolean>();

  constructor(demands: FormulaDemands) {
    this.demands = demands;
    this.groupBits = groupBits(demands.groups);
  }

  exists(rank: number, openSlots: number, openGroups: number): boolean {
    if (openSlots === 0) return openGroups === 0;
    if (rank >= ELEMENT_COUNT) return false;
    const key = ((openSlots << 12) | openGroups) * ELEMENT_COUNT + rank;
    let answer = this.known.get(key);
    if (answer === undefined) {
      const groups = openGroups & ~this.groupBits[rank];
      answer =
        this.slotsFor(rank, openSlots).some((slot) => this.exists(rank + 1, openSlots & ~(1 << slot), groups)) ||
        this.exists(rank + 1, openSlots, openGroups);
      this.known.set(key, answer);
    }
    return answer;
  }

  /** Indices of the open slots that may hold the element of this rank. */
  slotsFor(rank: number, openSlots: number): number[] {
    const indices: number[] = [];
    for (const [slot, { allowed }] of this.demands.slots.entries()) {
      if (openSlots & (1 << slot) && allowed[rank]) indices.push(slot);
    }
    return indices;
  }
}

/**
 * A cell filled under FormulaDemands. Which slot an element fills, and how many formula units there are, may stay
 * undecided for a while: all readings that the atoms so far admit are followed, and each can be completed.
 */
export class OpenFormula implements CellProgress {
  readonly mayEnd: boolean;
  private readonly fillings: Fillings;
  private readonly readings: readonly Reading[];
  private readonly lastRank: number;
  /** Atoms of the current element. */
  private readonly atoms: number;

  private constructor(fillings: Fillings, readings: readonly Reading[], lastRank: number, atoms: number) {
    this.fillings = fillings;
    this.readings = readings;
    this.lastRank = lastRank;
    this.atoms = atoms;
    this.mayEnd = readings.some((reading) => reading.openSlots === 0 && reading.atoms === atoms);
  }

  /** The empty cell; undefined when no cell satisfies the demands. */
  static start(demands: FormulaDemands): OpenFormula | undefined {
    const fillings = new Fillings(demands);
    const openSlots = (1 << demands.slots.length) - 1;
    const openGroups = (1 << demands.groups.length) - 1;
    if (openSlots === 0 || demands.formulaUnits.length === 0 || !fillings.exists(0, openSlots, openGroups)) {
      return undefined;
    }
    const readings = demands.formulaUnits.map((formulaUnits) => ({ formulaUnits, atoms: 0, openSlots, openGroups }));
    return new OpenFormula(fillings, readings, -1, 0);
  }

  allows(atomicNumber: number): boolean {
    return this.readingsAfter(electronegativityRank(atomicNumber)).length > 0;
  }

  add(atomicNumber: number): OpenFormula {
    const rank = electronegativityRank(atomicNumber);
    const readings = this.readingsAfter(rank);
    if (readings.length === 0) throw new RangeError(`An atom with atomic number ${atomicNumber} is not allowed here.`);
    return new OpenFormula(this.fillings, readings, rank, rank === this.lastRank ? this.atoms + 1 : 1);
  }

  private readingsAfter(rank: number): readonly Reading[] {
    if (rank < this.lastRank) return [];
    if (rank === this.lastRank) return this.readings.filter((reading) => reading.atoms > this.atoms);
    const after = new Map<string, Reading>();
    for (const reading of this.readings) {
      if (reading.atoms !== this.atoms) continue;
      const openGroups = reading.openGroups & ~this.fillings.groupBits[rank];
      for (const slot of this.fillings.slotsFor(rank, reading.openSlots)) {
        const openSlots = reading.openSlots & ~(1 << slot);
        if (!this.fillings.exists(rank + 1, openSlots, openGroups)) continue;
        const atoms = this.fillings.demands.slots[slot].count * reading.formulaUnits;
        const next = { formulaUnits: reading.formulaUnits, atoms, openSlots, openGroups };
        after.set(Object.values(next).join(), next);
      }
    }
    return [...after.values()];
  }
}
