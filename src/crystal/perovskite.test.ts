import { describe, expect, it } from 'vitest';
import { perovskitePlaces } from './perovskite';
import { readStructureFile } from './structure-file';
import { supercell } from './supercell';

/** From published cells, by their asymmetric units. */
const crystalOf = async (group: string, cell: readonly number[], sites: readonly string[]) => {
  const [a, b, c, alpha, beta, gamma] = cell;
  const text = [
    `data_x\n_cell_length_a ${a}\n_cell_length_b ${b}\n_cell_length_c ${c}`,
    `_cell_angle_alpha ${alpha}\n_cell_angle_beta ${beta}\n_cell_angle_gamma ${gamma}`,
    `_space_group_name_H-M_alt '${group}'`,
    'loop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z',
    ...sites,
  ].join('\n');
  return (await readStructureFile('x.cif', new TextEncoder().encode(text))).crystal;
};

const cubic = (a: number) => [a, a, a, 90, 90, 90];
const hexagonal = (a: number, c: number) => [a, a, c, 90, 90, 120];
const orthorhombic = (a: number, b: number, c: number) => [a, b, c, 90, 90, 90];

describe('perovskitePlaces', () => {
  it.each([
    ['SrTiO3', 'P m -3 m', cubic(3.905), ['Sr 0 0 0', 'Ti .5 .5 .5', 'O .5 .5 0'], [38, 22]],
    [
      'PbTiO3',
      'P 4 m m',
      [3.905, 3.905, 4.156, 90, 90, 90],
      ['Pb 0 0 0', 'Ti .5 .5 .538', 'O1 .5 .5 .117', 'O2 .5 0 .621'],
      [82, 22],
    ],
    [
      'GdFeO3',
      'P n m a',
      orthorhombic(5.611, 7.669, 5.349),
      ['Gd .0627 .25 -.0157', 'Fe 0 0 .5', 'O1 .467 .25 .1005', 'O2 -.304 -.0505 .304'],
      [64, 26],
    ],
    ['LaAlO3', 'R -3 c :H', hexagonal(5.364, 13.11), ['La 0 0 .25', 'Al 0 0 0', 'O .525 0 .25'], [57, 13]],
    ['LiNbO3', 'R 3 c :H', hexagonal(5.148, 13.863), ['Li 0 0 .2787', 'Nb 0 0 0', 'O .0476 .3433 .0633'], [3, 41]],
  ] as const)('%s is one', async (_, group, cell, sites, [a, b]) => {
    const crystal = await crystalOf(group, cell, sites);
    expect(perovskitePlaces(crystal)).toEqual({ a, b, x: 8 });
    expect(perovskitePlaces(supercell(crystal, [1, 2, 1]))).toEqual({ a, b, x: 8 });
  });

  it.each([
    ['calcite, where carbon is no A', 'R -3 c :H', hexagonal(4.99, 17.06), ['Ca 0 0 0', 'C 0 0 .25', 'O .257 0 .25']],
    [
      'ilmenite, of shared edges',
      'R -3 :H',
      hexagonal(5.088, 14.086),
      ['Fe 0 0 .3554', 'Ti 0 0 .1464', 'O .3174 .0233 .2451'],
    ],
    [
      'BaNiO3, of shared faces',
      'P 63/m m c',
      hexagonal(5.629, 4.811),
      ['Ba .33333 .66667 .75', 'Ni 0 0 0', 'O .1462 .2924 .25'],
    ],
    ['another formula', 'F m -3 m', cubic(4.2), ['Mg 0 0 0', 'O .5 .5 .5']],
  ] as const)('%s is none', async (_, group, cell, sites) => {
    expect(perovskitePlaces(await crystalOf(group, cell, sites))).toBeUndefined();
  });
});
