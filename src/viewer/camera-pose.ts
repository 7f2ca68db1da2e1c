import { Quaternion, Vector2 } from 'three';

/** A turn to a named view that is under way. */
export interface Turn {
  readonly from: Quaternion;
  readonly to: Quaternion;
  readonly shift: Vector2;
  readonly zoom: number;
  /** Milliseconds; null until the first picture of it. */
  start: number | null;
}

/** Where a camera looks from. Several rigs may hold one pose; their structures are then seen alike and at one scale. */
export class CameraPose {
  readonly orientation = new Quaternion();
  /** Å, in the picture's plane. */
  readonly shift = new Vector2();
  zoom = 1;
  turn: Turn | null = null;
  /** Å, by who holds the pose. */
  private readonly radii = new Map<object, number>();
  private readonly listeners = new Set<() => void>();

  /** Tells who holds the pose that it is no longer what it was. */
  announce(): void {
    for (const listener of this.listeners) listener();
  }

  /** Returns the function that stops it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes the radius in Å of a holder's structure; gives the largest of all. */
  largestRadius(holder: object, radius: number): number {
    if (this.radii.get(holder) !== radius) {
      this.radii.set(holder, radius);
      if (this.radii.size > 1) this.announce();
    }
    return Math.max(...this.radii.values());
  }

  leave(holder: object): void {
    this.radii.delete(holder);
  }
}
