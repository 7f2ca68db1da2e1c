const GROWTH_MILLISECONDS = 320;

/** Atoms that appear one by one start small and swell to their size. Times in milliseconds. */
export class Growth {
  /** Size of each atom as a share of its full one. */
  sizes: Float32Array = new Float32Array(32).fill(1);
  private readonly born: number[] = [];

  /** All atoms have their full size; those that come by `add` grow. */
  reset(): void {
    this.born.length = 0;
  }

  /** The atom with this index appears now. */
  add(atom: number, now: number): void {
    this.born[atom] = now;
  }

  /** Brings the sizes of `atomCount` atoms to time `now`; true while one still grows. */
  advance(atomCount: number, now: number): boolean {
    if (this.sizes.length < atomCount) this.sizes = new Float32Array(2 * atomCount);
    let growing = false;
    for (let atom = 0; atom < atomCount; atom++) {
      const born = this.born[atom];
      const t = born === undefined ? 1 : Math.min(Math.max((now - born) / GROWTH_MILLISECONDS, 0), 1);
      // A cubic that passes its aim a little before it settles.
      this.sizes[atom] = t === 1 ? 1 : Math.max(0, 1 + 2.2 * (t - 1) ** 3 + 1.2 * (t - 1) ** 2);
      growing ||= t < 1;
    }
    return growing;
  }
}
