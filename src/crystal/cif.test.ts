import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCheckedCif, writeP1Cif, writeSymmetrisedCif } from './cif';
import { CifRoundTripError, checkCif } from './cif-check';
import { readCif } from './cif-reader';
import { parseCif } from './cif-syntax';
import type { Crystal } from './crystal';
import { readFixture, type StoredCrystal, toCrystal } from './fixtures/read-fixture';
import { shortestDistance } from './geometry';
import { cellVolume, latticeFromParameters } from './lattice';
import { loadSymmetry } from './symmetry';
import type { Provenance } from './trajectory';

const oracles = readFixture<{ name: string; crystal: StoredCrystal; symprec: number }[]>('symmetry.json');
const symmetry = await loadSymmetry();

const provenance: Provenance = {
  prompt: 'SrTiO3',
  seed: 7,
  tau: 300,
  start: 'as-is',
  languageModel: 'crystal-llama-small 3f2a',
  denoiser: 'cspnet-small 1673',
};

function crystalNamed(start: string): Crystal {
  return toCrystal(oracles.find(({ name }) => name.startsWith(start))!.crystal);
}

describe('CIF', () => {
  it.each(oracles)('$name is read back from P1 and from its symmetrised form', ({ crystal: stored, symprec }) => {
    const crystal = toCrystal(stored);
    expect(() => writeCheckedCif(crystal, { provenance })).not.toThrow();
    const analysis = symmetry.analyse(crystal, symprec);
    const structure = readCif(writeCheckedCif(analysis, { provenance, date: '2026-11-21' }));
    expect(structure.operations.length).toBe(analysis.conventional.operations.length);
    expect(structure.crystal.atomicNumbers.length).toBe(analysis.conventional.crystal.atomicNumbers.length);
  });

  it('is read back for any cell and any atoms', () => {
    const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
    const angle = fc.double({ min: 70, max: 110, noNaN: true });
    const length = fc.double({ min: 3, max: 12, noNaN: true });
    const anyCrystal = fc
      .tuple(
        fc.tuple(length, length, length, angle, angle, angle),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 118 }), coordinate, coordinate, coordinate), {
          minLength: 1,
          maxLength: 6,
        }),
      )
      .map(([[a, b, c, alpha, beta, gamma], atoms]) => ({
        lattice: latticeFromParameters({ a, b, c, alpha, beta, gamma }),
        atomicNumbers: Uint8Array.from(atoms, ([z]) => z),
        fracCoords: Float64Array.from(atoms.flatMap(([, ...position]) => position)),
      }))
      .filter((crystal) => shortestDistance(crystal) > 0.5);
    fc.assert(fc.property(anyCrystal, (crystal) => writeCheckedCif(crystal).startsWith('data_')));
  });

  it('says what it is', () => {
    const text = writeP1Cif(crystalNamed('perovskite'), { provenance, date: '2026-11-21' });
    expect(text).toMatch(/^data_SrTiO3\n/);
    expect(text).toContain('not relaxed');
    expect(text).toContain('no energy');
    expect(text).toContain('Prompt: SrTiO3\n');
    expect(text).toContain('tau: 300');
    expect(text).toContain('Seed: 7');
    expect(text).toContain('cspnet-small 1673');
    expect(text).toContain("_chemical_formula_sum             'O3 Sr Ti'");
    expect(text).toMatch(/_atom_site_fract_x[\s\S]+ 0\.50000000 /);
  });

  it('states group, setting and tolerance when symmetrised', () => {
    const text = writeSymmetrisedCif(symmetry.analyse(crystalNamed('spinel MgAl2O4, distorted'), 0.1));
    expect(text).toContain("_space_group_name_H-M_alt         'F d -3 m:2'");
    expect(text).toContain('_space_group_IT_number            227');
    expect(text).toContain('within 0.1 Angstrom');
    expect(parseCif(text)[0].loops[0].rows.length).toBe(192);
    expect(parseCif(text)[0].loops[1].rows.length).toBe(3);
  });

  it('keeps any prompt inside its text field', () => {
    const crystal = crystalNamed('perovskite');
    const block = parseCif(writeP1Cif(crystal))[0];
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({
        unit: fc.constantFrom('\n', ';', "'", '"', '#', ' ', 'data_', 'loop_', 'τ', '_cell_length_a 1'),
        maxLength: 60,
      }),
    );
    fc.assert(
      fc.property(hostile, (prompt) => {
        const text = writeCheckedCif(crystal, { provenance: { ...provenance, prompt } });
        expect(text).toMatch(/^[\n -~]*$/);
        expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
        const [other, ...more] = parseCif(text);
        expect(more).toEqual([]);
        expect([...other.items.keys()]).toEqual([...block.items.keys()]);
      }),
      { numRuns: 50 },
    );
  });

  it('is not offered when it cannot be read back as it was', () => {
    const crystal = crystalNamed('rutile');
    const text = writeP1Cif(crystal);
    const moved = { ...crystal, fracCoords: crystal.fracCoords.map((x, index) => (index === 3 ? x + 0.001 : x)) };
    expect(() => checkCif(text, moved)).toThrow(/Atom 2 \(\w+\) is not found/);
    expect(() => checkCif(text, { ...crystal, lattice: crystal.lattice.map((x) => x * 1.001) })).toThrow("cell's a");
    expect(() => checkCif(text.replace(/ Ti1 +Ti/, ' Zr1 Zr'), crystal)).toThrow('The cell holds');
    expect(() => checkCif(text.replace('loop_', 'loopy'), crystal)).toThrow('cannot be read back: Line');
    const coinciding = { ...crystal, atomicNumbers: Uint8Array.of(8, 8), fracCoords: new Float64Array(6) };
    expect(() => writeCheckedCif(coinciding)).not.toThrow();
    const twice = writeP1Cif(coinciding).replace("1 'x,y,z'", "1 'x,y,z'\n 2 'x,y,z+1/2'");
    expect(() => checkCif(twice, coinciding)).toThrow(CifRoundTripError);
  });
});

describe('readCif', () => {
  it.each(readFixture<{ name: string; program: string; text: string; crystal: StoredCrystal }[]>('cifs.json'))(
    'reads $name by $program',
    ({ text, crystal }) => {
      const { crystal: read } = readCif(text);
      const expected = toCrystal(crystal);
      expect([...read.atomicNumbers].sort()).toEqual([...expected.atomicNumbers].sort());
      expect(cellVolume(read.lattice)).toBeCloseTo(cellVolume(expected.lattice), 2);
      expect(shortestDistance(read)).toBeCloseTo(shortestDistance(expected), 3);
    },
  );

  const usual = [
    '# a comment',
    'data_test',
    '_journal_name \'Acta Cryst. "B"\'',
    '_exptl_special_details',
    ';',
    ' loop_ of _words, not syntax',
    ';',
    '_cell_length_a  4.594(2)',
    '_cell_length_b  4.594(2)',
    '_cell_length_c  2.959(1)',
    '_cell_angle_alpha 90',
    '_cell_angle_beta 90.',
    '_cell_angle_gamma 90.0',
    "_symmetry_space_group_name_H-M 'P 42/m n m'",
    'loop_',
    '_symmetry_equiv_pos_as_xyz',
    "x,y,z '-x, -y, z' 1/2-y,x+1/2,z+1/2 '.5+y,.5-x,.5+z'",
    '1/2-x,1/2+y,1/2-z 1/2+x,1/2-y,1/2-z Y,X,-Z -y,-x,-z',
    'loop_ _atom_site_label _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z _atom_site_occupancy',
    'Ti1 0 0 0 1',
    'O1 .3053(3) .3053(3) 0 1.0 # oxygen',
  ];

  it('reads what journals print: uncertainties, old names, quotes, comments, text fields, other line ends', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const { crystal, name, operations } = readCif(usual.join(end));
      expect(name).toBe('test');
      expect(operations.length).toBe(8);
      expect([...crystal.atomicNumbers]).toEqual([22, 22, 8, 8, 8, 8]);
      expect(crystal.lattice[8]).toBe(2.959);
    }
  });

  it.each<[string, (lines: string[]) => string[], number, string]>([
    ['no data block', (lines) => lines.slice(2), 1, 'before the first data block'],
    ['a name without value', (lines) => lines.with(7, '_cell_length_a'), 8, 'has no value'],
    ['an open string', (lines) => lines.with(13, "_symmetry_space_group_name_H-M 'P 42"), 14, 'closing'],
    ['an open text field', (lines) => lines.with(6, ''), 5, 'closing ";"'],
    ['a text for a number', (lines) => lines.with(8, '_cell_length_b four'), 9, 'not a number'],
    ['a missing length', (lines) => lines.with(9, ''), 2, '_cell_length_c'],
    ['an impossible angle', (lines) => lines.with(10, '_cell_angle_alpha 190'), 8, '190°'],
    ['an unknown operation', (lines) => lines.with(16, 'x,y,w'), 17, 'not understood'],
    ['an incomplete loop', (lines) => lines.with(20, 'O1 .3053 .3053 0'), 21, 'incomplete'],
    ['partial occupancy', (lines) => lines.with(20, 'O1 .3 .3 0 0.5'), 21, 'partial occupancy'],
    ['an unknown element', (lines) => lines.with(19, 'Xx1 0 0 0 1'), 20, 'no element'],
    ['a name given twice', (lines) => lines.with(12, '_cell_length_a 4'), 13, 'given twice'],
    ['a save frame', (lines) => lines.with(12, 'save_frame'), 13, 'reserved word'],
    ['a stray value', (lines) => lines.with(12, '_cell_angle_gamma 90 91'), 13, 'belongs to no data name'],
    ['no operations', (lines) => [...lines.slice(0, 14), ...lines.slice(18)], 14, 'lists no symmetry operations'],
    ['no sites', (lines) => lines.slice(0, 18), 2, 'no fractional coordinates'],
    ['nothing', () => [''], 1, 'No data block'],
  ])('refuses %s and names the line', (_, change, line, reason) => {
    const text = change([...usual]).join('\n');
    expect(() => readCif(text)).toThrow(reason);
    expect(() => readCif(text)).toThrow(expect.objectContaining({ name: 'StructureFileError', line }));
  });
});
