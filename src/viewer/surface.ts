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

  /** @param pixelRatio pixels per CSS pixel. Throws GraphicsUnavailableError where there is no WebGL 2. */
  constructor(
    private readonly container: HTMLElement,
    private readonly pixelRatio: () => number,
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

  /** Throws RangeError naming the limit when a picture has more pixels along an edge than can be drawn here. */
  checkSize(width: number, height: number): void {
    const gl = this.renderer.getContext();
    const largest = Math.min(gl.getParameter(gl.MAX_RENDERBUFFER_SIZE), ...gl.getParameter(gl.MAX_VIEWPORT_DIMS));
    if (Math.max(width, height) <= largest) return;
    throw new RangeError(
      `A picture of ${Math.round(width)} × ${Math.round(height)} pixels is too large: graphics here draws at most ${largest} along an edge. Choose a smaller one.`,
    );
  }

  /** A PNG of what `draw` paints at a number of pixels per CSS pixel; afterwards the surface is as it was. */
  async picture(pixelRatio: number, draw: () => void): Promise<Blob> {
    this.checkSize(this.width * pixelRatio, this.height * pixelRatio);
    const usual = this.renderer.getPixelRatio();
    this.renderer.setPixelRatio(pixelRatio);
    draw();
    const { drawingBufferWidth, drawingBufferHeight } = this.renderer.getContext();
    const isWhole = drawingBufferWidth === this.canvas.width && drawingBufferHeight === this.canvas.height;
    // The drawing buffer holds the picture only until this task ends, and toBlob copies it at once.
    const made = new Promise<Blob | null>((resolve) => this.canvas.toBlob(resolve, 'image/png'));
    this.renderer.setPixelRatio(usual);
    draw();
    const blob = await made;
    if (!blob || !isWhole) {
      throw new Error(
        `The browser could not make a picture at ${pixelRatio}×, it lacks memory for it: try a smaller one.`,
      );
    }
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
    this.renderer.setDrawingBufferSize(clientWidth, clientHeight, this.pixelRatio());
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
