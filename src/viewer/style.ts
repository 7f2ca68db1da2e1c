import type { BondRule } from './bonds';
import type { PaletteName } from './palettes';

/** How a crystal looks. Everything may be changed at any time. */
export interface ViewStyle {
  readonly palette: PaletteName;
  /** `system` follows the browser's preference and its changes. */
  readonly theme: 'light' | 'dark' | 'system';
  /** `theme` paints a calm background; `none` lets the page's own show through. */
  readonly background: 'theme' | 'none';
  /** Atom radius relative to the compressed covalent radius. */
  readonly atomScale: number;
  /** Å. */
  readonly bondRadius: number;
  readonly bondRule: BondRule;
  readonly showBonds: boolean;
  /** Repeat atoms on faces, edges and corners, and complete bonds across them. */
  readonly showImages: boolean;
  readonly showCell: boolean;
  readonly showAxes: boolean;
  /** Element symbols on the atoms. */
  readonly showLabels: boolean;
}

export const DEFAULT_STYLE: ViewStyle = {
  palette: 'jmol',
  theme: 'system',
  background: 'theme',
  atomScale: 0.42,
  bondRadius: 0.09,
  bondRule: 'framework',
  showBonds: true,
  showImages: true,
  showCell: true,
  showAxes: true,
  showLabels: false,
};

/** What a theme paints with; colours are sRGB 0xRRGGBB. */
export interface ThemeColours {
  readonly background: string;
  /** Far atoms fade towards it. */
  readonly haze: number;
  readonly cellEdge: number;
  readonly accent: number;
  readonly axisA: number;
  readonly axisB: number;
  readonly axisC: number;
}

export const THEMES: Readonly<Record<'light' | 'dark', ThemeColours>> = {
  light: {
    background: 'radial-gradient(circle at 50% 42%, #ffffff 0%, #f6f7f9 55%, #e9ecf0 100%)',
    haze: 0xf1f3f6,
    cellEdge: 0x66707c,
    accent: 0x0b62d6,
    axisA: 0xcc2f2f,
    axisB: 0x23893a,
    axisC: 0x2b56d0,
  },
  dark: {
    background: 'radial-gradient(circle at 50% 42%, #252b33 0%, #1a1f25 55%, #12161b 100%)',
    haze: 0x1c2128,
    cellEdge: 0x8d98a6,
    accent: 0x6cb2ff,
    axisA: 0xff6b66,
    axisB: 0x5fd07a,
    axisC: 0x7ea2ff,
  },
};
