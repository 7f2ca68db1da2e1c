import {
  BufferGeometry,
  Color,
  CylinderGeometry,
  DoubleSide,
  Float32BufferAttribute,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshStandardMaterial,
  Quaternion,
  SphereGeometry,
  Vector3,
} from 'three';
import { GLTFExporter } from 'three/addons/exporters/GLTFExporter.js';
import { cutSphere } from './cut-sphere';
import { keptPart } from './cutting';
import type { Drawing, DrawnFace } from './drawing';

const UP = new Vector3(0, 1, 0);

/**
 * A binary glTF 2.0 file of a drawing, 1 Å as one unit: a node for each atom and half bond, with one mesh for each element and one
 * for each atom that planes cut; bonds that they cut end squarely. Faces by colour; the cell as lines.
 */
export async function gltfModel(drawing: Drawing, name: string): Promise<Blob> {
  const root = new Group();
  root.name = name;
  const sphere = new SphereGeometry(1, 32, 20);
  const cylinder = new CylinderGeometry(1, 1, 1, 20, 1, true);
  const materials = new Map<string, MeshStandardMaterial>();
  const materialOf = (colour: number, symbol: string) => {
    const key = `${symbol} ${colour}`;
    const known = materials.get(key) ?? new MeshStandardMaterial({ color: colour, roughness: 0.45, metalness: 0 });
    known.name = symbol;
    materials.set(key, known);
    return known;
  };
  for (const drawn of drawing.atoms) {
    const { symbol, index, position, radius, colour, cuts } = drawn;
    const atom = new Mesh(cuts.length > 0 ? cutSphere(drawn) : sphere, materialOf(colour, symbol));
    atom.name = `${symbol}${index + 1}`;
    atom.position.copy(position);
    atom.scale.setScalar(radius);
    root.add(atom);
  }
  for (const { from, to, radius } of drawing.bonds) {
    const whole = to.position.clone().sub(from.position);
    const kept = keptPart(drawing.cuts, from.position, whole, 0, 1);
    if (!kept) continue;
    for (const [end, first, last] of [
      [from, kept[0], Math.min(0.5, kept[1])],
      [to, Math.max(0.5, kept[0]), kept[1]],
    ] as const) {
      if (last <= first) continue;
      const half = new Mesh(cylinder, materialOf(end.colour, end.symbol));
      const along = whole.clone().multiplyScalar(last - first);
      half.name = `${from.symbol}${from.index + 1}–${to.symbol}${to.index + 1}`;
      half.position.copy(from.position).addScaledVector(whole, (first + last) / 2);
      half.quaternion.copy(new Quaternion().setFromUnitVectors(UP, along.clone().normalize()));
      half.scale.set(radius, along.length(), radius);
      root.add(half);
    }
  }
  for (const faces of byColour(drawing.faces)) root.add(faceMesh(faces));
  if (drawing.cellEdges.length > 0) {
    const points = drawing.cellEdges.flatMap(({ from, to }) => [from, to]);
    const material = new LineBasicMaterial({ color: drawing.cellEdges[0].colour });
    const cell = new LineSegments(new BufferGeometry().setFromPoints(points), material);
    cell.name = 'Unit cell';
    root.add(cell);
  }
  const file = await new GLTFExporter().parseAsync(root, { binary: true });
  return new Blob([file as ArrayBuffer], { type: 'model/gltf-binary' });
}

function byColour(faces: readonly DrawnFace[]): DrawnFace[][] {
  const groups = new Map<number, DrawnFace[]>();
  for (const face of faces) groups.set(face.colour, [...(groups.get(face.colour) ?? []), face]);
  return [...groups.values()];
}

function faceMesh(faces: readonly DrawnFace[]): Mesh {
  const positions = faces.flatMap(({ corners }) =>
    corners.slice(2).flatMap((corner, i) => [corners[0], corners[i + 1], corner].flatMap((point) => point.toArray())),
  );
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.computeVertexNormals();
  const [{ colour, opacity }] = faces;
  const material = new MeshStandardMaterial({
    color: new Color(colour),
    transparent: true,
    opacity,
    side: DoubleSide,
    roughness: 0.6,
    metalness: 0,
  });
  const mesh = new Mesh(geometry, material);
  mesh.name = 'Faces';
  return mesh;
}
