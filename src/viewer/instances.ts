import {
  type BufferGeometry,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  type ShaderMaterial,
} from 'three';

/**
 * Many copies of one shape, each with its own attributes, drawn in one call. Buffers are written in place and only
 * grow. The shape passes into the ownership of this object.
 */
export class Instances<Name extends string> {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  private capacity: number;

  /** @param sizes numbers per instance of each attribute of the shader. */
  constructor(
    private readonly shape: BufferGeometry,
    material: ShaderMaterial,
    private readonly sizes: Readonly<Record<Name, number>>,
    capacity = 64,
  ) {
    this.capacity = capacity;
    this.mesh = new Mesh(this.geometry(), material);
    this.mesh.frustumCulled = false;
    this.mesh.matrixAutoUpdate = false;
  }

  /** Makes room for `count` instances. Arrays taken from `array` before are stale afterwards. */
  reserve(count: number): void {
    if (count <= this.capacity) return;
    this.capacity = Math.max(count, 2 * this.capacity);
    const old = this.mesh.geometry;
    this.mesh.geometry = this.geometry();
    old.dispose();
  }

  /** The numbers of one attribute, to be written and then announced by `commit`. */
  array(name: Name): Float32Array {
    return this.attribute(name).array as Float32Array;
  }

  /** Draws the first `count` instances as they stand in the arrays. */
  commit(count: number): void {
    this.mesh.geometry.instanceCount = count;
    this.mesh.visible = count > 0;
    for (const name of this.names()) {
      const attribute = this.attribute(name);
      attribute.clearUpdateRanges();
      attribute.addUpdateRange(0, count * attribute.itemSize);
      attribute.needsUpdate = true;
    }
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.shape.dispose();
  }

  private attribute(name: Name): InstancedBufferAttribute {
    return this.mesh.geometry.getAttribute(name) as InstancedBufferAttribute;
  }

  private names(): Name[] {
    return Object.keys(this.sizes) as Name[];
  }

  private geometry(): InstancedBufferGeometry {
    const geometry = new InstancedBufferGeometry();
    geometry.setIndex(this.shape.index);
    geometry.setAttribute('position', this.shape.getAttribute('position'));
    for (const name of this.names()) {
      const attribute = new InstancedBufferAttribute(
        new Float32Array(this.capacity * this.sizes[name]),
        this.sizes[name],
      );
      geometry.setAttribute(name, attribute.setUsage(DynamicDrawUsage));
    }
    geometry.instanceCount = 0;
    return geometry;
  }
}
