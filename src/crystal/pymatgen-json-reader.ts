import type { Crystal } from './crystal';
import { atomicNumberOf } from './elements';
import { cartToFrac, cellVolume, wrappedDistance } from './lattice';
import { nameList, quoteValue, StructureFileError } from './structure-file-error';
import { MOST_ATOMS } from './structure-limits';

export interface PymatgenStructure {
  readonly crystal: Crystal;
  /** Sentences for the user: what was left out or read as something else. */
  readonly notes: readonly string[];
}

/** Å: `abc` and `xyz` of a site agree to rounding. */
const SAME_POSITION = 0.01;
const FULL_OCCUPANCY = 1e-6;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON of a pymatgen Structure, or of an entry that holds one under `structure`.
 * Throws StructureFileError, naming line or field and value, for other JSON and for disordered sites.
 */
export function readPymatgenJson(text: string): PymatgenStructure {
  const root = asFields(parseJson(text), 'The file');
  const notes: string[] = [];
  let structure = root;
  if (root.structure !== undefined && root.lattice === undefined) {
    structure = asFields(root.structure, 'structure');
    notes.push(`The structure of ${quoteValue(String(root['@class'] ?? 'the entry'))} was read, the rest left out.`);
  }
  const { '@class': kind = 'Structure' } = structure;
  if (kind !== 'Structure' && kind !== 'IStructure') {
    fail(`@class is ${quoteValue(String(kind))}; the studio reads Structure, a periodic crystal.`);
  }
  const { lattice, pbc } = readLattice(structure.lattice);
  const open = ['a', 'b', 'c'].filter((_, axis) => pbc[axis] === false);
  if (open.length > 0) {
    notes.push(`The file is not periodic along ${nameList(open)}; the studio repeats the cell along all three axes.`);
  }
  const sites = structure.sites;
  if (!Array.isArray(sites) || sites.length === 0) fail('The structure has no sites.');
  if (sites.length > MOST_ATOMS) fail(`The cell holds ${sites.length} atoms; at most ${MOST_ATOMS} are read.`);
  refuseDisorder(sites);
  const heavy: string[] = [];
  const atomicNumbers: number[] = [];
  const fracCoords: number[] = [];
  sites.forEach((site: unknown, index) => {
    const where = `sites[${index}]`;
    const fields = asFields(site, where);
    const { atomicNumber, isIsotope } = readElement(fields, where);
    if (isIsotope) heavy.push(where);
    atomicNumbers.push(atomicNumber);
    fracCoords.push(...readPosition(fields, lattice, where));
  });
  if (heavy.length > 0) notes.push(`Deuterium or tritium was read as hydrogen: ${nameList(heavy)}.`);
  return {
    crystal: { lattice, atomicNumbers: Uint8Array.from(atomicNumbers), fracCoords: Float64Array.from(fracCoords) },
    notes,
  };
}

function fail(reason: string): never {
  throw new StructureFileError(undefined, reason);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const position = /position (\d+)/.exec(message)?.[1];
    const line = /line (\d+)/.exec(message)?.[1];
    const isCut = /end of|unterminated/i.test(message);
    const before = text.slice(0, position === undefined ? text.length : Number(position));
    const reason = isCut ? 'The JSON ends in the middle: the file was cut off.' : `This is not JSON: ${message}.`;
    throw new StructureFileError(line === undefined ? before.split('\n').length : Number(line), reason);
  }
}

function asFields(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return fail(`${where} is ${quoteValue(JSON.stringify(value) ?? 'nothing')}; it should be a JSON object.`);
}

function asVector(value: unknown, where: string): number[] {
  if (Array.isArray(value) && value.length === 3 && value.every(Number.isFinite)) return value;
  return fail(`${where} is ${quoteValue(JSON.stringify(value) ?? 'missing')}; it should be three numbers.`);
}

function readLattice(value: unknown): { readonly lattice: Float64Array; readonly pbc: readonly unknown[] } {
  if (value === undefined) fail('The structure has no lattice.');
  const { matrix, pbc, volume } = asFields(value, 'lattice');
  if (!Array.isArray(matrix) || matrix.length !== 3) fail('lattice.matrix is missing or does not have three rows.');
  const lattice = Float64Array.from(matrix.flatMap((row, index) => asVector(row, `lattice.matrix[${index}]`)));
  const actual = cellVolume(lattice);
  if (!(actual > 1e-6)) fail('The rows of lattice.matrix enclose no volume.');
  if (typeof volume === 'number' && Math.abs(volume / actual - 1) > 0.01) {
    fail(`lattice.volume is ${volume} Å³, but lattice.matrix encloses ${actual.toFixed(2)} Å³. Correct one of them.`);
  }
  return { lattice, pbc: Array.isArray(pbc) ? pbc : [] };
}

function speciesOf(site: unknown, where: string): readonly unknown[] {
  const { species } = asFields(site, where);
  return Array.isArray(species) && species.length > 0 ? species : fail(`${where}.species is missing.`);
}

function refuseDisorder(sites: readonly unknown[]): void {
  const disordered = sites.flatMap((site, index) => {
    const species = speciesOf(site, `sites[${index}]`);
    const { occu = 1 } = asFields(species[0], `sites[${index}].species[0]`);
    const isFull = typeof occu === 'number' && Math.abs(occu - 1) < FULL_OCCUPANCY;
    return species.length === 1 && isFull ? [] : [`sites[${index}]`];
  });
  if (disordered.length === 0) return;
  const are = disordered.length === 1 ? 'is' : 'are';
  fail(
    `${nameList(disordered)} ${are} occupied in part or by several elements: the studio reads ordered structures only. ` +
      'Choose one ordered arrangement and save that.',
  );
}

/** `Fe`, or `Fe3+` as older files have it. */
function readElement(site: Fields, where: string): { readonly atomicNumber: number; readonly isIsotope: boolean } {
  const { element } = asFields(speciesOf(site, where)[0], `${where}.species[0]`);
  const symbol = /^([A-Z][a-z]?)(?:\d*\.?\d*[+-])?$/.exec(String(element))?.[1] ?? '';
  const isIsotope = symbol === 'D' || symbol === 'T';
  const atomicNumber = isIsotope ? 1 : atomicNumberOf(symbol);
  if (atomicNumber === undefined)
    return fail(`${where}.species[0].element is ${quoteValue(String(element))}: no element.`);
  return { atomicNumber, isIsotope };
}

/** From `abc`, or from `xyz` where that alone is given; both must agree. */
function readPosition(
  { abc, xyz }: Fields,
  lattice: Float64Array,
  where: string,
): ArrayLike<number> & Iterable<number> {
  if (abc === undefined && xyz === undefined) fail(`${where} has neither abc nor xyz.`);
  const fromCart = xyz === undefined ? undefined : cartToFrac(asVector(xyz, `${where}.xyz`), lattice);
  if (abc === undefined) return fromCart as Float64Array;
  const frac = asVector(abc, `${where}.abc`);
  const apart = fromCart ? wrappedDistance(lattice, frac, 0, fromCart, 0) : 0;
  if (apart > SAME_POSITION) {
    fail(`abc and xyz of ${where} are ${apart.toFixed(2)} Å apart. Correct one of them, or leave xyz out.`);
  }
  return frac;
}
