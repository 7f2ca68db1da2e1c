import type { Crystal } from '../crystal/crystal';
import { CameraRig } from './camera-rig';
import { type Drawing, describeDrawing } from './drawing';
import { SceneModel } from './scene-model';
import { DEFAULT_STYLE, type ViewStyle } from './style';
import { vectorPicture } from './vector-picture';

export interface ThumbnailOptions {
  /** CSS pixels, of a square. */
  readonly size: number;
  readonly theme: 'light' | 'dark';
  readonly style?: Partial<ViewStyle>;
}

/**
 * Small SVG pictures of several crystals, all through one camera: in the standard orientation of the first, at a scale at
 * which the largest fits. They take no graphics context.
 */
export function thumbnails(crystals: readonly Crystal[], { size, theme, style = {} }: ThumbnailOptions): string[] {
  const [first] = crystals;
  if (!first) return [];
  const full: ViewStyle = { ...DEFAULT_STYLE, ...style };
  const drawings = crystals.map((crystal) => {
    const model = new SceneModel();
    model.update(crystal, full);
    return describeDrawing(model, crystal, full, theme);
  });
  const rig = new CameraRig();
  rig.animated = false;
  rig.headroom = 0;
  rig.projection = full.projection;
  rig.setSize(size, size);
  rig.reset(first.lattice);
  rig.update(0, Math.max(...drawings.map(radiusOf)));
  const frame = { camera: rig.camera, width: size, height: size };
  return drawings.map((drawing) => vectorPicture(drawing, frame, ''));
}

/** Å from the centre of the cell to the farthest thing drawn. */
function radiusOf({ atoms, cellEdges }: Drawing): number {
  return Math.max(
    0.5,
    ...atoms.map(({ position, radius }) => position.length() + radius),
    ...cellEdges.map(({ from }) => from.length()),
  );
}
