export type { ViewAxis } from './camera-rig';
export { CrystalView } from './crystal-view';
export type { ViewStyle } from './style';
export { GraphicsUnavailableError, type PickedAtom, type ViewEvents } from './view-events';
export type { CrystalViewOptions, ViewStatistics } from './view-options';
