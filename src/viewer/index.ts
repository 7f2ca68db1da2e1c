export { longestBond, pairKey } from './bonds';
export type { ViewAxis } from './camera-rig';
export { CrystalView } from './crystal-view';
export { type SiteCoordination, siteCoordinations } from './site-coordination';
export { DEFAULT_STRUCTURE_STYLE, type SlicePlane, type StructureStyle, type ViewStyle } from './style';
export { thumbnails } from './thumbnails';
export { GraphicsUnavailableError, type PickedAtom, type ViewEvents } from './view-events';
export type { CrystalViewOptions, ViewStatistics } from './view-options';
export * from './view-parameters';
