import { type Camera, type Scene, WebGLRenderer } from 'three';
import { GraphicsUnavailableError } from './view-events';

/** What a surface tells its owner. */
export interface SurfaceHandlers {
  resized(): void;
  lost(): void;
  restored(): void;
}

/** A canvas that fills an element, with its renderer; survives the loss of the graphics context. */
export class Surface {
  readonly canvas = document.createElement('canvas');
  readonly renderer: WebGLRenderer;
  /** CSS pixels. */
  width = 0;
  height = 0;
  lost = false;
  private readonly removal = new AbortController();
  private readonly resizing: ResizeObserver;

  /** Throws GraphicsUnavailableError where there is no WebGL 2. */
  constructor(
    private readonly container: HTMLElement,
    private readonly largestPixelRatio: number,
    handlers: SurfaceHandlers,
  ) {
    const { canvas } = this;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    Object.assign(canvas.style, { display: 'block', width: '100%', height: '100%', touchAction: 'none' });
    try {
      this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    } catch (cause) {
      throw new GraphicsUnavailableError(cause);
    }
    this.renderer.autoClear = false;
    this.renderer.setClearColor(0x000000, 0);
    container.append(canvas);
    this.listen(handlers);
    this.resizing = new ResizeObserver(() => {
      if (this.fit()) handlers.resized();
    });
    this.resizing.observe(container);
    this.fit();
  }

  clear(): void {
    this.renderer.clear();
  }

  render(scene: Scene, camera: Camera): void {
    this.renderer.render(scene, camera);
  }

  /** A PNG of what `draw` paints at a number of pixels per CSS pixel; afterwards the surface is as it was. */
  async picture(pixelRatio: number, draw: () => void): Promise<Blob> {
    const usual = this.renderer.getPixelRatio();
    this.renderer.setPixelRatio(pixelRatio);
    draw();
    // The drawing buffer holds the picture only until this task ends, and toBlob copies it at once.
    const made = new Promise<Blob | null>((resolve) => this.canvas.toBlob(resolve, 'image/png'));
    this.renderer.setPixelRatio(usual);
    draw();
    const blob = await made;
    if (!blob) throw new Error(`The browser could not make a picture at scale ${pixelRatio}: try a smaller one.`);
    return blob;
  }

  dispose(): void {
    this.removal.abort();
    this.resizing.disconnect();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }

  /** Takes over the size of the container; false when it has none. */
  private fit(): boolean {
    const { clientWidth, clientHeight } = this.container;
    if (clientWidth === 0 || clientHeight === 0) return false;
    this.width = clientWidth;
    this.height = clientHeight;
    this.renderer.setDrawingBufferSize(clientWidth, clientHeight, Math.min(devicePixelRatio, this.largestPixelRatio));
    return true;
  }

  private listen(handlers: SurfaceHandlers): void {
    const { signal } = this.removal;
    const onLost = (event: Event) => {
      // Without this the browser never gives the context back.
      event.preventDefault();
      this.lost = true;
      handlers.lost();
    };
    const onRestored = () => {
      this.lost = false;
      // The renderer starts anew with its own, opaque ground.
      this.renderer.setClearColor(0x000000, 0);
      handlers.restored();
    };
    this.canvas.addEventListener('webglcontextlost', onLost, { signal });
    this.canvas.addEventListener('webglcontextrestored', onRestored, { signal });
  }
}
