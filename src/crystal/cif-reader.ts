import { applyOperation } from './asymmetric-unit';
import { type CifBlock, CifError, type CifLoop, type CifValue, parseCif } from './cif-syntax';
import type { Crystal } from './crystal';
import { atomicNumberOf } from './elements';
import { latticeFromParameters, wrap, wrappedDistance } from './lattice';
import { parseOperation, type SymmetryOperation } from './symmetry-operation';

export interface CifStructure {
  /** Name of the data block. */
  readonly name: string;
  /** All atoms of the cell, site by site, coordinates in [0, 1). */
  readonly crystal: Crystal;
  /** Operations as listed; the identity alone when the file lists none. */
  readonly operations: readonly SymmetryOperation[];
}

const OPERATION_NAMES = [
  '_space_group_symop_operation_xyz',
  '_space_group_symop.operation_xyz',
  '_symmetry_equiv_pos_as_xyz',
];
/** Å: images of a site under different operations that are nearer than this are one atom. */
const SAME_ATOM = 0.05;

/**
 * Reads the first structure of a CIF 1.1 file: cell, symmetry operations and fully occupied atom sites. A file that
 * lists no operations must name no group but P1. Deuterium counts as hydrogen.
 * Throws CifError, naming the line, for broken syntax, partial occupancy, unknown elements and missing data.
 */
export function readCif(content: string): CifStructure {
  const blocks = parseCif(content);
  const block = blocks.find((candidate) => candidate.items.has('_cell_length_a'));
  if (!block) throw new CifError(blocks[0]?.line ?? 1, 'No data block has a cell (_cell_length_a).');
  const lattice = readLattice(block);
  const operations = readOperations(block);
  const sites = readSites(block);
  const atomicNumbers: number[] = [];
  const fracCoords: number[] = [];
  for (const site of sites) {
    for (const image of distinctImages(lattice, operations, site.fracCoord)) {
      atomicNumbers.push(site.atomicNumber);
      fracCoords.push(...image);
    }
  }
  return {
    name: block.name,
    crystal: { lattice, atomicNumbers: Uint8Array.from(atomicNumbers), fracCoords: Float64Array.from(fracCoords) },
    operations,
  };
}

function readLattice(block: CifBlock): Float64Array {
  const value = (name: string) => {
    const item = block.items.get(name);
    if (!item) throw new CifError(block.line, `The data block has no ${name}.`);
    return readNumber(item, name);
  };
  try {
    return latticeFromParameters({
      a: value('_cell_length_a'),
      b: value('_cell_length_b'),
      c: value('_cell_length_c'),
      alpha: value('_cell_angle_alpha'),
      beta: value('_cell_angle_beta'),
      gamma: value('_cell_angle_gamma'),
    });
  } catch (error) {
    if (error instanceof RangeError) throw new CifError(block.items.get('_cell_length_a')?.line ?? 1, error.message);
    throw error;
  }
}

/** A number with or without its uncertainty in parentheses: 3.905(2). */
function readNumber(value: CifValue, name: string): number {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?)(?:\(\d+\))?$/.exec(value.text);
  if (!match) throw new CifError(value.line, `${name} is "${value.text}", which is not a number.`);
  return Number(match[1].replace(/[dD]/, 'e'));
}

function readOperations(block: CifBlock): SymmetryOperation[] {
  const loop = block.loops.find(({ names }) => names.some((name) => OPERATION_NAMES.includes(name)));
  const single = OPERATION_NAMES.map((name) => block.items.get(name)).find((item) => item !== undefined);
  const values = loop ? loop.rows.map((row) => row[loop.names.findIndex((n) => OPERATION_NAMES.includes(n))]) : [];
  if (single) values.push(single);
  if (values.length === 0) {
    const group =
      block.items.get('_space_group_name_h-m_alt') ??
      block.items.get('_symmetry_space_group_name_h-m') ??
      block.items.get('_space_group_it_number') ??
      block.items.get('_symmetry_int_tables_number');
    if (group && !/^(p\s*1|1|\?|\.)$/i.test(group.text.trim())) {
      throw new CifError(group.line, `The file names the space group ${group.text} but lists no symmetry operations.`);
    }
    return [parseOperation('x,y,z')];
  }
  return values.map((value) => {
    try {
      return parseOperation(value.text);
    } catch (error) {
      if (error instanceof RangeError) throw new CifError(value.line, error.message);
      throw error;
    }
  });
}

interface Site {
  readonly atomicNumber: number;
  readonly fracCoord: readonly [number, number, number];
}

function readSites(block: CifBlock): Site[] {
  const loop = block.loops.find(({ names }) => names.includes('_atom_site_fract_x'));
  if (!loop) throw new CifError(block.line, 'The data block has no fractional coordinates (_atom_site_fract_x).');
  const x = column(loop, '_atom_site_fract_x');
  const y = column(loop, '_atom_site_fract_y');
  const z = column(loop, '_atom_site_fract_z');
  const typeSymbol = loop.names.indexOf('_atom_site_type_symbol');
  const label = loop.names.indexOf('_atom_site_label');
  const occupancy = loop.names.indexOf('_atom_site_occupancy');
  const species = typeSymbol >= 0 ? typeSymbol : label;
  if (species < 0)
    throw new CifError(loop.line, 'The atom sites have neither _atom_site_type_symbol nor _atom_site_label.');
  return loop.rows.map((row) => {
    if (occupancy >= 0 && !/^[.?]$/.test(row[occupancy].text)) {
      const share = readNumber(row[occupancy], '_atom_site_occupancy');
      if (Math.abs(share - 1) > 1e-3) {
        throw new CifError(row[occupancy].line, `A site is occupied to ${share}: partial occupancy is not supported.`);
      }
    }
    return {
      atomicNumber: readElement(row[species]),
      fracCoord: [
        readNumber(row[x], '_atom_site_fract_x'),
        readNumber(row[y], '_atom_site_fract_y'),
        readNumber(row[z], '_atom_site_fract_z'),
      ],
    };
  });
}

function column(loop: CifLoop, name: string): number {
  const index = loop.names.indexOf(name);
  if (index < 0) throw new CifError(loop.line, `The loop of the atom sites has no ${name}.`);
  return index;
}

/** Element of a type symbol or label: `Ti`, `Ti4+`, `TI`, `Ti1A`, `O2-`. */
function readElement(value: CifValue): number {
  const letters = /^[A-Za-z]{1,2}/.exec(value.text)?.[0] ?? '';
  for (const length of [2, 1]) {
    const part = letters.slice(0, length);
    const symbol = part.charAt(0).toUpperCase() + part.slice(1).toLowerCase();
    const atomicNumber = symbol === 'D' ? 1 : atomicNumberOf(symbol);
    if (part.length === length && atomicNumber) return atomicNumber;
  }
  throw new CifError(value.line, `"${value.text}" names no element.`);
}

function distinctImages(
  lattice: Float64Array,
  operations: readonly SymmetryOperation[],
  site: readonly number[],
): number[][] {
  const images: number[][] = [];
  for (const operation of operations) {
    const image = applyOperation(operation, site).map(snapToZero);
    if (!images.some((other) => wrappedDistance(lattice, image, 0, other, 0) < SAME_ATOM)) images.push(image);
  }
  return images;
}

function snapToZero(coordinate: number): number {
  return wrap(coordinate) > 1 - 1e-9 ? 0 : coordinate;
}
