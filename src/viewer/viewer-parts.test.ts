import { describe, expect, it } from 'vitest';
import { CameraRig } from './camera-rig';
import { Growth } from './growth';
import { nearestSphere } from './picking';
import { Playback } from './playback';
import { SceneModel } from './scene-model';
import { StructureScene } from './structure-scene';
import { DEFAULT_STYLE } from './style';

const CUBE = Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4);

describe('Playback', () => {
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
      model.update(crystal, { bondRule: 'framework', showImages: true, soften: false });
      scene.update(model, CUBE, crystal.atomicNumbers, DEFAULT_STYLE, [1, 1], new Set(), -1);
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
      for (const part of [object.geometry, object.material] as {
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
