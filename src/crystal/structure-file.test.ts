import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeP1Cif, writeSymmetrisedCif } from './cif';
import { structureDifference } from './cif-check';
import type { Crystal } from './crystal';
import { writeExtXyz } from './extxyz';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { latticeFromParameters } from './lattice';
import { writePoscar } from './poscar';
import { writePymatgenJson } from './pymatgen-json';
import { readStructureFile } from './structure-file';
import { StructureFileError } from './structure-file-error';
import { loadSymmetry } from './symmetry';

const oracles = readFixture<{ name: string; crystal: StoredCrystal; symprec: number }[]>('symmetry.json');
const symmetry = await loadSymmetry();
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, name = 'file') => readStructureFile(name, bytes(text));
const readLines = (lines: readonly string[], name?: string) => read(`${lines.join('\n')}\n`, name);

const rutile: Crystal = toCrystal(oracles.find(({ name }) => name === 'rutile TiO2')!.crystal);

describe('readStructureFile', () => {
  it('reads back every format that the studio writes, knowing it by its content', async () => {
    const coordinate = fc.double({ min: 0, max: 0.999, noNaN: true });
    const length = fc.double({ min: 4, max: 12, noNaN: true });
    const angle = fc.double({ min: 70, max: 110, noNaN: true });
    const atom = fc.tuple(fc.integer({ min: 1, max: 118 }), coordinate, coordinate, coordinate);
    const cell = fc.tuple(length, length, length, angle, angle, angle);
    await fc.assert(
      fc.asyncProperty(cell, fc.array(atom, { minLength: 1, maxLength: 5 }), async ([a, b, c, ...angles], atoms) => {
        const [alpha, beta, gamma] = angles;
        const crystal: Crystal = {
          lattice: latticeFromParameters({ a, b, c, alpha, beta, gamma }),
          atomicNumbers: Uint8Array.from(atoms, ([z]) => z),
          fracCoords: Float64Array.from(atoms.flatMap(([, ...position]) => position)),
        };
        for (const [format, text] of [
          ['CIF', writeP1Cif(crystal)],
          ['POSCAR', writePoscar(crystal)],
          ['extXYZ', writeExtXyz(crystal)],
          ['pymatgen JSON', writePymatgenJson(crystal)],
        ]) {
          const file = await read(text);
          expect(file.format).toBe(format);
          expect(structureDifference(file.crystal, crystal)).toBeUndefined();
          expect(file.notes.filter((note) => !note.includes('Å'))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('makes the operations of a CIF without them from Hall symbol, Hermann–Mauguin symbol or number', async () => {
    for (const { name, crystal, symprec } of oracles.filter((_, index) => index % 3 === 0)) {
      const text = writeSymmetrisedCif(symmetry.analyse(toCrystal(crystal), symprec));
      const expected = (await read(text)).crystal;
      const bare = text.replace(/loop_\n {2}_space_group_symop_id[\s\S]*?(?=loop_)/, '');
      const hall = await read(bare);
      const symbol = await read(bare.replace(/_space_group_name_Hall.*\n/, ''));
      const number = await read(bare.replace(/_space_group_name_.*\n/g, ''));
      for (const file of [hall, symbol, number]) {
        expect(structureDifference(file.crystal, expected), name).toBeUndefined();
        expect(file.notes.every((note) => note.includes('lists no symmetry operations'))).toBe(true);
      }
    }
  });

  it('refuses what it cannot know', async () => {
    await expect(read('')).rejects.toThrow('empty');
    await expect(read('\n \n')).rejects.toThrow('white space');
    await expect(read('Once upon a time\nthere was', 'tale.txt')).rejects.toThrow('"tale.txt" holds is not known');
    await expect(readStructureFile('big.cif', new Uint8Array(10_000_001))).rejects.toThrow('at most 10 MB');
    await expect(readStructureFile('a.cif.gz', Uint8Array.of(0x1f, 0x8b, 8))).rejects.toThrow('gzip');
    await expect(read('data_x\u0000\n')).rejects.toThrow('control character (U+0000)');
  });

  it('takes time in proportion to the file', async () => {
    const values = ' 0.1 0.2 0.3\n'.repeat(70_000);
    const started = performance.now();
    await expect(read(`data_x\nloop_ _a _b _c\n${values}`)).rejects.toThrow('No data block has a cell');
    await expect(read(`data_x\n${"'a'b ".repeat(190_000)}`)).rejects.toThrow(StructureFileError);
    await expect(read(`data_x\n_a\n;\n${';\n_x\n;\n'.repeat(10)}${' ;\n'.repeat(300_000)}`)).rejects.toThrow();
    await expect(read(`title\n1.0\n${'1 2 3 '.repeat(160_000)}\n`, 'POSCAR')).rejects.toThrow('lattice vector a');
    await expect(read(`2\nLattice="${'1 '.repeat(400_000)}\nx\nx\n`, 'a.xyz')).rejects.toThrow('closing quote');
    await expect(read('['.repeat(500_000), 'a.json')).rejects.toThrow(StructureFileError);
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('encodings', () => {
  const text = writeP1Cif(rutile);
  const wide = (order: 'le' | 'be', content: string) =>
    Uint8Array.from(
      [...content].flatMap((character) =>
        order === 'le' ? [character.charCodeAt(0), 0] : [0, character.charCodeAt(0)],
      ),
    );

  it.each<[string, Uint8Array, RegExp | undefined]>([
    ['UTF-8 with a byte order mark', bytes(`\uFEFF${text}`), undefined],
    ['CRLF', bytes(text.replaceAll('\n', '\r\n')), undefined],
    ['CR', bytes(text.replaceAll('\n', '\r')), undefined],
    ['UTF-16 LE with a mark', Uint8Array.of(0xff, 0xfe, ...wide('le', text)), undefined],
    ['UTF-16 BE with a mark', Uint8Array.of(0xfe, 0xff, ...wide('be', text)), undefined],
    ['UTF-16 LE without a mark', wide('le', text), /without a byte order mark/],
    ['UTF-16 BE without a mark', wide('be', text), /without a byte order mark/],
    ['Windows-1252', Uint8Array.of(0x23, 0xc5, 0x0a, ...bytes(text)), /Windows-1252/],
    ['no line break at the end', bytes(text.trimEnd()), /cut off/],
  ])('%s', async (_, content, note) => {
    const { crystal, notes } = await readStructureFile('rutile.cif', content);
    expect(structureDifference(crystal, rutile)).toBeUndefined();
    expect(notes.length).toBe(note ? 1 : 0);
    if (note) expect(notes[0]).toMatch(note);
  });
});

describe('POSCAR', () => {
  const head = ['rutile', '1.0', '4.594 0 0', '0 4.594 0', '0 0 2.959'];
  const positions = [
    '0 0 0',
    '0.5 0.5 0.5',
    '0.3053 0.3053 0',
    '0.6947 0.6947 0',
    '0.8053 0.1947 0.5',
    '0.1947 0.8053 0.5',
  ];
  const usual = [...head, 'Ti O', '2 4', 'Direct', ...positions];

  it('is read in all its forms', async () => {
    const { crystal, title, notes } = await readLines(usual);
    expect([title, notes]).toEqual(['rutile', []]);
    const cartesian = positions.map((line) =>
      line.split(' ').map((x, axis) => Number(x) * [4.594, 4.594, 2.959][axis]),
    );
    const forms = [
      [
        ...usual.slice(0, 5),
        'Ti_sv O/1a2b',
        '2 4',
        'Selective dynamics',
        'direct',
        ...positions.map((p) => `${p} T F T`),
      ],
      usual
        .with(1, '-62.4490')
        .map((line, index) => (index > 1 && index < 5 ? line.replace(/[\d.]+/g, (x) => `${3 * Number(x)}`) : line)),
      [...usual.slice(0, 7), 'Cartesian', ...cartesian.map((p) => p.join(' '))],
      [
        ...usual
          .with(1, '2 2 2')
          .map((line, index) => (index > 1 && index < 5 ? line.replace(/[\d.]+/g, (x) => `${Number(x) / 2}`) : line)),
      ],
      [...usual, '', '0.1 0.1 0.1'],
      usual.map((line, index) => (index < 8 ? line : `${line} ${index < 10 ? 'Ti' : 'O'}`)),
    ];
    for (const form of forms) expect(structureDifference((await readLines(form)).crystal, crystal)).toBeUndefined();
    expect((await readLines(forms[0])).notes).toEqual(['The flags of selective dynamics were left out.']);
    expect((await readLines(forms[4])).notes.join()).toContain('line 16 on');
  });

  it.each<[string, string[], string]>([
    ["VASP 4's form", usual.toSpliced(5, 1), 'Line 6: There are counts (2 4) where element symbols should stand'],
    ['a missing position', usual.slice(0, -1), 'Line 14: The file ends before position 6 of 6'],
    ['a position too many', usual.with(6, '2 3'), 'Line 14: "0.1947 0.8053 0.5" follows the 5 positions'],
    ['an unknown element', usual.with(5, 'Ti Ox'), 'Line 6: "Ox" is no element symbol'],
    ['a wrong scale', usual.with(1, '0'), 'Line 2: The scale factor 0'],
    ['a flat cell', usual.with(4, '4.594 0 0'), 'enclose no volume'],
    ['text for a number', usual.with(9, '0.5 0,5 0.5'), 'Line 10: Position 2 of 6 is "0.5 0,5 0.5"'],
    ['a wrong mode', usual.with(7, 'Frac'), 'neither "Direct" nor "Cartesian"'],
    ['counts that do not match', usual.with(6, '6'), '1 numbers of atoms for 2 element symbols'],
    ['another symbol at a position', usual.with(8, '0 0 0 O'), 'Line 9: Position 1 is marked as O'],
    ['too many atoms', usual.with(6, '2 49999'), 'at most 5000'],
  ])('is refused with %s', async (_, lines, reason) => {
    await expect(readLines(lines, 'POSCAR')).rejects.toThrow(reason);
  });
});

describe('extended XYZ', () => {
  const comment = 'Lattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3:forces:R:3 pbc="T T T"';
  const frame = (x: number) => ['2', comment, `Cs ${x} 0 0 0 0 0`, 'Cl 2 2 2 0 0 0'];

  it('is read from the last frame', async () => {
    const { crystal, notes, format } = await readLines([...frame(0), ...frame(0.4)]);
    expect(format).toBe('extXYZ');
    expect(crystal.fracCoords[0]).toBeCloseTo(0.1, 12);
    expect(notes).toEqual(['The file holds 2 frames; the last one was read.', 'Left out: forces of the atoms.']);
  });

  it.each<[string, string[], string]>([
    ['no lattice', frame(0).with(1, 'a molecule'), 'Line 2: The comment line has no Lattice'],
    ['no periodicity', frame(0).with(1, comment.replace('T T T', 'F F F')), 'molecule'],
    [
      'a frame cut short',
      [...frame(0), ...frame(0).slice(0, 3)],
      'Line 5: The frame that starts here announces 2 atoms',
    ],
    ['a line cut short', frame(0).with(3, 'Cl 2 2'), 'Line 4: Atom 2 has 3 values; Properties names 7'],
    ['an unknown element', frame(0).with(2, 'Xx 0 0 0 0 0 0'), '"Xx" is no element symbol'],
    ['an open quote', frame(0).with(1, comment.replace('4" ', '4 ')), 'closing quote'],
    ['a short lattice', frame(0).with(1, comment.replace('4 0 0 ', '4 0 ')), '8 numbers'],
  ])('is refused with %s', async (_, lines, reason) => {
    await expect(readLines(lines, 'frames.xyz')).rejects.toThrow(reason);
  });
});

describe('pymatgen JSON', () => {
  const structure = JSON.parse(writePymatgenJson(rutile));
  const changed = (change: (copy: typeof structure) => void) => {
    const copy = structuredClone(structure);
    change(copy);
    return read(JSON.stringify(copy), 'structure.json');
  };

  it('is read from an entry, by Cartesian coordinates and with oxidation states', async () => {
    const entry = await read(JSON.stringify({ '@class': 'ComputedStructureEntry', energy: 1, structure }));
    expect(structureDifference(entry.crystal, rutile)).toBeUndefined();
    expect(entry.notes.join()).toContain('ComputedStructureEntry');
    const file = await changed(({ sites }) => {
      for (const site of sites) delete site.abc;
      sites[0].species[0].oxidation_state = 4;
    });
    expect(structureDifference(file.crystal, rutile)).toBeUndefined();
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['a cut', () => read(JSON.stringify(structure).slice(0, 300), 'a.json'), 'Line 1: The JSON ends in the middle'],
    [
      'partial occupancy',
      () => changed((copy) => (copy.sites[1].species[0].occu = 0.5)),
      'sites[1] is occupied in part',
    ],
    [
      'two species',
      () => changed((copy) => copy.sites[2].species.push({ element: 'N', occu: 0 })),
      'sites[2] is occupied',
    ],
    [
      'no element',
      () => changed((copy) => (copy.sites[0].species[0].element = 'Xx')),
      'sites[0].species[0].element is "Xx"',
    ],
    ['a molecule', () => changed((copy) => (copy['@class'] = 'Molecule')), '@class is "Molecule"'],
    ['no lattice', () => changed((copy) => delete copy.lattice), 'no lattice'],
    ['a wrong matrix', () => changed((copy) => (copy.lattice.matrix[1] = [1, 2])), 'lattice.matrix[1] is "[1,2]"'],
    [
      'coordinates that disagree',
      () => changed((copy) => (copy.sites[0].abc[0] += 0.1)),
      'abc and xyz of sites[0] are 0.46 Å apart',
    ],
  ])('is refused with %s', async (_, file, reason) => {
    await expect(file()).rejects.toThrow(reason);
    await expect(file()).rejects.toThrow(StructureFileError);
  });
});
