import { CanvasTexture, LinearFilter, Texture, Vector2 } from 'three';
import { symbolOf } from '../crystal/elements';

const COLUMNS = 8;
const GLYPH_WIDTH = 30;
const GLYPH_HEIGHT = 22;
const FONT = '600 14px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Element symbols drawn once into a texture: red holds the symbol, green the halo around it. */
export class LabelAtlas {
  readonly texture: { value: Texture } = { value: new Texture() };
  /** Size of one symbol in pixels of the drawing buffer. */
  readonly glyphPixels = { value: new Vector2(GLYPH_WIDTH, GLYPH_HEIGHT) };
  private readonly slots = new Map<number, number>();
  private pixelRatio = 1;
  private stale = false;

  /** True when the ratio is another one: the symbols are drawn anew at the next `include`. */
  setPixelRatio(pixelRatio: number): boolean {
    if (pixelRatio === this.pixelRatio) return false;
    this.pixelRatio = pixelRatio;
    this.glyphPixels.value.set(GLYPH_WIDTH * pixelRatio, GLYPH_HEIGHT * pixelRatio);
    this.stale = true;
    return true;
  }

  /** Makes sure that the symbols of these elements are there. */
  include(atomicNumbers: ArrayLike<number>): void {
    for (let i = 0; i < atomicNumbers.length; i++) {
      const z = atomicNumbers[i];
      if (this.slots.has(z)) continue;
      this.slots.set(z, this.slots.size);
      this.stale = true;
    }
    if (this.stale) this.draw();
  }

  /** Writes the place of a symbol, x, y, width, height in texture coordinates. */
  writeCell(atomicNumber: number, target: Float32Array, offset: number): void {
    const slot = this.slots.get(atomicNumber) ?? 0;
    const rows = this.rows;
    target[offset] = (slot % COLUMNS) / COLUMNS;
    target[offset + 1] = 1 - (Math.floor(slot / COLUMNS) + 1) / rows;
    target[offset + 2] = 1 / COLUMNS;
    target[offset + 3] = 1 / rows;
  }

  dispose(): void {
    this.texture.value.dispose();
  }

  private get rows(): number {
    return Math.max(1, Math.ceil(this.slots.size / COLUMNS));
  }

  private draw(): void {
    this.stale = false;
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(COLUMNS * GLYPH_WIDTH * this.pixelRatio);
    canvas.height = Math.ceil(this.rows * GLYPH_HEIGHT * this.pixelRatio);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.scale(canvas.width / (COLUMNS * GLYPH_WIDTH), canvas.height / (this.rows * GLYPH_HEIGHT));
    context.font = FONT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.globalCompositeOperation = 'lighter';
    for (const [z, slot] of this.slots) {
      const x = ((slot % COLUMNS) + 0.5) * GLYPH_WIDTH;
      const y = (Math.floor(slot / COLUMNS) + 0.5) * GLYPH_HEIGHT + 1;
      context.strokeStyle = '#0f0';
      context.strokeText(symbolOf(z), x, y);
      context.fillStyle = '#f00';
      context.fillText(symbolOf(z), x, y);
    }
    this.texture.value.dispose();
    const texture = new CanvasTexture(canvas);
    texture.minFilter = LinearFilter;
    texture.generateMipmaps = false;
    this.texture.value = texture;
  }
}
