/** An atom that the user points at, or its periodic image. */
export interface PickedAtom {
  /** Index in the crystal. */
  readonly index: number;
  readonly atomicNumber: number;
  readonly symbol: string;
  /** Whole lattice vectors from the crystal's own atom to this image. */
  readonly image: readonly [number, number, number];
  /** Fractional coordinates of this image. */
  readonly fracCoords: readonly [number, number, number];
  /** Cartesian coordinates of this image in Å. */
  readonly position: readonly [number, number, number];
}

export interface ViewEvents {
  /** Another crystal is in view, or none; not told for the frames of one trajectory. */
  contents: undefined;
  /** The pointer is over an atom, or no longer. */
  hover: PickedAtom | null;
  /** The selected atoms, in the order of selection. */
  select: readonly PickedAtom[];
  /** An atom is dragged: where the crystal's own atom would be now, in fractional coordinates. */
  drag: { readonly index: number; readonly fracCoords: readonly [number, number, number] };
  /** The atom that was dragged was let go. */
  drop: undefined;
  /** The frame that is now drawn. */
  frame: number;
  playing: boolean;
  /** Graphics memory was taken away by the system; the view comes back by itself, or the page must be reloaded. */
  contextlost: undefined;
  contextrestored: undefined;
}

/** The browser offers no WebGL 2. */
export class GraphicsUnavailableError extends Error {
  override readonly name = 'GraphicsUnavailableError';

  constructor(cause: unknown) {
    super('3D graphics (WebGL 2) are not available: switch on hardware acceleration or use a current browser.', {
      cause,
    });
  }
}
