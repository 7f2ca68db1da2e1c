import { CanvasTexture, Sprite, SpriteMaterial } from 'three';

const FONT_PIXELS = 13;
const FONT = `600 ${FONT_PIXELS}px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif`;
const PADDING = 6;
const HEIGHT = 22;
/** Pixels of the texture per CSS pixel: sharp in large pictures too. */
const SHARPNESS = 4;

/** A line of text on a small plate that faces the eye and is drawn over everything. */
export class TextSprite {
  readonly sprite = new Sprite(new SpriteMaterial({ depthTest: false, depthWrite: false, transparent: true }));
  private text = '';
  private colours = '';
  private width = 1;

  constructor() {
    this.sprite.renderOrder = 4;
    this.sprite.visible = false;
  }

  /** CSS colours of the letters and of the plate; an empty text hides it. */
  set(text: string, ink: string, plate: string): void {
    this.sprite.visible = text !== '';
    const colours = `${ink} ${plate}`;
    if (text === '' || (text === this.text && colours === this.colours)) return;
    this.text = text;
    this.colours = colours;
    this.draw(ink, plate);
  }

  /** @param scale Å per CSS pixel. */
  setScale(scale: number): void {
    this.sprite.scale.set(this.width * scale, HEIGHT * scale, 1);
  }

  dispose(): void {
    this.sprite.material.map?.dispose();
    this.sprite.material.dispose();
  }

  private draw(ink: string, plate: string): void {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (!context) return;
    context.font = FONT;
    this.width = Math.ceil(context.measureText(this.text).width) + 2 * PADDING;
    canvas.width = this.width * SHARPNESS;
    canvas.height = HEIGHT * SHARPNESS;
    context.scale(SHARPNESS, SHARPNESS);
    context.font = FONT;
    context.fillStyle = plate;
    context.beginPath();
    context.roundRect(0, 0, this.width, HEIGHT, 5);
    context.fill();
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = ink;
    context.fillText(this.text, this.width / 2, HEIGHT / 2 + 0.5);
    const { material } = this.sprite;
    material.map?.dispose();
    material.map = new CanvasTexture(canvas);
    material.map.colorSpace = 'srgb';
    material.needsUpdate = true;
  }
}
