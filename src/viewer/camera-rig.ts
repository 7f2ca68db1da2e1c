import { Matrix4, OrthographicCamera, PerspectiveCamera, Quaternion, Vector3 } from 'three';
import { CameraPose } from './camera-pose';

/** A direction to look along: a real or a reciprocal lattice vector. */
export type ViewAxis = 'a' | 'b' | 'c' | 'a*' | 'b*' | 'c*';

export type Projection = 'orthographic' | 'perspective';

/** The eye is this many radii of the structure away from its centre. */
const EYE_DISTANCE = 3;
/** Nearer parts look larger: this much more room holds the sphere about the structure in a perspective picture. */
const PERSPECTIVE_MARGIN = 1 / Math.sqrt(1 - 1 / EYE_DISTANCE ** 2);
/** Default of `headroom`. */
const HEADROOM = 36;
/** Free space around the structure, as a factor on its radius. */
const MARGIN = 1.02;
const TURN_MILLISECONDS = 450;
/** Time constant with which the picture follows a structure that grows or shrinks. */
const FIT_MILLISECONDS = 140;
const ZOOM_RANGE = [0.2, 20] as const;
const DEFAULT_AZIMUTH = 0.36;
const DEFAULT_ELEVATION = 0.24;

/**
 * A camera about the origin: an orientation, a zoom, a shift in the picture's plane. Turns to named views are animated, as
 * is the fit to the structure. Perspective keeps the eye where it is and zooms as a lens does, so that it never
 * enters the structure.
 */
export class CameraRig {
  projection: Projection = 'orthographic';
  private readonly orthographic = new OrthographicCamera();
  private readonly perspective = new PerspectiveCamera();
  /** When false, every change takes effect at once. */
  animated = true;
  /** CSS pixels above and below the structure, for what is written over the picture. */
  headroom = HEADROOM;
  private pose = new CameraPose();
  private moved = () => {};
  private leavePose = () => {};
  private radius = 0;
  private width = 1;
  private height = 1;
  private lastTime: number | null = null;

  get camera(): OrthographicCamera | PerspectiveCamera {
    return this.projection === 'perspective' ? this.perspective : this.orthographic;
  }

  /** Calls back each time that the pose changes, until `leave`. */
  onMove(moved: () => void): void {
    this.moved = moved;
    this.leavePose();
    this.leavePose = this.pose.subscribe(moved);
  }

  /** Looks from where another rig does from now on, and at its scale. */
  share({ pose }: CameraRig): void {
    this.leave();
    this.pose = pose;
    this.leavePose = pose.subscribe(this.moved);
  }

  /** Lets go of the pose. */
  leave(): void {
    this.leavePose();
    this.pose.leave(this);
  }

  /** CSS pixels. */
  setSize(width: number, height: number): void {
    this.width = Math.max(width, 1);
    this.height = Math.max(height, 1);
  }

  /** Moves on to time `now` (ms) for a structure of this radius (Å); true while something still moves. */
  update(now: number, structureRadius: number): boolean {
    const wanted = this.pose.largestRadius(this, structureRadius);
    const elapsed = this.lastTime === null ? 16 : Math.min(now - this.lastTime, 100);
    const snap = this.radius === 0 || !this.animated;
    this.radius += (wanted - this.radius) * (snap ? 1 : 1 - Math.exp(-elapsed / FIT_MILLISECONDS));
    const fitting = Math.abs(this.radius - wanted) > 1e-3 * wanted;
    const turning = this.advanceTurn(now);
    this.lastTime = fitting || turning ? now : null;
    this.place();
    return fitting || turning;
  }

  /** Distances from the camera between which the structure lies. */
  get depthRange(): readonly [near: number, far: number] {
    return [(EYE_DISTANCE - 0.6) * this.radius, (EYE_DISTANCE + 1) * this.radius];
  }

  /** Å per CSS pixel, in the plane through the centre. */
  get scale(): number {
    const margin = MARGIN * (this.projection === 'perspective' ? PERSPECTIVE_MARGIN : 1);
    const height = Math.max(this.height - 2 * this.headroom, this.height / 2);
    return (2 * margin * this.radius) / (Math.min(this.width, height) * this.pose.zoom);
  }

  /** Takes over where another camera looks from, and its zoom. */
  lookAs({ pose: { orientation, shift, zoom, turn } }: CameraRig): void {
    this.pose.orientation.copy(turn ? turn.to : orientation);
    this.pose.shift.copy(shift);
    this.pose.zoom = zoom;
    this.pose.announce();
  }

  /** Turns by angles in radians about the picture's vertical and horizontal axis. */
  rotate(aboutVertical: number, aboutHorizontal: number): void {
    this.pose.turn = null;
    this.pose.orientation
      .multiply(new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), -aboutVertical))
      .multiply(new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -aboutHorizontal))
      .normalize();
    this.pose.announce();
  }

  /** Turns about the line of sight, radians. */
  roll(angle: number): void {
    this.pose.turn = null;
    this.pose.orientation.multiply(new Quaternion().setFromAxisAngle(new Vector3(0, 0, 1), angle)).normalize();
    this.pose.announce();
  }

  /** Magnifies by `factor`, keeping the point under (x, y), CSS pixels from the centre, y up, where it is. */
  zoomBy(factor: number, x = 0, y = 0): void {
    const before = this.scale;
    this.pose.zoom = Math.min(ZOOM_RANGE[1], Math.max(ZOOM_RANGE[0], this.pose.zoom * factor));
    const change = before - this.scale;
    this.pose.shift.x += x * change;
    this.pose.shift.y += y * change;
    this.pose.announce();
  }

  /** Moves the structure by CSS pixels to the right and up. */
  pan(right: number, up: number): void {
    this.pose.shift.x -= right * this.scale;
    this.pose.shift.y -= up * this.scale;
    this.pose.announce();
  }

  /** Fits the structure and looks at it from a little left of a and above: a towards the eye, b right, c up. */
  reset(lattice: ArrayLike<number>): void {
    const up = rowOf(lattice, 2).normalize();
    const a = rowOf(lattice, 0);
    const front = a.addScaledVector(up, -a.dot(up)).normalize();
    const right = new Vector3().crossVectors(up, front);
    const horizontal = Math.cos(DEFAULT_ELEVATION);
    const towardsEye = front
      .multiplyScalar(Math.cos(DEFAULT_AZIMUTH) * horizontal)
      .addScaledVector(right, Math.sin(DEFAULT_AZIMUTH) * horizontal)
      .addScaledVector(up, Math.sin(DEFAULT_ELEVATION));
    this.turnTo(towardsEye, up);
  }

  /** Looks against a lattice vector, so that it points at the eye. */
  viewAlong(axis: ViewAxis, lattice: ArrayLike<number>): void {
    const index = 'abc'.indexOf(axis[0]);
    const [first, second] = [rowOf(lattice, (index + 1) % 3), rowOf(lattice, (index + 2) % 3)];
    const towardsEye = axis.length > 1 ? new Vector3().crossVectors(first, second) : rowOf(lattice, index);
    this.turnTo(towardsEye, rowOf(lattice, index === 2 ? 1 : 2));
  }

  /** Origin and direction of the line of sight through a point, CSS pixels from the upper left corner. */
  ray(x: number, y: number): { origin: Vector3; direction: Vector3 } {
    const right = (x - this.width / 2) * this.scale;
    const up = (this.height / 2 - y) * this.scale;
    const { position, quaternion } = this.camera;
    const distance = EYE_DISTANCE * this.radius;
    if (this.projection === 'perspective') {
      return {
        origin: position.clone(),
        direction: new Vector3(right, up, -distance).normalize().applyQuaternion(quaternion),
      };
    }
    const origin = new Vector3(right, up, 0).applyQuaternion(quaternion).add(position);
    return { origin, direction: new Vector3(0, 0, -1).applyQuaternion(quaternion) };
  }

  /** Displacement in Å of a point that is moved by CSS pixels in the picture's plane. @param at the point, before */
  inPlane(right: number, down: number, at: Vector3): Vector3 {
    const { quaternion, position } = this.camera;
    const depth = at
      .clone()
      .sub(position)
      .dot(new Vector3(0, 0, -1).applyQuaternion(quaternion));
    const nearer = this.projection === 'perspective' ? depth / (EYE_DISTANCE * this.radius) : 1;
    return new Vector3(right, -down, 0).multiplyScalar(this.scale * nearer).applyQuaternion(quaternion);
  }

  private turnTo(towardsEye: Vector3, up: Vector3): void {
    const to = new Quaternion().setFromRotationMatrix(new Matrix4().lookAt(towardsEye, new Vector3(), up));
    if (!Number.isFinite(to.x + to.y + to.z + to.w)) return;
    const { pose } = this;
    if (this.animated && this.radius > 0) {
      const { orientation, shift, zoom } = pose;
      pose.turn = { from: orientation.clone(), to, shift: shift.clone(), zoom, start: null };
    } else {
      pose.orientation.copy(to);
      pose.shift.set(0, 0);
      pose.zoom = 1;
    }
    pose.announce();
  }

  private advanceTurn(now: number): boolean {
    if (!this.pose.turn) return false;
    this.pose.turn.start ??= now;
    const t = Math.min((now - this.pose.turn.start) / TURN_MILLISECONDS, 1);
    const eased = t * t * (3 - 2 * t);
    this.pose.orientation.slerpQuaternions(this.pose.turn.from, this.pose.turn.to, eased);
    this.pose.shift.copy(this.pose.turn.shift).multiplyScalar(1 - eased);
    this.pose.zoom = this.pose.turn.zoom ** (1 - eased);
    if (t === 1) this.pose.turn = null;
    return t < 1;
  }

  private place(): void {
    const { camera, orthographic, perspective } = this;
    const distance = EYE_DISTANCE * this.radius;
    const halfWidth = (this.width * this.scale) / 2;
    const halfHeight = (this.height * this.scale) / 2;
    Object.assign(orthographic, { left: -halfWidth, right: halfWidth, top: halfHeight, bottom: -halfHeight });
    perspective.fov = (360 / Math.PI) * Math.atan2(halfHeight, distance);
    perspective.aspect = this.width / this.height;
    camera.near = 0.5 * this.radius;
    camera.far = 6 * this.radius;
    camera.quaternion.copy(this.pose.orientation);
    camera.position.set(this.pose.shift.x, this.pose.shift.y, distance).applyQuaternion(this.pose.orientation);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }
}

function rowOf(lattice: ArrayLike<number>, row: number): Vector3 {
  return new Vector3(lattice[3 * row], lattice[3 * row + 1], lattice[3 * row + 2]);
}
