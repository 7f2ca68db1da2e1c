import {
  BackSide,
  BufferAttribute,
  BufferGeometry,
  type Color,
  DynamicDrawUsage,
  FrontSide,
  Group,
  Mesh,
  ShaderMaterial,
  type Vector3,
} from 'three';
import { Instances } from './instances';
import { ribbonShape } from './ribbon';
import { FACE_FRAGMENT, FACE_VERTEX, LINE_FRAGMENT, LINE_VERTEX } from './shaders';
import type { SharedUniforms } from './uniforms';

/** Flat translucent faces with their edges. `begin`, add, `commit`; buffers only grow. */
export class Faces {
  readonly group = new Group();
  private readonly opacity = { value: 0.4 };
  private readonly backs: Mesh<BufferGeometry, ShaderMaterial>;
  private readonly fronts: Mesh<BufferGeometry, ShaderMaterial>;
  private readonly lines: Instances<'lineStart' | 'lineEnd' | 'tint'>;
  private vertices: number[] = [];
  private normals: number[] = [];
  private tints: number[] = [];
  private edges: number[] = [];
  private edgeTints: number[] = [];

  constructor(uniforms: SharedUniforms) {
    const geometry = new BufferGeometry();
    // The far sides first, so that they are seen through the near ones.
    [this.backs, this.fronts] = [BackSide, FrontSide].map((side, order) => {
      const material = new ShaderMaterial({
        uniforms: { ...uniforms, opacity: this.opacity },
        vertexShader: FACE_VERTEX,
        fragmentShader: FACE_FRAGMENT,
        transparent: true,
        depthWrite: false,
        side,
      });
      const mesh = new Mesh(geometry, material);
      mesh.frustumCulled = false;
      mesh.renderOrder = 1 + order / 10;
      return mesh;
    });
    this.lines = new Instances(
      ribbonShape(),
      new ShaderMaterial({ uniforms, vertexShader: LINE_VERTEX, fragmentShader: LINE_FRAGMENT }),
      { lineStart: 3, lineEnd: 3, tint: 3 },
    );
    this.group.add(this.backs, this.fronts, this.lines.mesh);
  }

  setOpacity(opacity: number): void {
    this.opacity.value = opacity;
  }

  begin(): void {
    for (const list of [this.vertices, this.normals, this.tints, this.edges, this.edgeTints]) list.length = 0;
  }

  /** Corners in order, counter-clockwise seen from the outer side; the colour in linear light. */
  addTriangle(p: Vector3, q: Vector3, r: Vector3, normal: Vector3, colour: Color): void {
    for (const corner of [p, q, r]) {
      this.vertices.push(corner.x, corner.y, corner.z);
      this.normals.push(normal.x, normal.y, normal.z);
      this.tints.push(colour.r, colour.g, colour.b);
    }
  }

  addEdge(from: Vector3, to: Vector3, colour: Color): void {
    this.edges.push(from.x, from.y, from.z, to.x, to.y, to.z);
    this.edgeTints.push(colour.r, colour.g, colour.b);
  }

  commit(): void {
    const { geometry } = this.backs;
    const count = this.vertices.length / 3;
    for (const [name, values] of [
      ['position', this.vertices],
      ['normal', this.normals],
      ['tint', this.tints],
    ] as const) {
      let attribute = geometry.getAttribute(name) as BufferAttribute | undefined;
      if (!attribute || attribute.count < count) {
        attribute = new BufferAttribute(new Float32Array(Math.max(2 * values.length, 192)), 3);
        geometry.setAttribute(name, attribute.setUsage(DynamicDrawUsage));
      }
      attribute.array.set(values);
      attribute.needsUpdate = true;
    }
    geometry.setDrawRange(0, count);
    this.backs.visible = this.fronts.visible = count > 0;
    this.commitEdges();
  }

  dispose(): void {
    this.backs.geometry.dispose();
    this.backs.material.dispose();
    this.fronts.material.dispose();
    this.lines.dispose();
  }

  private commitEdges(): void {
    const count = this.edgeTints.length / 3;
    this.lines.reserve(count);
    const [start, end] = [this.lines.array('lineStart'), this.lines.array('lineEnd')];
    for (let edge = 0; edge < count; edge++) {
      for (let k = 0; k < 3; k++) {
        start[3 * edge + k] = this.edges[6 * edge + k];
        end[3 * edge + k] = this.edges[6 * edge + 3 + k];
      }
    }
    this.lines.array('tint').set(this.edgeTints);
    this.lines.commit(count);
  }
}
