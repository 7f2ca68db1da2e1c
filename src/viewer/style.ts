import type { LatticePlane } from '../crystal/lattice-plane';
import type { BondCutoffs } from './bonds';
import { readViewSettings, type ViewSettings } from './view-parameters';

/** A lattice plane in a picture. */
export interface SlicePlane extends LatticePlane {
  /** Takes away what lies beyond it, on the side of its normal. */
  readonly cutsAway: boolean;
}

/** What belongs to one structure rather than to a user's taste. */
export interface StructureStyle {
  readonly hiddenElements: ReadonlySet<number>;
  readonly bondCutoffs: BondCutoffs;
  /** Elements in the middle of polyhedra; null chooses cations. */
  readonly polyhedronElements: ReadonlySet<number> | null;
  readonly planes: readonly SlicePlane[];
  /** Of a repeated cell, as `supercell` writes it: how many atoms follow each other as copies of one site. */
  readonly copiesPerSite: number;
}

/** How a crystal looks. Everything may be changed at any time. */
export interface ViewStyle extends ViewSettings, StructureStyle {
  /** 0–1 for each atom of the computed cell, for the palette `confidence`; null where none are known. */
  readonly atomConfidences: ArrayLike<number> | null;
  /** `system` follows the browser's preference and its changes. */
  readonly theme: 'light' | 'dark' | 'system';
  /** `theme` paints a calm background; `none` lets the page's own show through. */
  readonly background: 'theme' | 'none';
}

export const DEFAULT_STRUCTURE_STYLE: StructureStyle = {
  hiddenElements: new Set(),
  bondCutoffs: new Map(),
  polyhedronElements: null,
  planes: [],
  copiesPerSite: 1,
};

export const DEFAULT_STYLE: ViewStyle = {
  ...readViewSettings({}),
  ...DEFAULT_STRUCTURE_STYLE,
  atomConfidences: null,
  theme: 'system',
  background: 'theme',
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
  /** CSS colours of a value and of the plate that it stands on. */
  readonly labelInk: string;
  readonly labelPlate: string;
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
    labelInk: '#ffffff',
    labelPlate: '#0b4fae',
  },
  dark: {
    background: 'radial-gradient(circle at 50% 42%, #252b33 0%, #1a1f25 55%, #12161b 100%)',
    haze: 0x1c2128,
    cellEdge: 0x8d98a6,
    accent: 0x6cb2ff,
    axisA: 0xff6b66,
    axisB: 0x5fd07a,
    axisC: 0x7ea2ff,
    labelInk: '#04243d',
    labelPlate: '#8cc4ff',
  },
};
