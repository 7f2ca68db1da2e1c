import { describe, expect, it } from 'vitest';
import { writeP1Cif, writeSymmetrisedCif } from './cif';
import { structureDifference } from './cif-check';
import type { Crystal } from './crystal';
import { writeExtXyz } from './extxyz';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { writePoscar } from './poscar';
import { writePymatgenJson } from './pymatgen-json';
import { readStructureFile, type StructureFile } from './structure-file';
import { StructureFileError } from './structure-file-error';
import { loadSymmetry } from './symmetry';
import { damagedFiles } from './testing/damage';

const FILES = 300;
const SEED = 20260131;
/** Generous: the files are small, and anything but a hang stays far below. */
const MOST_MILLISECONDS = 5000;

const oracles = readFixture<{ name: string; crystal: StoredCrystal }[]>('symmetry.json');
const others = readFixture<{ name: string; program: string; text: string }[]>('cifs.json');
const symmetry = await loadSymmetry();

function goodFiles(): { readonly name: string; readonly text: string }[] {
  const crystals = ['rutile TiO2', 'perovskite SrTiO3', 'zirconia ZrO2'].map((name) =>
    toCrystal(oracles.find((oracle) => oracle.name === name)!.crystal),
  );
  const written = (crystal: Crystal, index: number) => [
    { name: `${index}.cif`, text: writeP1Cif(crystal) },
    { name: `${index}-symmetrised.cif`, text: writeSymmetrisedCif(symmetry.analyse(crystal, 0.01)) },
    { name: `${index}.vasp`, text: writePoscar(crystal) },
    { name: `${index}.extxyz`, text: writeExtXyz(crystal) },
    { name: `${index}.json`, text: writePymatgenJson(crystal) },
  ];
  const foreign = others
    .filter(({ name }) => name.startsWith('rutile'))
    .map(({ program, text }) => ({ name: `${program}.cif`, text }));
  return [...crystals.flatMap(written), ...foreign];
}

type Outcome = 'refused by name' | 'read with a note' | 'read unchanged';

const good = await Promise.all(
  goodFiles().map(async ({ name, text }) => ({
    name,
    text,
    original: await readStructureFile(name, new TextEncoder().encode(text)),
  })),
);

describe('damaged files', () => {
  const outcomes = new Map<Outcome, number>();
  const damaged = [...damagedFiles(good, FILES, SEED)].map((entry, index) => ({ ...entry, index }));

  it.each(damaged)('$index: $file.name with $damage', async ({ file, bytes }) => {
    const started = performance.now();
    const outcome = await read(file.name, bytes, file.original);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    expect(performance.now() - started).toBeLessThan(MOST_MILLISECONDS);
  });

  it('are made from files that read without a note', () => {
    for (const { original } of good) expect(original.notes).toEqual([]);
  });

  it('come to every kind of end', () => {
    expect([...outcomes.keys()].sort()).toEqual(['read unchanged', 'read with a note', 'refused by name']);
    expect(outcomes.get('refused by name')).toBeGreaterThan(FILES / 3);
  });
});

/** Fails on an error without a name and on a structure that changed without a word. */
async function read(name: string, bytes: Uint8Array, original: StructureFile): Promise<Outcome> {
  let file: StructureFile;
  try {
    file = await readStructureFile(name, bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(StructureFileError);
    expect((error as Error).message).toMatch(/\S{3}.*[.!]$/s);
    return 'refused by name';
  }
  if (file.notes.length > 0) return 'read with a note';
  expect(structureDifference(file.crystal, original.crystal)).toBeUndefined();
  return 'read unchanged';
}
