import { Color, ShaderMaterial } from 'three';
import { Instances } from './instances';
import { ribbonShape } from './ribbon';
import { LINE_FRAGMENT, LINE_VERTEX } from './shaders';
import type { ThemeColours } from './style';
import type { SharedUniforms } from './uniforms';

/** Each edge: the corner where it starts, as bits a = 1, b = 2, c = 4, and the axis along which it runs. */
const EDGES: readonly (readonly [corner: number, axis: number])[] = [0, 1, 2].flatMap((axis) =>
  [0, 1, 2, 3, 4, 5, 6, 7].filter((corner) => !(corner & (1 << axis))).map((corner) => [corner, axis] as const),
);

/** The twelve edges of the cell about its centre; those from the origin carry the colours of their axes. */
export class CellEdges {
  /** Distance in Å from the centre to the farthest corner. */
  radius = 0;
  private readonly lines: Instances<'lineStart' | 'lineEnd' | 'tint'>;
  private readonly edge = new Color();
  private readonly axes = [new Color(), new Color(), new Color()];

  constructor(uniforms: SharedUniforms) {
    this.lines = new Instances(
      ribbonShape(),
      new ShaderMaterial({ uniforms, vertexShader: LINE_VERTEX, fragmentShader: LINE_FRAGMENT }),
      { lineStart: 3, lineEnd: 3, tint: 3 },
      EDGES.length,
    );
  }

  get mesh() {
    return this.lines.mesh;
  }

  setColours(colours: ThemeColours): void {
    this.edge.set(colours.cellEdge);
    this.axes[0].set(colours.axisA);
    this.axes[1].set(colours.axisB);
    this.axes[2].set(colours.axisC);
  }

  /** @param lattice 9 numbers, rows a, b, c in Å. */
  update(lattice: ArrayLike<number>): void {
    const visible = this.mesh.visible;
    const start = this.lines.array('lineStart');
    const end = this.lines.array('lineEnd');
    const tint = this.lines.array('tint');
    this.radius = 0;
    for (let e = 0; e < EDGES.length; e++) {
      const [corner, axis] = EDGES[e];
      let squared = 0;
      for (let k = 0; k < 3; k++) {
        let at = 0;
        for (let row = 0; row < 3; row++) at += (corner & (1 << row) ? 0.5 : -0.5) * lattice[3 * row + k];
        start[3 * e + k] = at;
        end[3 * e + k] = at + lattice[3 * axis + k];
        squared += at * at;
      }
      this.radius = Math.max(this.radius, Math.sqrt(squared));
      (corner === 0 ? this.axes[axis] : this.edge).toArray(tint, 3 * e);
    }
    this.lines.commit(EDGES.length);
    this.mesh.visible = visible;
  }

  dispose(): void {
    this.lines.dispose();
  }
}
