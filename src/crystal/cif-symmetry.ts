import type { CifBlock, CifLoop, CifValue } from './cif-syntax';
import type { Numbers } from './lattice';
import { distinctOperations, exactOperation, misfit, openProduct } from './operation-group';
import type { SettingTable, SpaceGroupSetting } from './space-group-settings';
import { quoteValue, StructureFileError } from './structure-file-error';
import { formatOperation, parseOperation, type SymmetryOperation } from './symmetry-operation';

export interface CifSymmetry {
  /** A group modulo lattice translations. */
  readonly operations: readonly SymmetryOperation[];
  /** Sentences for the user: what was assumed. */
  readonly notes: readonly string[];
}

const OPERATION_NAMES = ['_space_group_symop_operation_xyz', '_symmetry_equiv_pos_as_xyz'];
const HALL_NAMES = ['_space_group_name_hall', '_symmetry_space_group_name_hall'];
const SYMBOL_NAMES = [
  '_space_group_name_h-m_alt',
  '_space_group_name_h-m_full',
  '_space_group_name_h-m_ref',
  '_symmetry_space_group_name_h-m',
];
const NUMBER_NAMES = ['_space_group_it_number', '_symmetry_int_tables_number'];
/** No space group in any usual cell has as many. */
const MOST_OPERATIONS = 1000;
const identity = [exactOperation(parseOperation('x,y,z'))];

/**
 * The symmetry operations that a block lists; without a list, those of the Hall symbol, the Hermann–Mauguin symbol or the
 * number that it names, for which `settings` are needed: one answer for each setting or origin that goes by that name and
 * fits the cell, the usual one first. Throws StructureFileError when they are no group, do not fit the
 * cell, or cannot be known.
 */
export function readSymmetry(block: CifBlock, lattice: Numbers, settings?: SettingTable): CifSymmetry[] {
  const listed = listedOperations(block);
  if (listed.length > 0) return [checkedList(listed, block, lattice, settings)];
  if (block.loops.some(({ names }) => names.includes('_space_group_symop_magn_operation_xyz'))) {
    throw new StructureFileError(
      block.line,
      'The file is a magnetic CIF, whose symmetry the studio does not read. Save the structure without its moments.',
    );
  }
  return namedSymmetry(block, lattice, settings);
}

function listedOperations(block: CifBlock): CifValue[] {
  const isOperation = (name: string) => OPERATION_NAMES.includes(name);
  const inLoop = ({ names, rows }: CifLoop) => rows.map((row) => row[names.findIndex(isOperation)]);
  const loop = block.loops.find(({ names }) => names.some(isOperation));
  const single = givenValue(block, OPERATION_NAMES);
  return [...(loop ? inLoop(loop) : []), ...(single ? [single] : [])];
}

function checkedList(
  values: readonly CifValue[],
  block: CifBlock,
  lattice: Numbers,
  settings: SettingTable | undefined,
): CifSymmetry {
  const { line } = values[0];
  if (values.length > MOST_OPERATIONS) {
    throw new StructureFileError(
      line,
      `The file lists ${values.length} symmetry operations, more than any space group has.`,
    );
  }
  const operations = distinctOperations(values.map(readOperation));
  const open = openProduct(operations);
  if (open) {
    throw new StructureFileError(
      line,
      `The symmetry operations are no group: ${quoteValue(open.second)} then ${quoteValue(open.first)} is ` +
        `${quoteValue(open.product)}, which is not listed. A line is missing or wrong; without the whole list the ` +
        "file's space group would be used.",
    );
  }
  checkFit(operations, lattice, line);
  const number = Number(givenValue(block, NUMBER_NAMES)?.text);
  const [standard] = settings && Number.isInteger(number) ? settings.byNumber(number) : [];
  const notes: string[] = [];
  if (standard && pointOperations(standard.operations) !== pointOperations(operations)) {
    notes.push(
      `The file names space group ${standard.symbol} (${number}) but lists ${operations.length} symmetry operations ` +
        'of another one. The listed operations were applied.',
    );
  }
  return { operations, notes };
}

function pointOperations(operations: readonly SymmetryOperation[]): number {
  return new Set(operations.map(({ rotation }) => rotation.join(' '))).size;
}

function readOperation(value: CifValue): SymmetryOperation {
  try {
    return exactOperation(parseOperation(value.text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StructureFileError(value.line, `${quoteValue(value.text)} is no symmetry operation. ${error.message}`);
  }
}

function checkFit(operations: readonly SymmetryOperation[], lattice: Numbers, line: number): void {
  const wrong = misfit(operations, lattice);
  if (!wrong) return;
  throw new StructureFileError(
    line,
    `The symmetry operation "${formatOperation(wrong)}" does not fit the cell: it carries lengths or angles onto others ` +
      'that differ by more than 1 %. Correct the cell or the operations.',
  );
}

function namedSymmetry(block: CifBlock, lattice: Numbers, settings: SettingTable | undefined): CifSymmetry[] {
  const hall = givenValue(block, HALL_NAMES);
  const symbol = givenValue(block, SYMBOL_NAMES);
  const number = givenValue(block, NUMBER_NAMES);
  const named = hall ?? symbol ?? number;
  if (!named) {
    return [
      { operations: identity, notes: ['The file names no symmetry: its sites were taken for all atoms of the cell.'] },
    ];
  }
  if (!settings && !/^p?\s*1$/i.test(named.text)) {
    throw new StructureFileError(
      named.line,
      `The file names the space group ${named.text} but lists no symmetry operations.`,
    );
  }
  if (!settings) return [{ operations: identity, notes: [] }];
  const candidates = candidateSettings(settings, hall, symbol, number);
  if (candidates.length === 0) {
    throw new StructureFileError(
      named.line,
      `The file lists no symmetry operations, and its space group ${quoteValue(named.text)} is not a known one. ` +
        'Add the operations (_space_group_symop_operation_xyz) or correct the symbol.',
    );
  }
  const fitting = candidates.filter(({ operations }) => !misfit(operations, lattice));
  if (fitting.length === 0) checkFit(candidates[0].operations, lattice, named.line);
  const others = fitting.length > 1 ? `; ${fitting.length - 1} other settings or origins have that name too` : '';
  return fitting.map(({ number: group, symbol: name, operations }) => {
    const note = `The file lists no symmetry operations: those of ${name} (${group}) were taken, as ${quoteValue(named.text)} says`;
    return { operations: operations.map(exactOperation), notes: group === 1 ? [] : [`${note}${others}.`] };
  });
}

/** By the most exact name that is known. */
function candidateSettings(
  settings: SettingTable,
  hall: CifValue | undefined,
  symbol: CifValue | undefined,
  number: CifValue | undefined,
): SpaceGroupSetting[] {
  const byHall = hall && settings.byHallSymbol(hall.text);
  if (byHall) return [byHall];
  if (symbol) return settings.byHermannMauguin(symbol.text);
  return number && !hall ? settings.byNumber(Number(number.text)) : [];
}

/** The first of the names that has a value; `?` and `.` are none. */
function givenValue(block: CifBlock, names: readonly string[]): CifValue | undefined {
  return names
    .map((name) => block.items.get(name))
    .find((item) => item !== undefined && !/^\s*[?.]?\s*$/.test(item.text));
}
