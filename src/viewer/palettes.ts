import { element } from '../crystal/elements';
import { COLOUR_BLIND_SAFE_COLOURS, JMOL_COLOURS } from './data/element-colours';

export type PaletteName = 'jmol' | 'colour-blind-safe';

const COLOURS: Readonly<Record<PaletteName, readonly number[]>> = {
  jmol: JMOL_COLOURS,
  'colour-blind-safe': COLOUR_BLIND_SAFE_COLOURS,
};

/** Colour of an element, sRGB 0xRRGGBB. Throws RangeError for atomic numbers outside 1–118. */
export function elementColour(atomicNumber: number, palette: PaletteName): number {
  return COLOURS[palette][element(atomicNumber).atomicNumber - 1];
}

/** One entry of the legend. */
export interface LegendEntry {
  readonly atomicNumber: number;
  readonly symbol: string;
  readonly name: string;
  /** CSS colour, `#rrggbb`. */
  readonly colour: string;
  /** Atoms of the element in the cell. */
  readonly count: number;
}

/** The elements of a structure with their colours, in the order in which they first occur. */
export function legend(atomicNumbers: Iterable<number>, palette: PaletteName): LegendEntry[] {
  const counts = new Map<number, number>();
  for (const z of atomicNumbers) counts.set(z, (counts.get(z) ?? 0) + 1);
  return [...counts].map(([atomicNumber, count]) => {
    const { symbol, name } = element(atomicNumber);
    const colour = `#${elementColour(atomicNumber, palette).toString(16).padStart(6, '0')}`;
    return { atomicNumber, symbol, name, colour, count };
  });
}

/** Linear-light red, green, blue in [0, 1] of an sRGB colour 0xRRGGBB, written into `target` at `offset`. */
export function writeLinear(colour: number, target: Float32Array, offset: number): void {
  target[offset] = linear((colour >> 16) & 255);
  target[offset + 1] = linear((colour >> 8) & 255);
  target[offset + 2] = linear(colour & 255);
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
