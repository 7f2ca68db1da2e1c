import { expect, it } from 'vitest';
import { CameraRig } from './camera-rig';

const cubic = [4, 0, 0, 0, 4, 0, 0, 0, 4];

function pair() {
  const [first, second] = [new CameraRig(), new CameraRig()];
  const moves = [0, 0];
  for (const [index, rig] of [first, second].entries()) {
    rig.animated = false;
    rig.headroom = 0;
    rig.setSize(200, 200);
    rig.onMove(() => moves[index]++);
  }
  second.share(first);
  first.reset(cubic);
  first.update(0, 3);
  second.update(0, 5);
  first.update(1, 3);
  return { first, second, moves };
}

it('rigs that share a pose look from one place, at the scale at which the larger structure fits', () => {
  const { first, second, moves } = pair();
  expect(first.scale).toBe(second.scale);
  expect(first.scale).toBeCloseTo((2 * 1.02 * 5) / 200, 6);
  const before = [...moves];
  second.rotate(0.3, 0.1);
  second.zoomBy(2, 30, 10);
  expect(moves[0]).toBeGreaterThan(before[0]);
  for (const rig of [first, second]) rig.update(2, rig === first ? 3 : 5);
  expect(first.camera.quaternion.toArray()).toEqual(second.camera.quaternion.toArray());
  expect(first.camera.position.toArray()).toEqual(second.camera.position.toArray());
});

it('a rig that leaves no longer decides the scale and is not told of moves', () => {
  const { first, second, moves } = pair();
  second.leave();
  first.update(3, 3);
  expect(first.scale).toBeCloseTo((2 * 1.02 * 3) / 200, 6);
  const before = moves[1];
  first.rotate(0.2, 0);
  expect(moves[1]).toBe(before);
});

it('a turn to a named view ends for both', () => {
  const { first, second } = pair();
  first.animated = true;
  second.animated = true;
  first.viewAlong('c', cubic);
  first.update(10, 3);
  second.update(10, 5);
  expect(first.update(300, 3)).toBe(true);
  expect(second.update(300, 5)).toBe(true);
  first.update(600, 3);
  second.update(600, 5);
  expect(first.camera.quaternion.toArray()).toEqual(second.camera.quaternion.toArray());
  expect(Math.abs(second.camera.position.z)).toBeCloseTo(15, 6);
});
