import initialise, {
  analyze_cell,
  hall_symbol_entry,
  type MoyoCell,
  type MoyoDataset,
  type MoyoOperation,
  operations_from_number,
} from '@spglib/moyo-wasm';
import { moyoWasm } from '#moyo-wasm';
import { type AsymmetricSite, asymmetricUnit } from './asymmetric-unit';
import type { Crystal } from './crystal';
import { exactOperations } from './exact-operations';
import { shortestDistance } from './geometry';
import { cellVolume, determinant, invert, metricTensor, multiply, type Numbers, transpose, wrap } from './lattice';
import { likelyTranslations } from './likely-translations';
import { niggliReduce } from './niggli';
import type { CellTransform } from './source-atoms';
import { type SpaceGroup, spaceGroup } from './space-groups';
import { symmetrise } from './symmetrise';
import type { SymmetryOperation } from './symmetry-operation';

/** The conventional cell in the standard setting of the International Tables (origin choice 2, hexagonal axes). */
export interface ConventionalCell {
  /** Idealised: sites and lattice obey the group exactly; coordinates in [0, 1). */
  readonly crystal: Crystal;
  /** All operations of the cell, centring translations included. */
  readonly operations: readonly SymmetryOperation[];
  readonly asymmetricUnit: readonly AsymmetricSite[];
  /** Hermann–Mauguin symbol with spaces and the setting where there are several: `F d -3 m:2`, `R -3 m:H`. */
  readonly hermannMauguin: string;
  readonly hallSymbol: string;
  /** From this cell to the analysed one. */
  readonly toAnalysed: CellTransform;
}

export interface SymmetryAnalysis {
  readonly spaceGroup: SpaceGroup;
  /** Tolerance in Å at which the group holds. */
  readonly symprec: number;
  /** Operations of the analysed cell, a group to rounding; the crystal obeys them within the tolerance. */
  readonly operations: readonly SymmetryOperation[];
  /** Wyckoff letter of each atom of the analysed cell. */
  readonly wyckoffLetters: readonly string[];
  /** `cF8`. */
  readonly pearsonSymbol: string;
  readonly conventional: ConventionalCell;
  /** Standardised primitive cell, idealised; coordinates in [0, 1). */
  readonly primitive: Crystal;
  /** From the primitive cell to the analysed one. */
  readonly primitiveToAnalysed: CellTransform;
}

/** One rung of the tolerance ladder; without a group the reason says why. */
export interface LadderRung {
  readonly symprec: number;
  readonly spaceGroup?: SpaceGroup;
  readonly reason?: string;
}

/** A structure whose symmetry cannot be determined at the tolerance asked for. */
export class SymmetryError extends Error {
  override readonly name = 'SymmetryError';
}

/** Tolerances in Å that a candidate is judged by. */
export const TOLERANCE_LADDER = [0.01, 0.05, 0.1, 0.2] as const;

export interface SymmetryFinder {
  /** Symmetry of a crystal at a tolerance in Å. Throws SymmetryError when it cannot be determined. */
  analyse(crystal: Crystal, symprec: number): SymmetryAnalysis;
  /** Space group at each tolerance in Å. Never throws for a crystal without determinable symmetry. */
  ladder(crystal: Crystal, tolerances?: readonly number[]): LadderRung[];
}

let loading: Promise<SymmetryFinder> | undefined;

/**
 * Loads moyo's WebAssembly module once and gives the symmetry finder. By default the module comes from disk in Node and
 * from the site's assets in a browser; `source` replaces that in the first call (bytes, a URL or a compiled module).
 * Rejects when it cannot be loaded; the next call tries again.
 */
export function loadSymmetry(
  source: () => Promise<BufferSource | URL | WebAssembly.Module> = moyoWasm,
): Promise<SymmetryFinder> {
  loading ??= source()
    .then((module_or_path) => initialise({ module_or_path }))
    .then(() => ({ analyse, ladder }))
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

function ladder(crystal: Crystal, tolerances: readonly number[] = TOLERANCE_LADDER): LadderRung[] {
  return tolerances.map((symprec) => {
    try {
      return { symprec, spaceGroup: spaceGroup(search(crystal, symprec).number) };
    } catch (error) {
      if (error instanceof SymmetryError) return { symprec, reason: error.message };
      throw error;
    }
  });
}

function analyse(crystal: Crystal, symprec: number): SymmetryAnalysis {
  const dataset = search(crystal, symprec);
  const group = spaceGroup(dataset.number);
  const setting = { type: 'HallNumber', value: dataset.hall_number } as const;
  const [operations, primitiveOperations] = [false, true].map((primitive) =>
    operations_from_number(dataset.number, setting, primitive).map(toOperation),
  );
  const standard = idealised(toCrystal(dataset.std_cell), operations);
  const hall = hall_symbol_entry(dataset.hall_number);
  // What moyo saw of a left-handed cell is its mirror image.
  const sign = determinant(crystal.lattice) > 0 ? 1 : -1;
  return {
    spaceGroup: group,
    symprec,
    operations: cellOperations(crystal, dataset, operations, symprec),
    wyckoffLetters: dataset.wyckoffs,
    pearsonSymbol: dataset.pearson_symbol,
    conventional: {
      crystal: standard,
      operations,
      asymmetricUnit: asymmetricUnit(standard, operations, wyckoffPositions(crystal, dataset)),
      hermannMauguin: group.spacedSymbol + (/^[12HR]$/.test(hall.setting) ? `:${hall.setting}` : ''),
      // moyo, as spglib, writes Hall's double prime as "=".
      hallSymbol: hall.hall_symbol.replaceAll('=', '"'),
      toAnalysed: { linear: dataset.std_linear, shift: dataset.std_origin_shift, sign },
    },
    primitive: idealised(toCrystal(dataset.prim_std_cell), primitiveOperations),
    primitiveToAnalysed: { linear: dataset.prim_std_linear, shift: dataset.prim_std_origin_shift, sign },
  };
}

/** moyo idealises the sites of a standard cell and leaves its lattice as it was measured. */
function idealised(crystal: Crystal, operations: readonly SymmetryOperation[]): Crystal {
  const { lattice, atomicNumbers, fracCoords } = symmetrise(crystal, operations).crystal;
  return { lattice, atomicNumbers, fracCoords: fracCoords.map(wrapNear) };
}

/** The operations of the cell as it was given, which may be left-handed. */
function cellOperations(
  { lattice }: Crystal,
  dataset: MoyoDataset,
  standard: readonly SymmetryOperation[],
  symprec: number,
): SymmetryOperation[] {
  const setting = { linear: transpose(dataset.std_linear), shift: dataset.std_origin_shift };
  const found = dataset.operations.map(toOperation).filter(({ rotation }) => keepsCell(lattice, rotation, symprec));
  const operations = exactOperations(found, standard, setting);
  if (determinant(lattice) > 0) return operations;
  return operations.map(({ rotation, translation }) => ({ rotation, translation: translation.map((x) => -x) }));
}

/**
 * Whether a rotation maps the lattice of a cell onto itself. moyo rounds rotations of the primitive cell to whole numbers of
 * the one given: in a cube repeated 5 × 5 × 4 times a quarter turn about a then exchanges b and c, which differ by an edge.
 */
function keepsCell(lattice: Numbers, rotation: Numbers, symprec: number): boolean {
  const metric = metricTensor(lattice);
  const turned = multiply(multiply(transpose(rotation), metric), rotation);
  const lengths = [0, 4, 8].map((i) => Math.sqrt(metric[i]));
  return metric.every((value, i) => {
    const tolerated = LATTICE_TOLERANCES * symprec * (lengths[i % 3] + lengths[Math.floor(i / 3)]);
    return Math.abs(turned[i] - value) <= tolerated;
  });
}

/** Wyckoff letters and where they were found: the atoms of the analysed cell in coordinates of the standard one. */
function wyckoffPositions(crystal: Crystal, dataset: MoyoDataset) {
  // As columns x' = P⁻¹ (x − p); moyo serialises P column by column, which is what row vectors need.
  const { fracCoords } = rightHanded(crystal);
  const shifted = fracCoords.map((x, index) => x - dataset.std_origin_shift[index % 3]);
  return {
    letters: dataset.wyckoffs,
    fracCoords: multiply(shifted, invert(dataset.std_linear)),
  };
}

// Between tolerance and lattice vectors this near in size the search traps inside WebAssembly, and a module that
// trapped is no longer to be trusted.
const SMALLEST_VECTOR_IN_TOLERANCES = 10;
const SMALLEST_DISTANCE_IN_TOLERANCES = 2;
/** By how many tolerances lattice vectors of one length may differ; an edge of any cell is longer than ten. */
const LATTICE_TOLERANCES = 4;
/** Atoms squared times translations that may hold: what a search may have to compare, within about a second. */
const MOST_COMPARISONS = 5e7;

function search(crystal: Crystal, symprec: number): MoyoDataset {
  const { lattice, atomicNumbers, fracCoords } = crystal;
  if (!(symprec > 0)) throw new RangeError(`The tolerance ${symprec} Å is not positive.`);
  if (atomicNumbers.length === 0) throw new SymmetryError('A cell without atoms has no symmetry to find.');
  if (![...lattice, ...fracCoords].every(Number.isFinite) || !(cellVolume(lattice) > 0)) {
    throw new SymmetryError('The cell has no volume or its coordinates are not finite.');
  }
  const count = atomicNumbers.length;
  const copies = count ** 3 > MOST_COMPARISONS ? likelyTranslations(crystal, symprec) : 1;
  if (count ** 2 * copies > MOST_COMPARISONS) {
    throw new SymmetryError(
      `A cell of ${count} atoms that repeats a smaller one ${copies} times is too large to search for symmetry: open the smaller one.`,
    );
  }
  const [x, y, z] = reducedLattice(lattice);
  const vector = Math.hypot(x, y, z);
  if (vector < SMALLEST_VECTOR_IN_TOLERANCES * symprec) {
    throw new SymmetryError(
      `The shortest lattice vector (${vector.toFixed(3)} Å) is too short for a tolerance of ${symprec} Å.`,
    );
  }
  const distance = shortestDistance(crystal);
  if (distance < SMALLEST_DISTANCE_IN_TOLERANCES * symprec) {
    throw new SymmetryError(`Two atoms are ${distance.toFixed(3)} Å apart: too near for a tolerance of ${symprec} Å.`);
  }
  try {
    return analyze_cell(JSON.stringify(toMoyo(rightHanded(crystal))), symprec, 'Standard');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new SymmetryError(`The symmetry search found no group at ${symprec} Å (${detail}).`);
  }
}

function reducedLattice(lattice: Float64Array): Float64Array {
  try {
    return niggliReduce(lattice).lattice;
  } catch (error) {
    if (error instanceof RangeError) throw new SymmetryError(error.message);
    throw error;
  }
}

/** The same crystal described by a right-handed cell: −a, −b, −c span the same lattice. */
function rightHanded(crystal: Crystal): Crystal {
  if (determinant(crystal.lattice) > 0) return crystal;
  return { ...crystal, lattice: crystal.lattice.map((x) => -x), fracCoords: crystal.fracCoords.map((x) => -x) };
}

function toMoyo({ lattice, atomicNumbers, fracCoords }: Crystal): MoyoCell {
  return {
    lattice: { basis: [...lattice] as MoyoCell['lattice']['basis'] },
    positions: Array.from(atomicNumbers, (_, i) => [fracCoords[3 * i], fracCoords[3 * i + 1], fracCoords[3 * i + 2]]),
    numbers: [...atomicNumbers],
  };
}

/** moyo serialises rotations column by column. */
function toOperation({ rotation, translation }: MoyoOperation): SymmetryOperation {
  return { rotation: [...transpose(rotation)], translation };
}

function toCrystal(cell: MoyoCell): Crystal {
  return {
    lattice: Float64Array.from(cell.lattice.basis),
    atomicNumbers: Uint8Array.from(cell.numbers),
    fracCoords: Float64Array.from(cell.positions.flat(), wrapNear),
  };
}

/** Into [0, 1), where a value that is 1 but for rounding becomes 0. */
function wrapNear(coordinate: number): number {
  const wrapped = wrap(coordinate);
  return wrapped > 1 - 1e-9 || wrapped < 1e-9 ? 0 : wrapped;
}
