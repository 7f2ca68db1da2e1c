import type { CrystalView } from './crystal-view';
import type { ViewStyle } from './style';

export interface CrystalViewOptions {
  readonly style?: Partial<ViewStyle>;
  /** Accessible name of the canvas; what the keys do is appended. */
  readonly label?: string;
  /** More pixels per CSS pixel than this cost more than they show. */
  readonly largestPixelRatio?: number;
  /** Another view, whose camera this one shares: both turn and zoom together, at one scale. */
  readonly cameraOf?: CrystalView;
}

export interface SnapshotOptions {
  /** Pixels per CSS pixel of the view. */
  readonly scale?: number;
}

/** Numbers that a page may show or a test may watch. */
export interface ViewStatistics {
  readonly drawnAtoms: number;
  readonly drawnBonds: number;
  /** Milliseconds of the last frame on the main thread. */
  readonly frameMilliseconds: number;
  readonly framesDrawn: number;
  readonly geometries: number;
  readonly textures: number;
}
