import { describe, expect, it } from 'vitest';
import { structureDifference } from './cif-check';
import { readStructureFile } from './structure-file';
import { StructureFileError } from './structure-file-error';

const readLines = (lines: readonly string[]) =>
  readStructureFile('file.cif', new TextEncoder().encode(`${lines.join('\n')}\n`));

describe('CIF', () => {
  const cell = [
    '_cell_length_a 4.594',
    '_cell_length_b 4.594',
    '_cell_length_c 2.959',
    '_cell_angle_alpha 90',
    '_cell_angle_beta 90',
    '_cell_angle_gamma 90',
    "_space_group_name_H-M_alt 'P 42/m n m'",
  ];
  const columns = ['_atom_site_label', '_atom_site_fract_x', '_atom_site_fract_y', '_atom_site_fract_z'];
  const cif = (rows: readonly string[], head: readonly string[] = [], more: readonly string[] = []) =>
    readLines(['data_test', ...head, ...cell, 'loop_', ...columns, ...more, ...rows]);
  const sites = ['Ti1 0 0 0', 'O1 0.3053 0.3053 0'];

  it('is read in the 2.0 syntax, and with the names of newer dictionaries', async () => {
    const lines = ['data_test', ...cell, 'loop_', ...columns, ...sites].map((line) =>
      line.replace('_cell_', '_cell.').replace('_atom_site_', '_atom_site.'),
    );
    const more = ["_a '''two\n'' lines'''", '_b """x"""', '_list [1 [2 3] "]" ]', "_table {'k':1 'l':[a b]}"];
    const file = await readLines(['#\\#CIF_2.0', ...lines, ...more]);
    expect(structureDifference(file.crystal, (await cif(sites)).crystal)).toBeUndefined();
    await expect(readLines(['#\\#CIF_2.0', ...lines, '_list [1 2'])).rejects.toThrow('Line 17: The list or table');
    await expect(readLines(['#\\#CIF_2.0', ...lines, '_list 1 ]'])).rejects.toThrow('closes nothing');
  });

  it('takes the first block with a structure and says so', async () => {
    const other = ['data_other', ...cell, 'loop_', ...columns, 'Fe1 0 0 0'];
    const file = await readLines([
      'data_global',
      '_x 1',
      'data_test',
      ...cell,
      'loop_',
      ...columns,
      ...sites,
      ...other,
    ]);
    expect(file.title).toBe('test');
    expect(file.crystal.atomicNumbers.length).toBe(6);
    expect(file.notes.join()).toContain('holds 2 structures; the first one, "test"');
  });

  it('puts sites onto special positions', async () => {
    const { crystal, notes } = await cif(['Ti1 0 0 0.001', 'O1 0.3053 0.3063 0']);
    expect([...crystal.fracCoords.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect(crystal.atomicNumbers.length).toBe(6);
    expect(notes.join()).not.toContain('special positions');
    expect((await cif(['Ti1 0 0 0.006', 'O1 0.3053 0.3053 0'])).notes.join()).toContain(
      'special positions: Ti1 by 0.018 Å',
    );
  });

  it.each<[string, () => Promise<{ notes: readonly string[] }>, string]>([
    ['deuterium', () => cif(['Ti1 0 0 0', 'D1 0.3 0.3 0']), 'Deuterium or tritium was read as hydrogen: D1'],
    ['capital labels', () => cif(['TI1 0 0 0', 'HO1 0.3 0.3 0']), 'HO1 could stand for another element'],
    ['repeated sites', () => cif([...sites, 'O2 -0.3053 -0.3053 0']), 'O2 repeat atoms'],
    ['a formula that differs', () => cif(sites, ["_chemical_formula_sum 'Ti O3'"]), 'its sites give TiO2'],
    [
      'a number of units that differs',
      () => cif(sites, ['_chemical_formula_sum TiO2', '_cell_formula_units_Z 4']),
      '12 atoms',
    ],
    ['a volume that differs', () => cif(sites, ['_cell_volume 72.45(3)']), '_cell_volume is 72.45(3) Å³'],
    [
      'another group',
      () => cif(sites, ['_space_group_IT_number 225', '_symmetry_equiv_pos_as_xyz x,y,z']),
      'of another one',
    ],
  ])('notes %s', async (_, file, note) => expect((await file()).notes.join()).toContain(note));

  it('reads a label by the formula', async () => {
    const file = await cif(['TI1 0 0 0', 'HO1 0.3053 0.3053 0'], ["_chemical_formula_sum 'H2 Ti'"]);
    expect([...file.crystal.atomicNumbers]).toEqual([22, 22, 1, 1, 1, 1]);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['mmCIF', () => readLines(['data_1abc', '_entry.id 1ABC', '_cell.length_a 5']), /mmCIF.*core\s+dictionary/],
    [
      'partial occupancy',
      () => cif(['Ti1 0 0 0 0.5', 'Zr1 0 0 0 0.5'], [], ['_atom_site_occupancy']),
      /Ti1 and Zr1 are occupied in part/,
    ],
    [
      'disorder',
      () => cif(['Ti1 0 0 0 .', 'O1 0.3 0.3 0 1'], [], ['_atom_site_disorder_group']),
      /Site O1 is marked as disordered/,
    ],
    ['unknown coordinates', () => cif(['Ti1 0 0 0', 'O1 ? ? ?']), /Line 15: Site O1 has no _atom_site_fract_x/],
    ['two elements on a site', () => cif(['Ti1 0 0 0', 'Zr1 0 0 0']), /Ti1 and Zr1 share one position/],
    [
      'an unknown group',
      () => readLines(['data_x', ...cell.with(6, "_space_group_name_H-M_alt 'P 99'"), 'loop_', ...columns, ...sites]),
      /Line 8: .*"P 99" is not a known one/,
    ],
    ['a cell that does not fit', () => cif(sites, ['_symmetry_equiv_pos_as_xyz x,z,y']), /no group|does not fit/],
    ['modulation', () => cif(sites, ['_cell_modulation_dimension 1']), /modulated/],
    [
      'too many atoms',
      () => cif(Array.from({ length: 900 }, (_, i) => `O${i} ${(i % 30) / 30 + 0.011} ${i / 900} 0.123`)),
      /more than 5000/,
    ],
  ])('refuses %s', async (_, file, reason) => {
    await expect(file()).rejects.toThrow(reason);
    await expect(file()).rejects.toThrow(StructureFileError);
  });

  it('finds a missing symmetry operation', async () => {
    const operations = ['x,y,z', '-x,-y,z', '1/2-y,1/2+x,1/2+z'];
    const list = ['loop_', '_symmetry_equiv_pos_as_xyz', ...operations];
    await expect(readLines(['data_x', ...cell, ...list, 'loop_', ...columns, ...sites])).rejects.toThrow(
      'Line 11: The symmetry operations are no group',
    );
  });
});
