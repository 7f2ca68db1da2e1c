import table from './space-groups.json';

export const CRYSTAL_SYSTEMS = [
  'triclinic',
  'monoclinic',
  'orthorhombic',
  'tetragonal',
  'trigonal',
  'hexagonal',
  'cubic',
] as const;

export type CrystalSystem = (typeof CRYSTAL_SYSTEMS)[number];

export interface SpaceGroup {
  /** International number, 1–230. */
  readonly number: number;
  /** Short Hermann–Mauguin symbol of the standard setting, ASCII: `Fm-3m`, `P63/mmc`. */
  readonly symbol: string;
  readonly crystalSystem: CrystalSystem;
  /** The same with a space between the directions, as CIF wants it: `F m -3 m`, `P 63/m m c`. */
  readonly spacedSymbol: string;
  /** Hermann–Mauguin symbol of the point group: `m-3m`. */
  readonly pointGroup: string;
}

/** All 230 space groups; index number − 1. */
export const SPACE_GROUPS: readonly SpaceGroup[] = table.symbols.map((spacedSymbol, index) => ({
  number: index + 1,
  symbol: spacedSymbol.replaceAll(' ', ''),
  spacedSymbol,
  crystalSystem: table.crystalSystems[index] as CrystalSystem,
  pointGroup: table.pointGroups[index],
}));

const NUMBER_BY_SYMBOL = new Map<string, number>([
  ...Object.entries(table.aliases),
  ...table.symbols.map((symbol, index) => [fold(symbol), index + 1] as const),
]);

/** Space group of an international number. Throws RangeError outside 1–230. */
export function spaceGroup(number: number): SpaceGroup {
  const found = SPACE_GROUPS[number - 1];
  if (!found) throw new RangeError(`There is no space group ${number}; the number must be 1 to 230.`);
  return found;
}

/**
 * Number of the group that a Hermann–Mauguin symbol names, in the short or full form, any of the tabulated settings,
 * with or without spaces and underscores (`Fm-3m`, `Fm3m`, `F m 3̅ m`, `P6_3/mmc`, `P 63/m m c`, `Pbnm`), in any
 * letter case; undefined when no group has it.
 */
export function spaceGroupNumberOf(symbol: string): number | undefined {
  return NUMBER_BY_SYMBOL.get(fold(symbol));
}

/** A group's symbol as it is printed: screw axes as subscripts, rotoinversions with an overline: `P6₃/mmc`, `Fm3̅m`. */
export function typesetSymbol(group: SpaceGroup): string {
  // Screw axes show only in the spaced form: P 42 2 2 is not P 4 2 2.
  return group.spacedSymbol
    .replace(/-(\d)/g, '$1\u0305')
    .replace(/([2346])([1-5])/g, (_, axis: string, screw: string) => axis + SUBSCRIPTS[Number(screw)])
    .replaceAll(' ', '');
}

const SUBSCRIPTS = '₀₁₂₃₄₅';

function fold(symbol: string): string {
  return symbol
    .normalize('NFD')
    .replace(/(\d)[\u0304\u0305\u00af]/g, '-$1')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080))
    .replace(/[\s_]/g, '')
    .toLowerCase();
}
