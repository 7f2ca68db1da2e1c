import { formatFormulaSubscript } from '../../crystal/formula';
import { spaceGroup, typesetSymbol } from '../../crystal/space-groups';
import { canHold, fewestFormulaUnits } from '../../crystal/wyckoff';
import type { CellLimits } from '../cell-progress';
import type { Conditions } from '../conditions';
import { atomCount } from '../prompt-text';
import type { Chip, Problem } from './chip';

const ANYWAY = 'It runs if you want it, and gives another space group.';

/** Whether the atoms asked for can fill Wyckoff positions of the space group asked for, in a cell that the models write. */
export function checkSpaceGroup(conditions: Conditions, chips: readonly Chip[], limits: CellLimits): Problem[] {
  const { spaceGroup: number, composition, stoichiometry } = conditions;
  if (number === undefined) return [];
  const asked = atomCount(conditions);
  const counts = composition?.map(([, count]) => count) ?? stoichiometry?.map(({ count }) => count);
  const group = `${typesetSymbol(spaceGroup(number))} (No. ${number})`;
  const warn = (message: string): Problem[] => {
    const span = chips.find(({ wish }) => wish.spaceGroup === number)?.span;
    return [{ message, ...(span && { span }), severity: 'warning' }];
  };
  if (!counts) {
    if (asked === undefined || hasRoom(number, [asked])) return [];
    return warn(
      `${asked} atoms do not fill positions of ${group} in its primitive cell: the space group cannot be met. ${ANYWAY}`,
    );
  }
  const unitAtoms = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.min(limits.maxAtoms, conditions.maxAtomCount ?? limits.maxAtoms);
  for (let units = 1; units * unitAtoms <= most; units++) {
    const isAskedFor = (asked ?? units * unitAtoms) === units * unitAtoms;
    const inCell = counts.map((count) => count * units);
    if (isAskedFor && hasRoom(number, inCell)) return [];
  }
  const fewest = fewestFormulaUnits(number, counts) * unitAtoms;
  const formula = composition ? formatFormulaSubscript(composition) : 'this formula';
  const possible =
    fewest > limits.maxAtoms
      ? `the models write at most ${limits.maxAtoms}`
      : asked === undefined
        ? `at most ${most} are asked for`
        : `${asked} are asked for`;
  return warn(
    `${group} with ${formula} needs at least ${fewest} atoms in the primitive cell; ${possible}: the space group cannot be met. ${ANYWAY}`,
  );
}

/** The cell asked for may be several primitive ones, as conventional cells are. */
function hasRoom(number: number, counts: readonly number[]): boolean {
  for (let cells = 1; cells <= Math.min(...counts); cells++) {
    const inPrimitive = counts.map((count) => count / cells);
    if (inPrimitive.every(Number.isInteger) && canHold(number, inPrimitive)) return true;
  }
  return false;
}
