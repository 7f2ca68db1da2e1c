import type { CameraRig } from './camera-rig';

/** What the pointer and the keyboard ask for beyond moving the camera. Positions in CSS pixels of the canvas. */
export interface InputHandlers {
  /** The camera moved. */
  moved(): void;
  /** The pointer rests at a place, or left (null). */
  hover(x: number | null, y: number): void;
  click(x: number, y: number, add: boolean): void;
  /** A press; true when what lies there is to be dragged instead of the picture. */
  grab(x: number, y: number): boolean;
  /** How far the pointer has moved since it grabbed. */
  drag(right: number, down: number): void;
  /** It was let go. */
  drop(): void;
  reset(): void;
  /** True when the key meant something for frames. */
  frameKey(key: string): boolean;
}

const RADIANS_PER_PIXEL = 0.008;
const KEY_ANGLE = Math.PI / 36;
const KEY_ZOOM = 1.15;
/** A press that moves less than this is a click. */
const CLICK_PIXELS = 4;

/**
 * Drag turns, unless something was grabbed, shift or right drag moves, ctrl drag rolls, wheel and pinch zoom; arrows turn, + and − zoom, R resets.
 * Returns the function that removes all listeners.
 */
export function attachOrbitInput(canvas: HTMLCanvasElement, rig: CameraRig, handlers: InputHandlers): () => void {
  const removal = new AbortController();
  const { signal } = removal;
  const pointers = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  let grabbed: { readonly x: number; readonly y: number } | null = null;

  const place = (event: PointerEvent | WheelEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const drag = (event: PointerEvent, right: number, down: number) => {
    if (event.shiftKey || event.buttons & 2) rig.pan(right, -down);
    else if (event.ctrlKey) rig.roll(right * RADIANS_PER_PIXEL);
    else rig.rotate(right * RADIANS_PER_PIXEL, down * RADIANS_PER_PIXEL);
  };

  const pinch = (moving: number, to: { x: number; y: number }) => {
    const from = pointers.get(moving);
    const other = [...pointers].find(([id]) => id !== moving)?.[1];
    if (!from || !other) return;
    const before = Math.hypot(from.x - other.x, from.y - other.y);
    const after = Math.hypot(to.x - other.x, to.y - other.y);
    if (before > 1) rig.zoomBy(after / before);
    rig.pan((to.x - from.x) / 2, (from.y - to.y) / 2);
  };

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.setPointerCapture(event.pointerId);
      const at = place(event);
      pointers.set(event.pointerId, at);
      travelled = 0;
      const isPlain = event.button === 0 && pointers.size === 1 && !event.shiftKey && !event.ctrlKey;
      grabbed = isPlain && handlers.grab(at.x, at.y) ? at : null;
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const to = place(event);
      const from = pointers.get(event.pointerId);
      if (!from) {
        if (event.pointerType !== 'touch') handlers.hover(to.x, to.y);
        return;
      }
      travelled += Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
      if (pointers.size === 2) pinch(event.pointerId, to);
      else if (travelled > CLICK_PIXELS && grabbed) handlers.drag(to.x - grabbed.x, to.y - grabbed.y);
      else if (travelled > CLICK_PIXELS) drag(event, to.x - from.x, to.y - from.y);
      pointers.set(event.pointerId, to);
      handlers.moved();
    },
    { signal },
  );
  const release = (event: PointerEvent) => {
    const known = pointers.delete(event.pointerId);
    if (grabbed) handlers.drop();
    grabbed = null;
    if (!known || event.type !== 'pointerup' || event.button !== 0 || travelled > CLICK_PIXELS) return;
    const { x, y } = place(event);
    handlers.click(x, y, event.shiftKey);
  };
  canvas.addEventListener('pointerup', release, { signal });
  canvas.addEventListener('pointercancel', release, { signal });
  canvas.addEventListener('pointerleave', () => handlers.hover(null, 0), { signal });
  canvas.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { x, y } = place(event);
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      rig.zoomBy(Math.exp(-0.0016 * lines * event.deltaY), x - canvas.clientWidth / 2, canvas.clientHeight / 2 - y);
      handlers.moved();
    },
    { signal, passive: false },
  );
  canvas.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!moveByKey(rig, event, handlers) && !handlers.frameKey(event.key)) return;
      event.preventDefault();
      handlers.moved();
    },
    { signal },
  );
  return () => removal.abort();
}

function moveByKey(rig: CameraRig, event: KeyboardEvent, handlers: InputHandlers): boolean {
  const step = event.shiftKey ? 3 * KEY_ANGLE : KEY_ANGLE;
  switch (event.key) {
    case 'ArrowLeft':
      rig.rotate(-step, 0);
      return true;
    case 'ArrowRight':
      rig.rotate(step, 0);
      return true;
    case 'ArrowUp':
      rig.rotate(0, -step);
      return true;
    case 'ArrowDown':
      rig.rotate(0, step);
      return true;
    case '+':
    case '=':
      rig.zoomBy(KEY_ZOOM);
      return true;
    case '-':
      rig.zoomBy(1 / KEY_ZOOM);
      return true;
    case 'r':
    case 'R':
      handlers.reset();
      return true;
    default:
      return false;
  }
}
