import { Color, Vector2, Vector4 } from 'three';
import { MOST_CUTS } from './cutting';

/** Uniforms that all materials of a view share: one write changes every material. */
export interface SharedUniforms {
  readonly [name: string]: { value: unknown };
  readonly haze: { value: Color };
  readonly hazeNear: { value: number };
  readonly hazeFar: { value: number };
  readonly hazeStrength: { value: number };
  /** Size of the drawing buffer in pixels. */
  readonly viewport: { value: Vector2 };
  /** Pixels. */
  readonly lineWidth: { value: number };
  readonly thickLineWidth: { value: number };
  /** The first `cutCount` count; see `Cut`. */
  readonly cuts: { value: Vector4[] };
  readonly cutCount: { value: number };
}

export function createSharedUniforms(): SharedUniforms {
  return {
    haze: { value: new Color() },
    hazeNear: { value: 0 },
    hazeFar: { value: 1 },
    hazeStrength: { value: 0.3 },
    viewport: { value: new Vector2(1, 1) },
    lineWidth: { value: 1.5 },
    thickLineWidth: { value: 2.5 },
    cuts: { value: Array.from({ length: MOST_CUTS }, () => new Vector4()) },
    cutCount: { value: 0 },
  };
}
