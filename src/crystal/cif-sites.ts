import type { CifBlock, CifLoop, CifValue } from './cif-syntax';
import { atomicNumberOf } from './elements';
import { decimalNumber, nameList, quoteValue, StructureFileError } from './structure-file-error';

/** One site of a block, fully occupied. */
export interface CifSite {
  readonly label: string;
  readonly line: number;
  readonly atomicNumber: number;
  /** As written. */
  readonly fracCoord: readonly [number, number, number];
}

export interface CifSites {
  readonly sites: readonly CifSite[];
  /** Sentences for the user: what was left out or read as something else. */
  readonly notes: readonly string[];
}

/** Occupancies are printed with two or three decimals. */
const FULL_OCCUPANCY = 1e-3;

/**
 * The atom sites of a block. `formula` holds the elements that the block's formula names; it decides what a label such as
 * `HO1` means. Throws StructureFileError, naming sites and lines, for partial occupancy, disorder, unknown elements and
 * coordinates that are missing or no numbers.
 */
export function readSites(block: CifBlock, formula: ReadonlySet<number> | undefined): CifSites {
  const loop = block.loops.find(({ names }) => names.includes('_atom_site_fract_x'));
  if (!loop) throw new StructureFileError(block.line, missingCoordinates(block));
  const table = new SiteTable(loop);
  refuseDisorder(table);
  const notes: string[] = [];
  const dummies = table.labelsWhere('_atom_site_calc_flag', (text) => /^dum/i.test(text));
  const empty = table.labelsWhere('_atom_site_occupancy', (text) => decimalNumber(text) === 0);
  if (dummies.length > 0) notes.push(`Left out: ${nameList(dummies)}, marked as dummy atoms.`);
  if (empty.length > 0) notes.push(`Left out: ${nameList(empty)}, with occupancy 0.`);
  const bearers = table.labelsWhere('_atom_site_attached_hydrogens', (text) => Number(text) > 0);
  if (bearers.length > 0) {
    notes.push(
      `The hydrogen atoms that the file attaches to ${nameList(bearers)} have no coordinates and are missing.`,
    );
  }
  const heavy: string[] = [];
  const guessed: string[] = [];
  const sites: CifSite[] = [];
  for (const row of loop.rows) {
    const label = table.label(row);
    if (dummies.includes(label) || empty.includes(label)) continue;
    const species = table.species(row);
    const { atomicNumber, isotope, isGuess } = readElement(species, formula);
    if (isotope) heavy.push(label);
    if (isGuess) guessed.push(label);
    sites.push({ label, line: row[0].line, atomicNumber, fracCoord: table.position(row) });
  }
  if (sites.length === 0) throw new StructureFileError(loop.line, 'No atom site is left: all are dummies or empty.');
  if (heavy.length > 0) notes.push(`Deuterium or tritium was read as hydrogen: ${nameList(heavy)}.`);
  if (guessed.length > 0) {
    notes.push(`The labels ${nameList(guessed)} could stand for another element; the longer symbol was taken.`);
  }
  return { sites, notes };
}

function missingCoordinates(block: CifBlock): string {
  const isCartesian = block.loops.some(({ names }) => names.includes('_atom_site_cartn_x'));
  return isCartesian
    ? 'The sites have Cartesian coordinates only. Save the file with fractional ones (_atom_site_fract_x).'
    : 'The data block has no fractional coordinates (_atom_site_fract_x).';
}

class SiteTable {
  private readonly loop: CifLoop;
  private readonly axes: readonly (readonly [name: string, column: number])[];
  private readonly typeColumn: number;
  private readonly labelColumn: number;

  constructor(loop: CifLoop) {
    this.loop = loop;
    this.axes = ['x', 'y', 'z'].map((axis) => {
      const name = `_atom_site_fract_${axis}`;
      const column = loop.names.indexOf(name);
      if (column < 0) throw new StructureFileError(loop.line, `The loop of the atom sites has no ${name}.`);
      return [name, column];
    });
    this.typeColumn = loop.names.indexOf('_atom_site_type_symbol');
    this.labelColumn = loop.names.indexOf('_atom_site_label');
    if (this.typeColumn < 0 && this.labelColumn < 0) {
      const reason = 'The atom sites have neither _atom_site_type_symbol nor _atom_site_label.';
      throw new StructureFileError(loop.line, reason);
    }
  }

  label(row: readonly CifValue[]): string {
    return row[this.labelColumn < 0 ? this.typeColumn : this.labelColumn].text;
  }

  /** The type symbol where there is one, else the label. */
  species(row: readonly CifValue[]): CifValue & { readonly isLabel: boolean } {
    const type = row[this.typeColumn];
    const isLabel = !type || (isNone(type) && this.labelColumn >= 0);
    return { ...(isLabel ? row[this.labelColumn] : type), isLabel };
  }

  position(row: readonly CifValue[]): [number, number, number] {
    const [x, y, z] = this.axes.map(([name, column]) => {
      const value = row[column];
      if (isNone(value)) {
        throw new StructureFileError(
          value.line,
          `Site ${this.label(row)} has no ${name}: complete it or remove the site.`,
        );
      }
      return readNumber(value, name);
    });
    return [x, y, z];
  }

  /** Labels of the sites whose value of a column, where there is one, answers the question. */
  labelsWhere(name: string, question: (text: string) => boolean): string[] {
    return this.rowsWhere(name, question).map((row) => this.label(row));
  }

  rowsWhere(name: string, question: (text: string) => boolean): (readonly CifValue[])[] {
    const column = this.loop.names.indexOf(name);
    if (column < 0) return [];
    return this.loop.rows.filter((row) => !isNone(row[column]) && question(row[column].text));
  }

  column(name: string): number {
    return this.loop.names.indexOf(name);
  }
}

function refuseDisorder(table: SiteTable): void {
  const column = table.column('_atom_site_occupancy');
  const partial = table
    .rowsWhere('_atom_site_occupancy', () => true)
    .filter((row) => {
      const share = readNumber(row[column], '_atom_site_occupancy');
      return share !== 0 && Math.abs(share - 1) > FULL_OCCUPANCY;
    });
  const disordered = ['_atom_site_disorder_group', '_atom_site_disorder_assembly'].flatMap((name) =>
    table.rowsWhere(name, (text) => text !== '0'),
  );
  const refuse = (rows: readonly (readonly CifValue[])[], what: string) => {
    if (rows.length === 0) return;
    const labels = [...new Set(rows.map((row) => table.label(row)))];
    const sites = labels.length === 1 ? `Site ${labels[0]} is` : `Sites ${nameList(labels)} are`;
    throw new StructureFileError(rows[0][0].line, `${sites} ${what} Choose one ordered arrangement and save that.`);
  };
  const first = partial[0]?.[column].text;
  refuse(
    partial,
    `occupied in part (${first}): the studio reads ordered structures only, partial occupancy is not supported.`,
  );
  refuse(disordered, 'marked as disordered: the studio reads ordered structures only.');
}

/** A number with or without its uncertainty in parentheses, 3.905(2), which is left out. */
export function readNumber(value: CifValue, name: string): number {
  const number = decimalNumber(value.text.replace(/\(\d+\)$/, ''));
  if (number !== undefined) return number;
  throw new StructureFileError(value.line, `${name} is ${quoteValue(value.text)}, which is not a number.`);
}

interface ReadElement {
  readonly atomicNumber: number;
  readonly isotope: boolean;
  /** The first letter alone would be an element too, and nothing tells which is meant. */
  readonly isGuess: boolean;
}

/** Element of a type symbol or label: `Ti`, `Ti4+`, `TI`, `Ti1A`, `O2-`, `D1`. */
function readElement(
  value: CifValue & { readonly isLabel: boolean },
  formula: ReadonlySet<number> | undefined,
): ReadElement {
  const letters = /^[A-Za-z]{1,2}/.exec(value.text)?.[0] ?? '';
  const candidates = [letters.slice(0, 2), letters.slice(0, 1)].flatMap((part, index) => {
    if (part.length !== 2 - index) return [];
    const symbol = part.charAt(0).toUpperCase() + part.slice(1).toLowerCase();
    // T is also the name of tetrahedral sites.
    const isotope = symbol === 'D' || (symbol === 'T' && (!value.isLabel || formula?.has(1) === true));
    const atomicNumber = isotope ? 1 : atomicNumberOf(symbol);
    return atomicNumber === undefined ? [] : [{ atomicNumber, isotope }];
  });
  const inFormula = candidates.find(({ atomicNumber }) => formula?.has(atomicNumber));
  const [first, second] = candidates;
  if (!first) {
    const remedy = 'Write an element symbol into _atom_site_type_symbol.';
    throw new StructureFileError(value.line, `${quoteValue(value.text)} names no element. ${remedy}`);
  }
  if (value.isLabel && inFormula) return { ...inFormula, isGuess: false };
  const isCapital = /^[A-Z]{2}/.test(letters);
  return { ...first, isGuess: value.isLabel && second !== undefined && isCapital };
}

function isNone({ text, quoted }: CifValue): boolean {
  return !quoted && (text === '?' || text === '.');
}
