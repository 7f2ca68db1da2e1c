import {
  CanvasTexture,
  Color,
  ConeGeometry,
  CylinderGeometry,
  Mesh,
  OrthographicCamera,
  type Quaternion,
  Scene,
  ShaderMaterial,
  Sprite,
  SpriteMaterial,
  Vector3,
  type WebGLRenderer,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { ARROW_FRAGMENT, ARROW_VERTEX } from './shaders';
import type { ThemeColours } from './style';

/** CSS pixels of the corner that the triad takes, at most this share of the smaller side. */
const SIZE = 104;
const LARGEST_SHARE = 0.3;
const NAMES = ['a', 'b', 'c'] as const;
const UP = new Vector3(0, 1, 0);

/** The directions of a, b, c in the lower left corner, red, green, blue. */
export class AxesTriad {
  readonly scene = new Scene();
  private readonly camera = new OrthographicCamera(-1.5, 1.5, 1.5, -1.5, 0, 10);
  private readonly shape = arrowShape();
  private readonly arrows = NAMES.map(() => new Mesh(this.shape, arrowMaterial()));
  private readonly labels = NAMES.map(() => new Sprite(new SpriteMaterial({ depthTest: false })));
  private readonly direction = new Vector3();

  constructor() {
    this.scene.add(...this.arrows, ...this.labels);
    for (const label of this.labels) label.scale.setScalar(0.62);
  }

  setColours(colours: ThemeColours): void {
    [colours.axisA, colours.axisB, colours.axisC].forEach((colour, axis) => {
      this.arrows[axis].material.uniforms.colour.value.set(colour);
      const material = this.labels[axis].material;
      material.map?.dispose();
      material.map = letterTexture(NAMES[axis], `#${new Color(colour).getHexString()}`);
      material.needsUpdate = true;
    });
  }

  /** @param lattice 9 numbers, rows a, b, c in Å. */
  update(lattice: ArrayLike<number>): void {
    for (let axis = 0; axis < 3; axis++) {
      this.direction.set(lattice[3 * axis], lattice[3 * axis + 1], lattice[3 * axis + 2]).normalize();
      this.arrows[axis].quaternion.setFromUnitVectors(UP, this.direction);
      this.labels[axis].position.copy(this.direction).multiplyScalar(1.24);
    }
  }

  /** Draws over what is there, seen as the main camera sees; width and height of the canvas in CSS pixels. */
  render(renderer: WebGLRenderer, orientation: Quaternion, width: number, height: number): void {
    const size = Math.min(SIZE, LARGEST_SHARE * Math.min(width, height));
    this.camera.quaternion.copy(orientation);
    this.camera.position.set(0, 0, 5).applyQuaternion(orientation);
    renderer.setViewport(4, 4, size, size);
    renderer.clearDepth();
    renderer.render(this.scene, this.camera);
    renderer.setViewport(0, 0, width, height);
  }

  dispose(): void {
    this.shape.dispose();
    for (const arrow of this.arrows) arrow.material.dispose();
    for (const label of this.labels) {
      label.material.map?.dispose();
      label.material.dispose();
    }
  }
}

function arrowMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: {
      colour: { value: new Color() },
      haze: { value: new Color() },
      hazeNear: { value: 1 },
      hazeFar: { value: 2 },
      hazeStrength: { value: 0 },
    },
    vertexShader: ARROW_VERTEX,
    fragmentShader: ARROW_FRAGMENT,
  });
}

/** From the origin along y, one unit long. */
function arrowShape() {
  const shaft = new CylinderGeometry(0.055, 0.055, 0.75, 20).translate(0, 0.375, 0);
  const head = new ConeGeometry(0.14, 0.3, 28).translate(0, 0.85, 0);
  const shape = mergeGeometries([shaft, head]);
  shaft.dispose();
  head.dispose();
  return shape;
}

function letterTexture(letter: string, colour: string): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const context = canvas.getContext('2d');
  if (context) {
    context.font = 'italic 600 48px Georgia, "Times New Roman", serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = colour;
    context.fillText(letter, 32, 32);
  }
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = 'srgb';
  return texture;
}
