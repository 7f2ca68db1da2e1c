import { BufferGeometry, Float32BufferAttribute } from 'three';

/** A flat strip for the line shader: x runs along the line, y is the side, ±1. */
export function ribbonShape(): BufferGeometry {
  const shape = new BufferGeometry();
  shape.setAttribute('position', new Float32BufferAttribute([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0], 3));
  shape.setIndex([0, 1, 2, 0, 2, 3]);
  return shape;
}
