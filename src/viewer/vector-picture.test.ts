import { describe, expect, it } from 'vitest';
import { CameraRig, type Projection } from './camera-rig';
import { describeDrawing } from './drawing';
import { SceneModel } from './scene-model';
import { DEFAULT_STYLE, type ViewStyle } from './style';
import { vectorPicture } from './vector-picture';

const perovskite = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};

function picture(change: Partial<ViewStyle> = {}, projection: Projection = 'orthographic'): string {
  const style = { ...DEFAULT_STYLE, ...change };
  const model = new SceneModel();
  model.update(perovskite, style);
  const rig = new CameraRig();
  rig.animated = false;
  rig.projection = projection;
  rig.setSize(400, 300);
  rig.update(0, 4);
  const drawing = describeDrawing(model, perovskite, style, 'light');
  return vectorPicture(drawing, { camera: rig.camera, width: 400, height: 300 }, 'SrTiO3 <cell>');
}

const count = (svg: string, element: string) => svg.match(new RegExp(`<${element}[ >]`, 'g'))?.length ?? 0;

describe('vectorPicture', () => {
  it('has a circle for each drawn atom and leaves hidden ones out', () => {
    expect(count(picture(), 'circle')).toBe(15);
    expect(count(picture({ hiddenElements: new Set([8]) }), 'circle')).toBe(9);
  });

  it('has two outlined halves for each bond, six parts for each edge, and triangles for polyhedra', () => {
    expect(count(picture(), 'line')).toBe(6 * 2 * 2 + 12 * 6);
    expect(count(picture({ showCell: false, showBonds: false }), 'line')).toBe(0);
    expect(count(picture({ showPolyhedra: true }), 'polygon')).toBe(8);
    expect(count(picture({ planes: [{ indices: [1, 1, 1], distance: 3, cutsAway: false }] }), 'polygon')).toBe(1);
    expect(count(picture({ labels: 'elements' }), 'text')).toBe(15);
    for (const site of ['Sr1', 'Ti2', 'O4']) expect(picture({ labels: 'sites' })).toContain(`>${site}</text>`);
  });

  it('leaves out the atoms that a plane cuts away, and their bonds', () => {
    // Sr, Ti and O of the lower half, with the titanium in the plane.
    const half = picture({ planes: [{ indices: [0, 0, 1], distance: 1.96, cutsAway: true }], showCell: false });
    expect(count(half, 'circle')).toBe(4 + 1 + 4 + 1);
    expect(count(half, 'line')).toBe(5 * 2 * 2);
    // Titanium and the four oxygens in the plane are cut open.
    expect(count(half, 'clipPath')).toBe(5);
  });

  it('shows what is left of an atom whose middle is cut away, without its label, and cuts bonds and polyhedra', () => {
    const below = (distance: number, change: Partial<ViewStyle> = {}) =>
      picture({
        planes: [{ indices: [1, 0, 0], distance, cutsAway: true }],
        labels: 'elements',
        showCell: false,
        ...change,
      });
    const low = below(1.8);
    expect([count(low, 'clipPath'), count(low, 'circle'), count(low, 'text')]).toEqual([5, 10, 5]);
    // What is left of the bond from oxygen up to titanium is as long as the plane is high.
    const lengthOfBonds = (svg: string) =>
      [...svg.matchAll(/<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"/g)].reduce((sum, match) => {
        const [x, y, u, v] = match.slice(1).map(Number);
        return sum + Math.hypot(u - x, v - y);
      }, 0);
    const [short, middle, long] = [0.8, 0.95, 1.1].map((height) => lengthOfBonds(below(height)));
    expect(short).toBeGreaterThan(0);
    expect((middle - short) / (long - middle)).toBeCloseTo(1, 1);
    const cutFaces = count(below(1.2, { showPolyhedra: true, showBonds: false }), 'polygon');
    expect(cutFaces).toBeGreaterThanOrEqual(4);
  });

  it('paints atoms by their confidence where it is known', () => {
    const svg = picture({ palette: 'confidence', atomConfidences: [0.99, 0.1, 0.85] });
    // Strontium on eight corners, titanium inside; of the oxygens one on two faces, the others in their element's colour.
    for (const [colour, atoms] of [
      ['0072b2', 8],
      ['b03a00', 1],
      ['56b4e9', 2],
      ['ff0d0d', 4],
    ] as const) {
      expect(svg.match(new RegExp(`fill="url\\(#atom-${colour}\\)"`, 'g'))).toHaveLength(atoms);
    }
    expect(svg).toBe(picture({ palette: 'confidence', atomConfidences: [0.96, 0.05, 0.9] }));
  });

  it('paints from the far to the near, and draws near atoms larger in perspective', () => {
    const radii = (svg: string) =>
      [...svg.matchAll(/ r="([\d.]+)" fill="url\(#atom-00ff00\)"/g)].map((match) => Number(match[1]));
    const flat = radii(picture());
    expect(Math.max(...flat) - Math.min(...flat)).toBeLessThan(0.02);
    const deep = radii(picture({}, 'perspective'));
    expect(deep).toEqual([...deep].sort((p, q) => p - q));
    expect(deep.at(-1)).toBeGreaterThan(1.3 * deep[0]);
  });

  it('escapes its title', () => {
    expect(picture()).toContain('<title>SrTiO3 &lt;cell&gt;</title>');
  });
});
