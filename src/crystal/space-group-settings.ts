import { hall_symbol_entry, type MoyoHallSymbolEntry, operations_from_number } from '@spglib/moyo-wasm';
import { transpose } from './lattice';
import { loadSymmetry } from './symmetry';
import type { SymmetryOperation } from './symmetry-operation';

/** A space group in one of its settings. */
export interface SpaceGroupSetting {
  readonly number: number;
  /** Hermann–Mauguin symbol, with what tells the setting where the symbol alone does not: `F d -3 m:2`. */
  readonly symbol: string;
  /** Centring translations included. */
  readonly operations: readonly SymmetryOperation[];
}

/** The 530 settings of Hall's table (Acta Cryst. A37, 517, 1981). Several settings share most symbols and numbers. */
export interface SettingTable {
  byHallSymbol(symbol: string): SpaceGroupSetting | undefined;
  /** Standard ones first, of two origins the one at the centre of inversion. */
  byHermannMauguin(symbol: string): SpaceGroupSetting[];
  byNumber(number: number): SpaceGroupSetting[];
}

const SETTINGS = 530;
/** Names from before "e" was a glide plane (de Wolff et al., Acta Cryst. A48, 727, 1992). */
const OLD_NAMES: Readonly<Record<string, string>> = {
  abm2: 'aem2',
  aba2: 'aea2',
  cmca: 'cmce',
  cmma: 'cmme',
  ccca: 'ccce',
};

let table: SettingTable | undefined;

/** Rejects when moyo's module cannot be loaded. */
export async function loadSettings(): Promise<SettingTable> {
  await loadSymmetry();
  table ??= buildTable();
  return table;
}

function buildTable(): SettingTable {
  const entries = Array.from({ length: SETTINGS }, (_, index) => hall_symbol_entry(index + 1));
  const byName = new Map<string, MoyoHallSymbolEntry[]>();
  const add = (name: string, entry: MoyoHallSymbolEntry) => {
    const others = byName.get(name) ?? [];
    if (!others.includes(entry)) byName.set(name, [...others, entry]);
  };
  for (const entry of entries) {
    for (const name of [entry.hm_short, entry.hm_full]) {
      add(fold(name), entry);
      if (/^[12HR]$/.test(entry.setting)) add(fold(`${name}:${entry.setting}`), entry);
    }
  }
  const settings = (found: readonly MoyoHallSymbolEntry[]) =>
    found.toSorted((first, second) => rank(first) - rank(second)).map(toSetting);
  return {
    byHallSymbol(symbol) {
      const wanted = fold(symbol).replaceAll('"', '=');
      const found = entries.find(({ hall_symbol }) => fold(hall_symbol) === wanted);
      return found && toSetting(found);
    },
    byHermannMauguin(symbol) {
      const wanted = fold(symbol).replace(/^(r.*[^:])([hr])$/, '$1:$2');
      return settings(byName.get(OLD_NAMES[wanted] ?? wanted) ?? []);
    },
    byNumber: (number) => settings(entries.filter((entry) => entry.number === number)),
  };
}

/** The order of Hall's table, the first origin of two after all others. */
function rank({ hall_number, setting }: MoyoHallSymbolEntry): number {
  return hall_number + (setting.startsWith('1') ? SETTINGS : 0);
}

function toSetting({ number, hall_number, hm_short, setting }: MoyoHallSymbolEntry): SpaceGroupSetting {
  const operations = operations_from_number(number, { type: 'HallNumber', value: hall_number }, false);
  return {
    number,
    symbol: hm_short.replaceAll('_', '') + (/^[12HR]$/.test(setting) ? `:${setting}` : ''),
    // moyo serialises rotations column by column.
    operations: operations.map(({ rotation, translation }) => ({ rotation: [...transpose(rotation)], translation })),
  };
}

function fold(symbol: string): string {
  return symbol.replace(/[\s_]/g, '').toLowerCase();
}
