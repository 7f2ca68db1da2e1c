/** Typed arrays that double when they must, so that a playing trajectory allocates nothing once it has settled. */

export function grownFloat32(array: Float32Array, needed: number): Float32Array {
  return array.length >= needed ? array : copied(new Float32Array(doubled(array.length, needed)), array);
}

export function grownUint32(array: Uint32Array, needed: number): Uint32Array {
  return array.length >= needed ? array : copied(new Uint32Array(doubled(array.length, needed)), array);
}

export function grownInt16(array: Int16Array, needed: number): Int16Array {
  return array.length >= needed ? array : copied(new Int16Array(doubled(array.length, needed)), array);
}

function doubled(length: number, needed: number): number {
  return Math.max(2 * length, needed);
}

function copied<T extends { set(source: T): void }>(target: T, source: T): T {
  target.set(source);
  return target;
}
