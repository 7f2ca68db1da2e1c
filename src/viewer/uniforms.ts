import { Color, Vector2 } from 'three';

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
  };
}
