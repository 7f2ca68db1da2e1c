import { CanvasTexture, LinearFilter, Texture, Vector2 } from 'three';

const GLYPH_HEIGHT = 22;
/** Room for two letters, and for each further one. */
const GLYPH_WIDTH = 30;
const LETTER_WIDTH = 9;
const FONT = '600 14px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Labels of atoms drawn once into a texture: red holds the letters, green the halo around them. */
export class LabelAtlas {
  readonly texture: { value: Texture } = { value: new Texture() };
  /** Size of one label in pixels of the drawing buffer. */
  readonly glyphPixels = { value: new Vector2(GLYPH_WIDTH, GLYPH_HEIGHT) };
  private readonly slots = new Map<string, number>();
  private pixelRatio = 1;
  private stale = false;

  /** True when the ratio is another one: the labels are drawn anew at the next `include`. */
  setPixelRatio(pixelRatio: number): boolean {
    if (pixelRatio === this.pixelRatio) return false;
    this.pixelRatio = pixelRatio;
    this.stale = true;
    return true;
  }

  /** Makes sure that these labels are there; others are forgotten when new ones are drawn. */
  include(labels: ReadonlySet<string>): void {
    if ([...labels].some((label) => !this.slots.has(label))) {
      this.slots.clear();
      for (const label of labels) this.slots.set(label, this.slots.size);
      this.stale = true;
    }
    if (this.stale) this.draw();
  }

  /** Writes the place of a label, x, y, width, height in texture coordinates. */
  writeCell(label: string, target: Float32Array, offset: number): void {
    const slot = this.slots.get(label) ?? 0;
    const { columns, rows } = this;
    target[offset] = (slot % columns) / columns;
    target[offset + 1] = 1 - (Math.floor(slot / columns) + 1) / rows;
    target[offset + 2] = 1 / columns;
    target[offset + 3] = 1 / rows;
  }

  dispose(): void {
    this.texture.value.dispose();
  }

  /** As many rows as columns: with few labels a texture need not be large, with many it must not be long. */
  private get columns(): number {
    return Math.max(1, Math.ceil(Math.sqrt(this.slots.size)));
  }

  private get rows(): number {
    return Math.max(1, Math.ceil(this.slots.size / this.columns));
  }

  private draw(): void {
    this.stale = false;
    const { columns, rows, pixelRatio } = this;
    const longest = Math.max(2, ...[...this.slots.keys()].map((label) => label.length));
    const width = GLYPH_WIDTH + LETTER_WIDTH * (longest - 2);
    this.glyphPixels.value.set(width * pixelRatio, GLYPH_HEIGHT * pixelRatio);
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(columns * width * pixelRatio);
    canvas.height = Math.ceil(rows * GLYPH_HEIGHT * pixelRatio);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.scale(canvas.width / (columns * width), canvas.height / (rows * GLYPH_HEIGHT));
    context.font = FONT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.globalCompositeOperation = 'lighter';
    for (const [label, slot] of this.slots) {
      const x = ((slot % columns) + 0.5) * width;
      const y = (Math.floor(slot / columns) + 0.5) * GLYPH_HEIGHT + 1;
      context.strokeStyle = '#0f0';
      context.strokeText(label, x, y);
      context.fillStyle = '#f00';
      context.fillText(label, x, y);
    }
    this.texture.value.dispose();
    const texture = new CanvasTexture(canvas);
    texture.minFilter = LinearFilter;
    texture.generateMipmaps = false;
    this.texture.value = texture;
  }
}
