import { expandSites } from './cif-orbits';
import { type CifSite, readNumber, readSites } from './cif-sites';
import { type CifSymmetry, readSymmetry } from './cif-symmetry';
import { type CifBlock, parseCif } from './cif-syntax';
import type { Crystal } from './crystal';
import { atomicNumberOf, symbolOf } from './elements';
import { compositionOf, formatFormula, reduceComposition } from './formula';
import { cellVolume, latticeFromParameters } from './lattice';
import type { SettingTable } from './space-group-settings';
import { decimalNumber, quoteValue, StructureFileError } from './structure-file-error';
import type { SymmetryOperation } from './symmetry-operation';

export interface CifStructure {
  /** Name of the data block. */
  readonly name: string;
  /** All atoms of the cell, site by site, coordinates in [0, 1). */
  readonly crystal: Crystal;
  readonly operations: readonly SymmetryOperation[];
  /** Sentences for the user: what was assumed, left out, or does not agree. */
  readonly notes: readonly string[];
}

/** Relative. */
const VOLUME_TOLERANCE = 0.01;
const FORMULA_TOLERANCE = 0.01;

/**
 * Reads the first structure of a CIF 1.1 or 2.0 file by the core dictionary: cell, symmetry, fully occupied atom sites.
 * Where operations are not listed, `settings` give those of the space group that is named.
 * Throws StructureFileError, naming line and value, for what is no CIF or no ordered crystal.
 */
export function readCif(content: string, settings?: SettingTable): CifStructure {
  const blocks = parseCif(content);
  const block = chooseBlock(blocks);
  const lattice = readLattice(block);
  const symmetries = readSymmetry(block, lattice, settings);
  const formula = readFormula(block);
  const { sites, notes: siteNotes } = readSites(block, formula && new Set(formula.keys()));
  const {
    crystal,
    operations,
    notes: orbitNotes,
  } = likeliest(symmetries, (symmetry) => {
    const { crystal, notes } = expandSites(sites, symmetry.operations, lattice);
    const doubts = formulaNotes(block, crystal, formula);
    return { crystal, operations: symmetry.operations, notes: [...symmetry.notes, ...notes, ...doubts], doubts };
  });
  const notes = [
    ...blockNotes(blocks, block),
    ...siteNotes,
    ...orbitNotes,
    ...multiplicityNotes(block, sites, crystal),
    ...volumeNotes(block, lattice),
  ];
  return { name: block.name, crystal, operations, notes };
}

/** The first reading that raises no doubts, else the first that can be had at all. */
function likeliest<Reading extends { readonly doubts: readonly string[] }>(
  symmetries: readonly CifSymmetry[],
  read: (symmetry: CifSymmetry) => Reading,
): Reading {
  let first: Reading | undefined;
  let failure: unknown;
  for (const symmetry of symmetries) {
    try {
      const reading = read(symmetry);
      if (reading.doubts.length === 0) return reading;
      first ??= reading;
    } catch (error) {
      if (!(error instanceof StructureFileError)) throw error;
      failure ??= error;
    }
  }
  if (first) return first;
  throw failure;
}

function chooseBlock(blocks: readonly CifBlock[]): CifBlock {
  for (const { items, loops, line } of blocks) {
    const isMacromolecular = loops.some(({ names }) => names.includes('_atom_site_label_asym_id'));
    if (isMacromolecular || items.has('_entry_id')) {
      throw new StructureFileError(
        line,
        'The file is an mmCIF, which describes macromolecules. The studio reads crystals from CIF files of the core ' +
          'dictionary (_atom_site_fract_x).',
      );
    }
    if (Number(items.get('_cell_modulation_dimension')?.text) > 0) {
      throw new StructureFileError(line, 'The structure is modulated, which the studio does not read.');
    }
  }
  const withCell = blocks.filter(({ items }) => items.has('_cell_length_a'));
  const hasSites = ({ loops }: CifBlock) => loops.some(({ names }) => names.includes('_atom_site_fract_x'));
  const chosen = withCell.find(hasSites) ?? withCell[0];
  if (!chosen) throw new StructureFileError(blocks[0]?.line ?? 1, 'No data block has a cell (_cell_length_a).');
  return chosen;
}

function blockNotes(blocks: readonly CifBlock[], chosen: CifBlock): string[] {
  const others = blocks.filter((block) => block !== chosen && block.items.has('_cell_length_a')).length;
  if (others === 0) return [];
  return [`The file holds ${others + 1} structures; the first one, "${chosen.name}", was read.`];
}

function readLattice(block: CifBlock): Float64Array {
  const value = (name: string) => {
    const item = block.items.get(name);
    if (!item) throw new StructureFileError(block.line, `The data block has no ${name}.`);
    return readNumber(item, name);
  };
  const parameters = {
    a: value('_cell_length_a'),
    b: value('_cell_length_b'),
    c: value('_cell_length_c'),
    alpha: value('_cell_angle_alpha'),
    beta: value('_cell_angle_beta'),
    gamma: value('_cell_angle_gamma'),
  };
  try {
    return latticeFromParameters(parameters);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StructureFileError(block.items.get('_cell_length_a')?.line, error.message);
  }
}

/** Numbers of atoms of `_chemical_formula_sum` by atomic number; undefined where it cannot be read. */
function readFormula(block: CifBlock): Map<number, number> | undefined {
  const text = block.items.get('_chemical_formula_sum')?.text.trim() ?? '';
  const counts = new Map<number, number>();
  const parts = text.match(/[A-Z][a-z]?[\d.]*/g) ?? [];
  if (parts.length === 0 || parts.join('') !== text.replace(/\s/g, '')) return undefined;
  for (const part of parts) {
    const [, symbol, count] = /^([A-Za-z]+)(.*)$/.exec(part) as RegExpExecArray;
    const atomicNumber = symbol === 'D' || symbol === 'T' ? 1 : atomicNumberOf(symbol);
    const number = count === '' ? 1 : decimalNumber(count);
    if (atomicNumber === undefined || number === undefined) return undefined;
    counts.set(atomicNumber, (counts.get(atomicNumber) ?? 0) + number);
  }
  return counts;
}

/** Whether sites and formula tell the same, up to a common factor; a list that was cut short shows here. */
function formulaNotes(block: CifBlock, crystal: Crystal, formula: Map<number, number> | undefined): string[] {
  const written = block.items.get('_chemical_formula_sum');
  if (!written || !formula) return [];
  const counts = new Map<number, number>();
  for (const atomicNumber of crystal.atomicNumbers) counts.set(atomicNumber, (counts.get(atomicNumber) ?? 0) + 1);
  const total = [...formula.values()].reduce((sum, count) => sum + count, 0);
  const share = (atomicNumber: number) => (formula.get(atomicNumber) ?? 0) / total;
  const differs = [...new Set([...formula.keys(), ...counts.keys()])].some((atomicNumber) => {
    const found = (counts.get(atomicNumber) ?? 0) / crystal.atomicNumbers.length;
    return Math.abs(found - share(atomicNumber)) > FORMULA_TOLERANCE * Math.max(found, share(atomicNumber));
  });
  if (differs) {
    const found = formatFormula(reduceComposition(compositionOf(crystal)));
    return [`The file's formula is ${quoteValue(written.text)}, but its sites give ${found}.`];
  }
  const units = block.items.get('_cell_formula_units_z');
  const expected = total * Number(units?.text);
  const isCount = (count: number) => Math.abs(count / crystal.atomicNumbers.length - 1) < FORMULA_TOLERANCE;
  // Some programs write the formula of the whole cell.
  if (!(expected > 0) || isCount(expected) || isCount(total)) return [];
  return [
    `Formula and _cell_formula_units_Z give ${expected} atoms, but the sites give ${crystal.atomicNumbers.length}.`,
  ];
}

/** Whether the sites' multiplicities add up to the atoms that the operations made of them. */
function multiplicityNotes(block: CifBlock, sites: readonly CifSite[], crystal: Crystal): string[] {
  const name = ['_atom_site_site_symmetry_multiplicity', '_atom_site_symmetry_multiplicity'];
  const loop = block.loops.find(({ names }) => names.includes('_atom_site_fract_x'));
  const column = loop?.names.findIndex((candidate) => name.includes(candidate)) ?? -1;
  if (!loop || column < 0 || loop.rows.length !== sites.length) return [];
  const multiplicities = loop.rows.map((row) => Number(row[column].text));
  const sum = multiplicities.reduce((total, value) => total + value, 0);
  // Programs that list every atom of the cell repeat the multiplicity of its orbit.
  if (!(sum > 0) || sum === crystal.atomicNumbers.length || sites.length === crystal.atomicNumbers.length) return [];
  const first = sites[0];
  return [
    `The multiplicities of the sites add up to ${sum} atoms, but the operations make ${crystal.atomicNumbers.length} of ` +
      `them, beginning with ${first.label} (${symbolOf(first.atomicNumber)}).`,
  ];
}

function volumeNotes(block: CifBlock, lattice: Float64Array): string[] {
  const written = block.items.get('_cell_volume');
  const volume = written && decimalNumber(written.text.replace(/\(\d+\)$/, ''));
  if (!written || volume === undefined) return [];
  const actual = cellVolume(lattice);
  if (Math.abs(volume / actual - 1) < VOLUME_TOLERANCE) return [];
  return [`_cell_volume is ${written.text} Å³, but lengths and angles give ${actual.toFixed(2)} Å³.`];
}
