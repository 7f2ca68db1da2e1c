import { Sprite, Vector3, Vector4 } from 'three';
import { describe, expect, it } from 'vitest';
import { CameraRig } from './camera-rig';
import { Growth } from './growth';
import { convexHull } from './hull';
import { Marking } from './marking';
import { nearestSphere } from './picking';
import { Playback } from './playback';
import { SceneModel } from './scene-model';
import { StructureScene } from './structure-scene';
import { DEFAULT_STYLE } from './style';
import { readViewSettings } from './view-parameters';

const CUBE = Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4);

describe('Playback', () => {
  it('goes round in a range, each of its frames as long as the others', () => {
    const playback = new Playback();
    playback.framesPerSecond = 100;
    playback.loop = { from: 10, to: 13 };
    playback.seek(10);
    playback.play();
    const shown = Array.from({ length: 12 }, (_, step) => playback.advance(1000 + 10 * step + 1, 20, true));
    expect(shown).toEqual([10, 11, 12, 13, 10, 11, 12, 13, 10, 11, 12, 13]);
    expect(playback.playing).toBe(true);
    playback.loop = null;
    expect(playback.advance(9000, 20, true)).toBe(19);
    expect(playback.playing).toBe(false);
  });

  it('shows the frame that is due, waits at the end of a live trajectory and stops at that of a complete one', () => {
    const playback = new Playback();
    playback.framesPerSecond = 50;
    playback.play();
    playback.advance(1000, 100, false);
    expect(playback.advance(1100, 100, false)).toBe(5);
    expect(playback.advance(9000, 100, false)).toBe(99);
    expect(playback.playing).toBe(true);
    expect(playback.advance(9100, 200, false)).toBe(104);
    expect(playback.advance(99000, 200, true)).toBe(199);
    expect(playback.playing).toBe(false);
  });
});

describe('nearestSphere', () => {
  it('takes the sphere in front and none beside the ray', () => {
    const spheres = [0, 0, -5, 1, 0, 0, -2, 1, 3, 0, -1, 1];
    const origin = { x: 0.2, y: 0, z: 0 };
    const direction = { x: 0, y: 0, z: -1 };
    expect(nearestSphere(spheres, 3, origin, direction)).toBe(1);
    expect(nearestSphere(spheres, 1, origin, direction)).toBe(0);
    expect(nearestSphere(spheres, 3, { x: 1.5, y: 0, z: 0 }, direction)).toBe(-1);
  });

  it('sees through what is cut away, to the cut face or to the sphere behind', () => {
    const spheres = [0, 0, -5, 1, 0, 0, -2, 1];
    const pick = (...cuts: Vector4[]) => nearestSphere(spheres, 2, { x: 0.2, y: 0, z: 0 }, { x: 0, y: 0, z: -1 }, cuts);
    expect(pick(new Vector4(0, 0, 1, -2.5))).toBe(1);
    expect(pick(new Vector4(0, 0, 1, -3.1))).toBe(0);
    expect(pick(new Vector4(0, 0, -1, 4))).toBe(1);
    expect(pick(new Vector4(1, 0, 0, 0.1))).toBe(-1);
    expect(pick(new Vector4(0, 0, 1, -3.1), new Vector4(0, 0, -1, 3.5))).toBe(-1);
  });
});

describe('CameraRig', () => {
  it('looks against the chosen axis and keeps c upright', () => {
    const rig = new CameraRig();
    rig.animated = false;
    rig.setSize(400, 300);
    rig.viewAlong('a', CUBE);
    rig.update(0, 3);
    const { direction } = rig.ray(200, 150);
    expect(direction.toArray().map(Math.round)).toEqual([-1, -0, 0].map((value) => value + 0));
    expect(rig.camera.position.x).toBeCloseTo(9);
    expect(rig.ray(200, 0).origin.z).toBeGreaterThan(2.9);
  });

  it('keeps the point under the pointer where it is while zooming', () => {
    const rig = new CameraRig();
    rig.animated = false;
    rig.setSize(400, 400);
    rig.update(0, 3);
    const before = rig.ray(300, 120).origin;
    rig.zoomBy(2.5, 100, 80);
    rig.update(16, 3);
    expect(rig.ray(300, 120).origin.distanceTo(before)).toBeLessThan(1e-9);
  });

  it('keeps the structure in sight in perspective, and picks along the line from the eye', () => {
    const rig = new CameraRig();
    rig.animated = false;
    rig.projection = 'perspective';
    rig.setSize(400, 400);
    rig.update(0, 3);
    const seen = new Vector3(0.2, -1.1, 0.7).project(rig.camera);
    const { origin, direction } = rig.ray(200 * (seen.x + 1), 200 * (1 - seen.y));
    const towards = new Vector3(0.2, -1.1, 0.7).sub(origin).normalize();
    expect(towards.distanceTo(direction)).toBeLessThan(1e-6);
    // A sphere of the structure's radius: its silhouette is where the line of sight touches it.
    // The fit leaves 36 pixels above and below.
    const edge = rig.ray(36, 200);
    const gap = edge.origin.clone().cross(edge.direction).length();
    expect(gap).toBeGreaterThan(3);
    expect(gap).toBeLessThan(3.1);
  });

  it('arrives at a named view and then rests', () => {
    const rig = new CameraRig();
    rig.update(0, 3);
    rig.reset(CUBE);
    expect(rig.update(16, 3)).toBe(true);
    expect(rig.update(1000, 3)).toBe(false);
  });
});

describe('Growth', () => {
  it('lets an atom swell from nothing to its size', () => {
    const growth = new Growth();
    growth.add(1, 1000);
    expect(growth.advance(2, 1000)).toBe(true);
    expect([...growth.sizes.subarray(0, 2)]).toEqual([1, 0]);
    expect(growth.advance(2, 5000)).toBe(false);
    expect(growth.sizes[1]).toBe(1);
  });
});

describe('convexHull', () => {
  const corners = (scale: number) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => new Vector3(bits & 1, (bits >> 1) & 1, scale * (bits >> 2)));

  it('has six flat faces about a cube and no edges across them', () => {
    const hull = convexHull(corners(1).map((corner) => corner.multiplyScalar(2)));
    expect(hull?.triangles).toHaveLength(12);
    expect(hull?.edges).toHaveLength(12);
  });

  it('is none for flat surroundings', () => {
    expect(convexHull(corners(0).slice(0, 4))).toBeUndefined();
    expect(convexHull(corners(0.001))).toBeUndefined();
    expect(convexHull(corners(1).slice(0, 3))).toBeUndefined();
  });
});

describe('Marking', () => {
  const crystal = {
    lattice: CUBE,
    atomicNumbers: Uint8Array.of(55, 17),
    fracCoords: Float64Array.of(0.05, 0, 0, 0.9, 0.5, 0.5),
  };

  it('takes the image nearest to the atom before', () => {
    const marking = new Marking();
    marking.measuring = true;
    marking.click(marking.nearestImage(crystal, 0), true);
    marking.click(marking.nearestImage(crystal, 1), true);
    expect(marking.selection.map(({ image }) => image[0])).toEqual([0, -1]);
    const [first, second] = marking.measured(crystal);
    expect(first.distanceTo(second)).toBeCloseTo(Math.hypot(0.6, 2, 2), 9);
  });

  it('begins anew after four atoms, and takes out one that is clicked again', () => {
    const marking = new Marking();
    marking.measuring = true;
    for (let i = 0; i < 4; i++) marking.click(marking.nearestImage(crystal, i % 2), false);
    expect(marking.selection).toHaveLength(4);
    marking.click(marking.selection[3], false);
    expect(marking.selection).toHaveLength(3);
    marking.click(marking.nearestImage(crystal, 1), false);
    marking.click(marking.nearestImage(crystal, 0), false);
    expect(marking.selection).toHaveLength(1);
  });

  it('follows the atoms to another frame', () => {
    const marking = new Marking();
    marking.click(marking.nearestImage(crystal, 1), true);
    marking.follow({ ...crystal, fracCoords: crystal.fracCoords.map((x) => x + 0.05) });
    expect(marking.selection[0].position[0]).toBeCloseTo(3.8, 9);
  });
});

describe('view parameters', () => {
  it('have a default within their range, and what is stored is kept only where it is valid', () => {
    const defaults = readViewSettings(undefined);
    expect(readViewSettings(defaults)).toEqual(defaults);
    const stored = readViewSettings({ palette: 'vesta', atomScale: 99, showBonds: 'yes', haze: 0.5, other: 1 });
    expect(stored).toEqual({ ...defaults, palette: 'vesta', haze: 0.5 });
  });
});

describe('StructureScene', () => {
  it('reuses its buffers frame by frame and disposes every geometry and material', () => {
    const scene = new StructureScene();
    scene.applyStyle(DEFAULT_STYLE, 'light');
    const model = new SceneModel();
    const crystal = {
      lattice: CUBE,
      atomicNumbers: Uint8Array.of(55, 17),
      fracCoords: new Float64Array(6).fill(0.5, 3),
    };
    const update = () => {
      model.update(crystal, DEFAULT_STYLE);
      scene.update({
        model,
        crystal,
        style: DEFAULT_STYLE,
        growth: [1, 1],
        selected: new Set(),
        hovered: -1,
        measured: [],
      });
    };
    update();
    const spheres = scene.spheres;
    expect(model.atomCount).toBe(9);
    expect([...spheres.subarray(0, 3)]).toEqual([-2, -2, -2]);
    update();
    expect(scene.spheres).toBe(spheres);

    let alive = 0;
    scene.scene.traverse((object) => {
      if (!('geometry' in object && 'material' in object)) return;
      // All sprites share one geometry that three.js keeps.
      const parts = object instanceof Sprite ? [object.material] : [object.geometry, object.material];
      for (const part of parts as {
        addEventListener: (name: string, on: () => void) => void;
      }[]) {
        alive++;
        part.addEventListener('dispose', () => alive--);
      }
    });
    expect(alive).toBeGreaterThanOrEqual(10);
    scene.dispose();
    expect(alive).toBe(0);
  });
});
