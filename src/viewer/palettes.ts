import { compareByElectronegativity, ELEMENTS, element } from '../crystal/elements';
import { COLOUR_BLIND_SAFE_COLOURS, JMOL_COLOURS, VESTA_COLOURS } from './data/element-colours';

/**
 * - `jmol`, `vesta`: the colours of those programs.
 * - `colour-blind-safe`: one hue a chemical family, lightness within it; an element looks the same in every structure.
 * - `okabe-ito`: the colours of Okabe and Ito dealt out to the elements of the structure at hand, the most distinct first; an
 *   element may look different in another structure.
 * - `confidence`: each atom by its class of confidence (confidence-scale.ts); Jmol's colours where none is known.
 */
export type PaletteName = 'jmol' | 'vesta' | 'colour-blind-safe' | 'okabe-ito' | 'confidence';

const TABLES: Readonly<Record<Exclude<PaletteName, 'okabe-ito'>, readonly number[]>> = {
  jmol: JMOL_COLOURS,
  vesta: VESTA_COLOURS,
  confidence: JMOL_COLOURS,
  'colour-blind-safe': COLOUR_BLIND_SAFE_COLOURS,
};

/**
 * The set of Okabe and Ito (2008) with a dark grey for its black, ordered so that the first two, three, … differ as much as
 * they can in normal vision and with protanopia, deuteranopia and tritanopia.
 */
const OKABE_ITO = [0x0072b2, 0xf0e442, 0xd55e00, 0x56b4e9, 0xe69f00, 0x333333, 0xcc79a7, 0x009e73] as const;

let dealt = { elements: '', colours: JMOL_COLOURS };

/**
 * Colours of all elements in a structure of these atoms: sRGB 0xRRGGBB, H first. The same list comes back while the
 * elements are the same.
 */
export function elementColours(palette: PaletteName, atomicNumbers: Iterable<number>): readonly number[] {
  if (palette !== 'okabe-ito') return TABLES[palette];
  // From the least electronegative on, as drafts are written: a new element changes no colour that is shown already.
  const present = [...new Set(atomicNumbers)].sort(compareByElectronegativity);
  const elements = present.join();
  if (dealt.elements !== elements) {
    const colours = ELEMENTS.map(({ atomicNumber }) => {
      const place = present.indexOf(atomicNumber);
      return place < 0 ? 0x999999 : OKABE_ITO[place % OKABE_ITO.length];
    });
    dealt = { elements, colours };
  }
  return dealt.colours;
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
  const colours = elementColours(palette, counts.keys());
  return [...counts].map(([atomicNumber, count]) => {
    const { symbol, name } = element(atomicNumber);
    return { atomicNumber, symbol, name, colour: cssColour(colours[atomicNumber - 1]), count };
  });
}

/** `#rrggbb` of 0xRRGGBB. */
export function cssColour(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
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
