import { Color, Group, ShaderMaterial, type Vector3 } from 'three';
import { formatMeasurement, measure, type Point } from '../crystal/measurement';
import { Instances } from './instances';
import { ribbonShape } from './ribbon';
import { LINE_FRAGMENT, LINE_VERTEX } from './shaders';
import type { ThemeColours } from './style';
import { TextSprite } from './text-sprite';
import type { SharedUniforms } from './uniforms';

const MOST_POINTS = 4;

/** Lines from atom to atom and the value that they measure, drawn over everything. */
export class MeasuringTape {
  readonly group = new Group();
  private readonly lines: Instances<'lineStart' | 'lineEnd' | 'tint'>;
  private readonly label = new TextSprite();
  private readonly colour = new Color();
  private ink = '#000';
  private plate = '#fff';

  constructor(uniforms: SharedUniforms) {
    const material = new ShaderMaterial({
      uniforms: { ...uniforms, hazeStrength: { value: 0 }, lineWidth: uniforms.thickLineWidth },
      vertexShader: LINE_VERTEX,
      fragmentShader: LINE_FRAGMENT,
      depthTest: false,
      depthWrite: false,
      transparent: true,
    });
    this.lines = new Instances(ribbonShape(), material, { lineStart: 3, lineEnd: 3, tint: 3 }, MOST_POINTS);
    this.lines.mesh.renderOrder = 3;
    this.group.add(this.lines.mesh, this.label.sprite);
  }

  setColours(colours: ThemeColours): void {
    this.colour.set(colours.accent);
    this.ink = colours.labelInk;
    this.plate = colours.labelPlate;
  }

  /** Measures two to four points in Å from the cell's centre; others measure nothing. */
  update(points: readonly Vector3[]): void {
    const measurement = measure(points.map((point): Point => [point.x, point.y, point.z]));
    const count = measurement ? points.length - 1 : 0;
    const [start, end, tint] = (['lineStart', 'lineEnd', 'tint'] as const).map((name) => this.lines.array(name));
    for (let line = 0; line < count; line++) {
      points[line].toArray(start, 3 * line);
      points[line + 1].toArray(end, 3 * line);
      this.colour.toArray(tint, 3 * line);
    }
    this.lines.commit(count);
    this.label.set(measurement ? formatMeasurement(measurement) : '', this.ink, this.plate);
    if (measurement) this.label.sprite.position.copy(placeOfLabel(points));
  }

  /** @param scale Å per CSS pixel. */
  setScale(scale: number): void {
    this.label.setScale(scale);
  }

  dispose(): void {
    this.lines.dispose();
    this.label.dispose();
  }
}

/** In the middle of a distance and of a dihedral's axis; inside an angle. */
function placeOfLabel(points: readonly Vector3[]): Vector3 {
  if (points.length === 3) return points[1].clone().lerp(points[0].clone().lerp(points[2], 0.5), 0.6);
  const [from, to] = points.length === 2 ? points : [points[1], points[2]];
  return from.clone().lerp(to, 0.5);
}
