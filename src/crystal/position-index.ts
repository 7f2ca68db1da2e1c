import { type Numbers, planeSpacings, wrap, wrappedDistance } from './lattice';

const MOST_BINS_PER_AXIS = 64;

/**
 * Positions of one cell, found again by their neighbourhood in constant time. Distances are periodic and meant for
 * positions that all but coincide.
 */
export class PositionIndex {
  private readonly lattice: Numbers;
  private readonly radius: number;
  private readonly bins: readonly number[];
  private readonly members = new Map<number, number[]>();
  private readonly fracCoords: number[] = [];

  /** @param radius Å, farthest that `near` looks. Throws RangeError for a cell without volume. */
  constructor(lattice: Numbers, radius: number) {
    this.lattice = lattice;
    this.radius = radius;
    this.bins = planeSpacings(lattice).map((spacing) =>
      Math.max(1, Math.min(MOST_BINS_PER_AXIS, Math.floor(spacing / radius))),
    );
  }

  /** Gives the position the next index, from 0. */
  add(position: readonly number[]): void {
    const key = this.key(this.binOf(position));
    const index = this.fracCoords.length / 3;
    this.fracCoords.push(...position);
    const members = this.members.get(key);
    if (members) members.push(index);
    else this.members.set(key, [index]);
  }

  /** The nearest position within the radius, and its distance in Å. */
  near(position: readonly number[]): { readonly index: number; readonly distance: number } | undefined {
    let nearest: { index: number; distance: number } | undefined;
    const home = this.binOf(position);
    const keys = new Set<number>();
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (let k = -1; k <= 1; k++) keys.add(this.key([home[0] + i, home[1] + j, home[2] + k]));
      }
    }
    for (const key of keys) {
      for (const index of this.members.get(key) ?? []) {
        const distance = wrappedDistance(this.lattice, position, 0, this.fracCoords, index);
        if (distance < (nearest?.distance ?? this.radius)) nearest = { index, distance };
      }
    }
    return nearest;
  }

  private binOf(position: readonly number[]): number[] {
    return this.bins.map((count, axis) => Math.min(count - 1, Math.floor(wrap(position[axis]) * count)));
  }

  private key(bin: readonly number[]): number {
    const [i, j, k] = bin.map((index, axis) => (index + this.bins[axis]) % this.bins[axis]);
    return (i * this.bins[1] + j) * this.bins[2] + k;
  }
}
