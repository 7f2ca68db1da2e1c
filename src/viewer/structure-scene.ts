import {
  BackSide,
  Color,
  CylinderGeometry,
  DoubleSide,
  FrontSide,
  IcosahedronGeometry,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  Vector3,
} from 'three';
import { mergeVertices } from 'three/addons/utils/BufferGeometryUtils.js';
import { atomLabel } from './atom-label';
import { CellEdges } from './cell-edges';
import { atomLevel, CONFIDENCE_LEVELS } from './confidence-scale';
import { type Cut, cutsOf, isCutAway } from './cutting';
import { drawnRadius } from './elements';
import { Instances } from './instances';
import { LabelAtlas } from './label-atlas';
import { MeasuringTape } from './measuring-tape';
import { elementColours, writeLinear } from './palettes';
import type { SceneModel } from './scene-model';
import * as glsl from './shaders';
import { Solids } from './solids';
import { THEMES, type ViewStyle } from './style';
import { createSharedUniforms, type SharedUniforms } from './uniforms';
import type { ViewedCrystal } from './viewed-crystal';

/** Outline of a selected atom, CSS pixels. */
const OUTLINE_WIDTH = 3;

/** What a picture shows of a structure. */
export interface ScenePicture {
  readonly model: SceneModel;
  readonly crystal: ViewedCrystal;
  readonly style: ViewStyle;
  /** Size of each atom of the crystal as a share of its full one, 0–1. */
  readonly growth: ArrayLike<number>;
  /** Drawn atoms with an outline. */
  readonly selected: ReadonlySet<number>;
  /** A drawn atom or −1. */
  readonly hovered: number;
  /** Points to be measured, Å from the cell's origin. */
  readonly measured: readonly Vector3[];
}

/** The drawn objects of one structure, without renderer and camera. The centre of the cell is the origin. */
export class StructureScene {
  readonly scene = new Scene();
  readonly uniforms: SharedUniforms = createSharedUniforms();
  /** Radius in Å of the sphere about the cell's centre that holds all that is drawn. */
  radius = 1;
  /** What is cut away of the atoms and of what joins them. */
  cuts: readonly Cut[] = [];
  private readonly atoms: Instances<'sphere' | 'tint'>;
  private readonly bonds: Instances<'bondStart' | 'bondEnd' | 'tintStart' | 'tintEnd'>;
  private readonly outlines: Instances<'sphere'>;
  private readonly labels: Instances<'sphere' | 'cell' | 'ink'>;
  private readonly cell = new CellEdges(this.uniforms);
  private readonly atlas: LabelAtlas;
  private readonly outlineWidth = { value: OUTLINE_WIDTH };
  private readonly accent = { value: new Color() };
  private readonly solids = new Solids(this.uniforms);
  private readonly tape = new MeasuringTape(this.uniforms);
  private readonly centre = new Vector3();
  private readonly palette = new Float32Array(3 * 119);
  private readonly levelColours = new Float32Array(3 * CONFIDENCE_LEVELS.length);
  private readonly radii = new Float32Array(119);
  private colours: readonly number[] = [];
  private atomScale = 0;

  constructor(atlas: LabelAtlas = new LabelAtlas()) {
    this.atlas = atlas;
    CONFIDENCE_LEVELS.forEach(({ colour }, level) => {
      writeLinear(colour, this.levelColours, 3 * level);
    });
    const uniforms = this.uniforms;
    this.atoms = new Instances(
      sphereShape(8),
      new ShaderMaterial({ uniforms, vertexShader: glsl.ATOM_VERTEX, fragmentShader: glsl.ATOM_FRAGMENT }),
      { sphere: 4, tint: 4 },
    );
    this.bonds = new Instances(
      new CylinderGeometry(1, 1, 1, 28, 1, true),
      new ShaderMaterial({ uniforms, vertexShader: glsl.BOND_VERTEX, fragmentShader: glsl.BOND_FRAGMENT }),
      { bondStart: 4, bondEnd: 4, tintStart: 4, tintEnd: 3 },
    );
    this.outlines = new Instances(
      sphereShape(8),
      new ShaderMaterial({
        uniforms: { viewport: uniforms.viewport, outline: this.outlineWidth, colour: this.accent },
        vertexShader: glsl.OUTLINE_VERTEX,
        fragmentShader: glsl.FLAT_FRAGMENT,
        side: BackSide,
      }),
      { sphere: 4 },
      8,
    );
    this.labels = new Instances(
      new PlaneGeometry(1, 1),
      new ShaderMaterial({
        uniforms: { viewport: uniforms.viewport, glyphPixels: atlas.glyphPixels, atlas: atlas.texture },
        vertexShader: glsl.LABEL_VERTEX,
        fragmentShader: glsl.LABEL_FRAGMENT,
        transparent: true,
        depthWrite: false,
      }),
      { sphere: 4, cell: 4, ink: 1 },
    );
    this.labels.mesh.renderOrder = 2;
    this.scene.add(this.atoms.mesh, this.bonds.mesh, this.outlines.mesh, this.cell.mesh, this.labels.mesh);
    this.scene.add(this.solids.polyhedra.group, this.solids.planes.group, this.tape.group);
    this.scene.matrixAutoUpdate = false;
  }

  /** Colours and switches; the next `update` uses them. */
  applyStyle(style: ViewStyle, theme: 'light' | 'dark'): void {
    const colours = THEMES[theme];
    this.uniforms.haze.value.set(colours.haze);
    this.accent.value.set(colours.accent);
    this.cell.setColours(colours);
    this.cell.mesh.visible = style.showCell;
    this.tape.setColours(colours);
    this.solids.polyhedra.setOpacity(style.polyhedronOpacity);
    this.uniforms.hazeStrength.value = style.haze;
  }

  /** Takes the size of the drawing buffer, and how many of its pixels make a CSS pixel; true when that changed. */
  setViewport(width: number, height: number, pixelRatio: number): boolean {
    this.uniforms.viewport.value.set(width, height);
    this.uniforms.lineWidth.value = 1.4 * pixelRatio;
    this.uniforms.thickLineWidth.value = 2.6 * pixelRatio;
    this.outlineWidth.value = OUTLINE_WIDTH * pixelRatio;
    return this.atlas.setPixelRatio(pixelRatio);
  }

  /** Where the haze begins and ends, as distances from the camera, and Å per CSS pixel at the centre. */
  setCamera(near: number, far: number, scale: number): void {
    this.uniforms.hazeNear.value = near;
    this.uniforms.hazeFar.value = far;
    this.tape.setScale(scale);
  }

  /** Writes a picture into the buffers; atoms and bonds allocate nothing unless they must grow. */
  update({ model, crystal, style, growth, selected, hovered, measured }: ScenePicture): void {
    const { lattice, atomicNumbers } = crystal;
    this.takeColours(atomicNumbers, style);
    this.cell.update(lattice);
    const offsetX = (lattice[0] + lattice[3] + lattice[6]) / 2;
    const offsetY = (lattice[1] + lattice[4] + lattice[7]) / 2;
    const offsetZ = (lattice[2] + lattice[5] + lattice[8]) / 2;
    this.centre.set(offsetX, offsetY, offsetZ);
    this.takeCuts(cutsOf(style.planes, lattice, this.centre));
    this.radius = Math.max(this.cell.radius, 0.5);
    this.atoms.reserve(model.atomCount);
    const sphere = this.atoms.array('sphere');
    const tint = this.atoms.array('tint');
    for (let d = 0; d < model.atomCount; d++) {
      const atom = model.atomIndex[d];
      const z = atomicNumbers[atom];
      const x = model.atomPosition[3 * d] - offsetX;
      const y = model.atomPosition[3 * d + 1] - offsetY;
      const w = model.atomPosition[3 * d + 2] - offsetZ;
      const radius = this.radii[z] * growth[atom] * model.atomWeight[d];
      sphere[4 * d] = x;
      sphere[4 * d + 1] = y;
      sphere[4 * d + 2] = w;
      sphere[4 * d + 3] = radius;
      const level = atomLevel(style, crystal, atom);
      for (let k = 0; k < 3; k++) {
        tint[4 * d + k] = level === undefined ? this.palette[3 * z + k] : this.levelColours[3 * level + k];
      }
      tint[4 * d + 3] = d === hovered ? 1 : 0;
      this.radius = Math.max(this.radius, Math.sqrt(x * x + y * y + w * w) + radius);
    }
    this.atoms.commit(model.atomCount);
    this.updateBonds(model, style.showBonds ? style.bondRadius : 0, growth);
    this.updateOutlines(selected);
    this.updateLabels(model, atomicNumbers, style);
    this.solids.updatePolyhedra(model, sphere, tint, this.cuts);
    this.solids.updatePlanes(style.planes, lattice, this.centre, this.accent.value);
    this.tape.update(measured.map((point) => point.clone().sub(this.centre)));
  }

  /** Centres and radii of the drawn atoms, four numbers each, relative to the cell's centre. */
  get spheres(): Float32Array {
    return this.atoms.array('sphere');
  }

  dispose(): void {
    for (const part of [this.atoms, this.bonds, this.outlines, this.labels, this.cell, this.atlas]) part.dispose();
    this.solids.dispose();
    this.tape.dispose();
    this.scene.clear();
  }

  /** Bodies that are cut open need both sides and a slower shader. */
  private takeCuts(cuts: readonly Cut[]): void {
    this.cuts = cuts;
    this.uniforms.cutCount.value = cuts.length;
    cuts.forEach((cut, i) => {
      this.uniforms.cuts.value[i].copy(cut);
    });
    for (const { material } of [this.atoms.mesh, this.bonds.mesh]) {
      const isCut = 'CUT' in material.defines;
      if (isCut === cuts.length > 0) continue;
      material.defines = isCut ? {} : { CUT: '' };
      material.side = isCut ? FrontSide : DoubleSide;
      material.needsUpdate = true;
    }
  }

  private isDrawn(sphere: ArrayLike<number>, d: number): boolean {
    return !isCutAway(this.cuts, sphere[4 * d], sphere[4 * d + 1], sphere[4 * d + 2]);
  }

  private takeColours(atomicNumbers: Uint8Array, { palette, atomScale }: ViewStyle): void {
    const colours = elementColours(palette, atomicNumbers);
    if (this.colours === colours && this.atomScale === atomScale) return;
    this.colours = colours;
    this.atomScale = atomScale;
    for (let z = 1; z <= 118; z++) {
      writeLinear(colours[z - 1], this.palette, 3 * z);
      this.radii[z] = drawnRadius(z, atomScale);
    }
  }

  private updateBonds(model: SceneModel, bondRadius: number, growth: ArrayLike<number>): void {
    const count = bondRadius > 0 ? model.bondCount : 0;
    this.bonds.reserve(count);
    const sphere = this.atoms.array('sphere');
    const tint = this.atoms.array('tint');
    const start = this.bonds.array('bondStart');
    const end = this.bonds.array('bondEnd');
    const tintStart = this.bonds.array('tintStart');
    const tintEnd = this.bonds.array('tintEnd');
    for (let b = 0; b < count; b++) {
      const from = model.bondFrom[b];
      const to = model.bondTo[b];
      for (let k = 0; k < 4; k++) {
        start[4 * b + k] = sphere[4 * from + k];
        end[4 * b + k] = sphere[4 * to + k];
      }
      for (let k = 0; k < 3; k++) {
        tintStart[4 * b + k] = tint[4 * from + k];
        tintEnd[3 * b + k] = tint[4 * to + k];
      }
      const grown = Math.min(growth[model.atomIndex[from]], growth[model.atomIndex[to]]);
      tintStart[4 * b + 3] = bondRadius * model.bondWeight[b] * grown;
    }
    this.bonds.commit(count);
  }

  private updateOutlines(selected: ReadonlySet<number>): void {
    this.outlines.reserve(selected.size);
    const sphere = this.atoms.array('sphere');
    const outline = this.outlines.array('sphere');
    let count = 0;
    for (const drawn of selected) {
      if (!this.isDrawn(sphere, drawn)) continue;
      for (let k = 0; k < 4; k++) outline[4 * count + k] = sphere[4 * drawn + k];
      count++;
    }
    this.outlines.commit(count);
  }

  private updateLabels(model: SceneModel, atomicNumbers: ArrayLike<number>, style: ViewStyle): void {
    const { labels, copiesPerSite } = style;
    if (labels === 'none') {
      this.labels.commit(0);
      return;
    }
    const labelOf = (atom: number) => atomLabel(labels, atomicNumbers[atom], atom, copiesPerSite);
    this.atlas.include(new Set(Array.from(atomicNumbers, (_, atom) => labelOf(atom))));
    this.labels.reserve(model.atomCount);
    const spheres = this.atoms.array('sphere');
    const tint = this.atoms.array('tint');
    const sphere = this.labels.array('sphere');
    const cell = this.labels.array('cell');
    const ink = this.labels.array('ink');
    let count = 0;
    for (let d = 0; d < model.atomCount; d++) {
      if (!this.isDrawn(spheres, d)) continue;
      for (let k = 0; k < 4; k++) sphere[4 * count + k] = spheres[4 * d + k];
      this.atlas.writeCell(labelOf(model.atomIndex[d]), cell, 4 * count);
      const [red, green, blue] = tint.subarray(4 * d);
      ink[count] = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.3 ? 0 : 1;
      count++;
    }
    this.labels.commit(count);
  }
}

function sphereShape(detail: number) {
  const sphere = new IcosahedronGeometry(1, detail);
  sphere.deleteAttribute('uv');
  sphere.deleteAttribute('normal');
  const shared = mergeVertices(sphere);
  sphere.dispose();
  return shared;
}
