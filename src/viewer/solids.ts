import { Color, Vector3 } from 'three';
import { type LatticePlane, planeInCell, planeNormal } from '../crystal/lattice-plane';
import { type Cut, keptPart } from './cutting';
import { Faces } from './faces';
import { convexHull } from './hull';
import type { SceneModel } from './scene-model';
import type { SharedUniforms } from './uniforms';

const PLANE_OPACITY = 0.3;
/** Edges are this much darker than the faces. */
const EDGE_SHADE = 0.55;

/** Coordination polyhedra and lattice planes. All positions relative to the cell's centre. */
export class Solids {
  readonly polyhedra: Faces;
  readonly planes: Faces;
  private readonly colour = new Color();
  private readonly edgeColour = new Color();
  private readonly normal = new Vector3();

  constructor(uniforms: SharedUniforms) {
    this.polyhedra = new Faces(uniforms);
    // Planes show where they cut, also each other.
    this.planes = new Faces({ ...uniforms, cutCount: { value: 0 } });
    this.planes.setOpacity(PLANE_OPACITY);
  }

  /**
   * @param spheres centres and radii of the drawn atoms, four numbers each.
   * @param tint linear-light colour of each drawn atom, four numbers each, of which the first three count.
   * @param cuts what is cut away; the faces themselves are cut by their shader.
   */
  updatePolyhedra(model: SceneModel, spheres: ArrayLike<number>, tint: ArrayLike<number>, cuts: readonly Cut[]): void {
    this.polyhedra.begin();
    for (const [centre, ligands] of model.polyhedra) {
      if (spheres[4 * centre + 3] <= 0) continue;
      const hull = convexHull(ligands.map((d) => new Vector3(spheres[4 * d], spheres[4 * d + 1], spheres[4 * d + 2])));
      if (!hull) continue;
      this.colour.setRGB(tint[4 * centre], tint[4 * centre + 1], tint[4 * centre + 2]);
      this.edgeColour.copy(this.colour).multiplyScalar(EDGE_SHADE);
      for (const [p, q, r] of hull.triangles) {
        this.normal.subVectors(q, p).cross(r.clone().sub(p)).normalize();
        this.polyhedra.addTriangle(p, q, r, this.normal, this.colour);
      }
      for (const [from, to] of hull.edges) {
        const kept = keptPart(cuts, from, to.clone().sub(from), 0, 1);
        if (!kept) continue;
        const [begin, end] = kept.map((share) => from.clone().lerp(to, share));
        this.polyhedra.addEdge(begin, end, this.edgeColour);
      }
    }
    this.polyhedra.commit();
  }

  /** @param colour linear light. Planes that miss the cell are not drawn. */
  updatePlanes(planes: readonly LatticePlane[], lattice: Float64Array, centre: Vector3, colour: Color): void {
    this.planes.begin();
    for (const plane of planes) {
      const corners = planeInCell(lattice, plane).map((corner) => new Vector3(...corner).sub(centre));
      if (corners.length < 3) continue;
      this.normal.set(...planeNormal(lattice, plane.indices));
      corners.forEach((corner, i) => {
        const next = corners[(i + 1) % corners.length];
        if (i > 0 && i < corners.length - 1) this.planes.addTriangle(corners[0], corner, next, this.normal, colour);
        this.planes.addEdge(corner, next, colour);
      });
    }
    this.planes.commit();
  }

  dispose(): void {
    this.polyhedra.dispose();
    this.planes.dispose();
  }
}
