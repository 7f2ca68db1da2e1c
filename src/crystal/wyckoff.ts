import table from './wyckoff-multiplicities.json';

/** No space group has more operations in its primitive cell. */
const MOST_OPERATIONS = 48;

/**
 * Whether the primitive cell of a space group has room for these atoms, one number per element: each must be a sum of
 * multiplicities of Wyckoff positions, and a position without a free coordinate is taken once. Necessary, not sufficient:
 * the atoms may come to lie in a supergroup's positions.
 * @param spaceGroup international number, 1–230
 */
export function canHold(spaceGroup: number, counts: readonly number[]): boolean {
  const movable = table.movable[spaceGroup - 1];
  const multiplicities = [...new Set(table.fixed[spaceGroup - 1])];
  const free = multiplicities.map((value) => table.fixed[spaceGroup - 1].filter((other) => other === value).length);
  const sums = sumsOf(movable, Math.max(0, ...counts));
  const failed = new Set<string>();

  /** Places the elements from `index` on, of the present one still `rest` atoms; fixed positions in order of `kind`. */
  const place = (index: number, rest: number, kind: number): boolean => {
    if (index === counts.length) return true;
    const state = `${index} ${rest} ${kind} ${free}`;
    if (failed.has(state)) return false;
    if (sums.has(rest) && place(index + 1, counts[index + 1], 0)) return true;
    for (let next = kind; next < multiplicities.length; next++) {
      if (free[next] === 0 || multiplicities[next] > rest) continue;
      free[next]--;
      const placed = place(index, rest - multiplicities[next], next);
      free[next]++;
      if (placed) return true;
    }
    failed.add(state);
    return false;
  };
  return place(0, counts[0], 0);
}

/**
 * Fewest formula units with which the primitive cell of a space group has room for a formula (see `canHold`).
 * @param counts atoms of each element in one formula unit
 */
export function fewestFormulaUnits(spaceGroup: number, counts: readonly number[]): number {
  for (let units = 1; units < MOST_OPERATIONS; units++) {
    const all = counts.map((count) => count * units);
    if (canHold(spaceGroup, all)) return units;
  }
  // Then every element fills general positions.
  return MOST_OPERATIONS;
}

/** All sums of the multiplicities, each as often as one likes, up to `largest`. */
function sumsOf(multiplicities: readonly number[], largest: number): ReadonlySet<number> {
  const sums = new Set([0]);
  for (let sum = 1; sum <= largest; sum++) {
    if (multiplicities.some((value) => sums.has(sum - value))) sums.add(sum);
  }
  return sums;
}
