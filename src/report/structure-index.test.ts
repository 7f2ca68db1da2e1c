import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { readFixture, type StoredCrystal, toCrystal } from '../crystal/fixtures/read-fixture';
import { prototypeFingerprint } from '../crystal/prototype-fingerprint';
import { loadSymmetry } from '../crystal/symmetry';
import { readFromDisk } from '../runtime/model-files-node';
import { openStructureIndex } from './open-structure-index';
import { fingerprintDifference, isSameStructure, type Novelty, type StructureIndex } from './structure-index';

const folder = new URL('../../public/index/', import.meta.url);
const crystals = new Map(
  readFixture<{ name: string; structure: StoredCrystal }[]>('prototype-fingerprints.json').map(
    ({ name, structure }) => [name, toCrystal(structure)] as const,
  ),
);

describe('the index that is shipped', () => {
  let index: StructureIndex;
  let lookUp: (crystal: Crystal) => Novelty;
  beforeAll(async () => {
    index = await openStructureIndex(readFromDisk(folder));
    const finder = await loadSymmetry();
    lookUp = (crystal) => index.lookUp(crystal, finder.ladder(crystal, [0.1])[0].spaceGroup?.number);
  });

  it.each([
    ['rock salt NaCl', 'mp-22862', 225],
    ['perovskite SrTiO3', 'mp-5229', 221],
    ['fluorite CaF2', 'mp-2741', 225],
    ['rutile TiO2', 'mp-2657', 136],
    ['anatase TiO2', 'mp-390', 141],
    ['wurtzite ZnO', 'mp-2133', 186],
    ['zinc blende ZnS', 'mp-10695', 216],
    ['diamond C', 'mp-66', 227],
    ['corundum Al2O3', 'mp-1143', 167],
  ])('knows %s as %s', (name, id, spaceGroup) => {
    const { verdict, sameComposition } = lookUp(crystals.get(name)!);
    expect(verdict).toBe('known');
    const own = sameComposition.find((match) => match.id === id);
    expect(own).toMatchObject({ isSameStructure: true, spaceGroup });
    expect(own!.volumeRatio).toBeGreaterThan(0.9);
    expect(own!.volumeRatio).toBeLessThan(1.05);
  });

  it('takes other elements in a known arrangement for a substitution and names prototype and entries', () => {
    const salt = crystals.get('rock salt NaCl')!;
    const novel = { ...salt, atomicNumbers: salt.atomicNumbers.map((z) => (z === 11 ? 18 : 87)) };
    const { verdict, sameCompositionCount, substitutions, substitutionCount, prototype } = lookUp(novel);
    expect(verdict).toBe('substitution');
    expect(sameCompositionCount).toBe(0);
    expect(substitutionCount).toBeGreaterThan(200);
    expect(substitutions).toHaveLength(3);
    expect(substitutions.every(({ isSameStructure, spaceGroup }) => isSameStructure && spaceGroup === 225)).toBe(true);
    expect(prototype).toMatch(/^AB_cF8_225_a_b \(Halite/);
  });

  it('keeps polymorphs apart and does not know a known crystal at twice its volume', () => {
    const rutile = crystals.get('rutile TiO2')!;
    const [first] = lookUp(rutile).sameComposition;
    expect(first.spaceGroup).toBe(136);
    expect(fingerprintDifference(...fingerprints('rutile TiO2', 'anatase TiO2'))).toBeGreaterThan(0.08);
    const swollen = { ...rutile, lattice: rutile.lattice.map((x) => x * 2 ** (1 / 3)) };
    const { verdict, sameComposition } = lookUp(swollen);
    // No substitution either: the elements are its own, and the entry that is named has them.
    expect(verdict).toBe('other-volume');
    expect(sameComposition[0]).toMatchObject({ isSameStructure: true, formula: 'TiO2' });
  });

  it('finds nothing like a gas, and says what comes nearest', () => {
    const titanate = crystals.get('perovskite SrTiO3')!;
    const gas = { ...titanate, fracCoords: titanate.fracCoords.map((_, index) => (0.37 * index * index) % 1) };
    const { verdict, sameComposition, substitutions, substitutionCount, prototype } = lookUp(gas);
    expect(verdict).toBe('unmatched');
    expect(substitutionCount).toBe(0);
    expect(prototype).toBeUndefined();
    for (const match of [...sameComposition, ...substitutions]) expect(match.isSameStructure).toBe(false);
    expect(sameComposition[0].difference).toBeLessThanOrEqual(sameComposition[1].difference);
  });

  it('has no entry for a proportion that none of its structures has', () => {
    const atomicNumbers = Uint8Array.of(...Array(16).fill(3), 8);
    const fracCoords = Float64Array.from({ length: 51 }, (_, index) => (0.617 * index) % 1);
    expect(lookUp({ ...crystals.get('bcc Fe')!, atomicNumbers, fracCoords })).toMatchObject({ verdict: 'unmatched' });
  });

  it('is refused when it is damaged', async () => {
    const read = readFromDisk(folder);
    const damaged: typeof read = async (path, onBytes) => {
      const bytes = await read(path, onBytes);
      if (path.endsWith('.bin')) bytes[1000] ^= 1;
      return bytes;
    };
    await expect(openStructureIndex(damaged)).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  it('is no larger than 6 MB', async () => {
    const { file } = JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8'));
    expect(file.bytes).toBeLessThanOrEqual(6e6);
    expect((await readFile(new URL(file.name, folder))).length).toBe(file.bytes);
  });
});

const fingerprints = (one: string, other: string) =>
  [one, other].map((name) => prototypeFingerprint(crystals.get(name)!)) as [never, never];

interface StoredPair {
  readonly name: string;
  readonly first: StoredCrystal;
  readonly second: StoredCrystal;
  readonly matches: boolean;
}

it("joins what pymatgen's StructureMatcher joins where little is displaced, and never structure types or a gas", () => {
  const pairs = readFixture<StoredPair[]>('structure-matches.json').map((pair) => ({
    ...pair,
    displacement: Number(/displaced ([\d.]+)/.exec(pair.name)?.[1] ?? Number.NaN),
    difference: fingerprintDifference(
      prototypeFingerprint(toCrystal(pair.first)),
      prototypeFingerprint(toCrystal(pair.second)),
    ),
  }));
  const near = pairs.filter(({ displacement }) => displacement < 0.06);
  expect(near.length).toBeGreaterThan(3);
  for (const { name, difference } of near) expect(isSameStructure(difference, false, true), name).toBe(true);
  const apart = pairs.filter(({ matches, displacement }) => !matches && Number.isNaN(displacement));
  expect(apart.length).toBeGreaterThan(20);
  for (const { name, difference } of apart) expect(isSameStructure(difference, false, false), name).toBe(false);
});
