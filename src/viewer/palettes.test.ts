import { describe, expect, it } from 'vitest';
import { atomicNumberOf } from '../crystal/elements';
import { CONFIDENCE_LEVELS } from './confidence-scale';
import { elementColours, legend, type PaletteName, writeLinear } from './palettes';

type Matrix = readonly number[];

/** Machado, Oliveira and Fernandes (2009), full severity, on linear sRGB. */
const DEFICIENCIES: Readonly<Record<string, Matrix>> = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

const COMPOUNDS = [
  'Na Cl',
  'Sr Ti O',
  'Ba Ti O',
  'Li Fe P O',
  'Li Co O',
  'Ca C O',
  'Ga As',
  'Ga N',
  'Zn S',
  'Cs Pb I',
  'Mg Al O',
  'Fe S',
  'Bi Te',
  'Na V P O',
  'Y Ba Cu O',
  'K Zn F',
  'Cu In Se',
  'Si O',
  'Ti C',
  'La Ni',
];

function seen(colour: number, matrix: Matrix): number[] {
  const rgb = new Float32Array(3);
  writeLinear(colour, rgb, 0);
  const row = (r: number) =>
    Math.max(0, matrix[3 * r] * rgb[0] + matrix[3 * r + 1] * rgb[1] + matrix[3 * r + 2] * rgb[2]);
  return oklab(row(0), row(1), row(2));
}

function oklab(red: number, green: number, blue: number): number[] {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

describe('palettes', () => {
  it('has the colours of Jmol and VESTA', () => {
    const jmol = elementColours('jmol', []);
    expect([jmol[7], jmol[21], jmol[117]]).toEqual([0xff0d0d, 0xbfc2c7, 0xeb0026]);
    const vesta = elementColours('vesta', []);
    expect([vesta.length, vesta[7], vesta[21], vesta[19]]).toEqual([118, 0xfe0300, 0x78caff, 0x5a96bd]);
  });

  it.each(
    (['colour-blind-safe', 'okabe-ito'] as const).flatMap((palette) =>
      Object.keys(DEFICIENCIES).map((deficiency): [PaletteName, string] => [palette, deficiency]),
    ),
  )('%s tells the elements of common compounds apart with %s', (palette, deficiency) => {
    const tooClose: string[] = [];
    for (const compound of COMPOUNDS) {
      const elements = compound.split(' ').map((symbol) => atomicNumberOf(symbol) as number);
      const colours = elementColours(palette, elements);
      for (const first of elements) {
        for (const second of elements) {
          if (first >= second) continue;
          const [p, q] = [first, second].map((z) => seen(colours[z - 1], DEFICIENCIES[deficiency]));
          const difference = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
          // Two just noticeable differences are about 0.04; shading needs more.
          if (difference < 0.08) tooClose.push(`${compound}: ${first}–${second} ${difference.toFixed(3)}`);
        }
      }
    }
    expect(tooClose).toEqual([]);
  });

  it.each(Object.keys(DEFICIENCIES))('tells the classes of confidence apart with %s', (deficiency) => {
    const colours = CONFIDENCE_LEVELS.map(({ colour }) => seen(colour, DEFICIENCIES[deficiency]));
    for (const [index, p] of colours.entries()) {
      for (const q of colours.slice(index + 1)) {
        expect(Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])).toBeGreaterThan(0.08);
      }
    }
  });

  it('deals Okabe and Ito’s colours out so that a growing draft keeps those it has', () => {
    const elements = ['Ba', 'Sr', 'Ca', 'Ti', 'S', 'O'].map((symbol) => atomicNumberOf(symbol) as number);
    const all = elementColours('okabe-ito', [...elements].reverse());
    for (let count = 1; count <= elements.length; count++) {
      const some = elementColours('okabe-ito', elements.slice(0, count));
      for (const z of elements.slice(0, count)) expect(some[z - 1]).toBe(all[z - 1]);
    }
    expect(new Set(elements.map((z) => all[z - 1])).size).toBe(6);
    expect(elementColours('okabe-ito', [8, 38])).toBe(elementColours('okabe-ito', [38, 8, 8]));
  });

  it('lists the elements of a structure', () => {
    const entries = legend(Uint8Array.of(38, 22, 8, 8, 8), 'jmol');
    expect(entries.map((entry) => [entry.symbol, entry.count])).toEqual([
      ['Sr', 1],
      ['Ti', 1],
      ['O', 3],
    ]);
    expect(entries[2]).toMatchObject({ colour: '#ff0d0d', name: 'Oxygen' });
  });
});
