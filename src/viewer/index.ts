export type { BondRule } from './bonds';
export type { ViewAxis } from './camera-rig';
export { CrystalView, type CrystalViewOptions, type SnapshotOptions, type ViewStatistics } from './crystal-view';
export { elementColour, type LegendEntry, legend, type PaletteName } from './palettes';
export { DEFAULT_STYLE, type ViewStyle } from './style';
export { GraphicsUnavailableError, type PickedAtom, type ViewEvents } from './view-events';
