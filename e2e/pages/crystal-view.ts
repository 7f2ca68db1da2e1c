import { Mesh } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { CrystalView, type PickedAtom, pairKey, type ViewStyle } from '../../src/viewer';

const perovskite = {
  lattice: Float64Array.of(3.905, 0, 0, 0, 3.905, 0, 0, 0, 3.905),
  atomicNumbers: Uint8Array.of(38, 22, 8, 8, 8),
  fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5),
};

/** Pixels of a picture: how many are not transparent, and how many of those have a colour nearest to red, green or blue. */
export interface PixelCount {
  readonly painted: number;
  readonly red: number;
  readonly width: number;
}

export interface ModelReport {
  readonly version: string | undefined;
  /** Names of the nodes that are atoms. */
  readonly atoms: readonly string[];
  /** Å, between the nodes of Ti and the first O. */
  readonly bondLength: number;
  readonly transparentMeshes: number;
}

declare global {
  interface Window {
    /** The picture with a style, taken when nothing moves any more. */
    picture: (style: Partial<ViewStyle>, scale?: number) => Promise<PixelCount>;
    svg: () => string;
    model: () => Promise<ModelReport>;
    /** Selects atoms by their index and gives what is selected. */
    select: (...indices: number[]) => readonly PickedAtom[];
    pairKey: typeof pairKey;
    /** Looks along an axis; how many pictures were drawn on the way. */
    turn: (axis: 'a' | 'c') => Promise<number>;
    /** Disposes of the view; the canvases that are left. */
    leave: () => number;
  }
}

const host = document.getElementById('host') as HTMLElement;
const view = new CrystalView(host, { style: { theme: 'light', palette: 'jmol' }, largestPixelRatio: 1 });
let selection: readonly PickedAtom[] = [];
view.on('select', (atoms) => {
  selection = atoms;
});
view.show(perovskite);

window.pairKey = pairKey;

/** Waits until no picture was drawn for `pause` ms; how many there are. */
async function rest(pause = 80): Promise<number> {
  for (let frames = -1; frames !== view.statistics().framesDrawn; ) {
    frames = view.statistics().framesDrawn;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return view.statistics().framesDrawn;
}

window.turn = async (axis) => {
  const before = await rest(500);
  view.viewAlong(axis);
  return (await rest(500)) - before;
};

window.picture = async (style, scale = 1) => {
  view.setStyle(style);
  await rest();
  const bitmap = await createImageBitmap(await view.snapshot({ scale }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no 2D canvas.');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let painted = 0;
  let red = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] === 0) continue;
    painted++;
    if (data[i] > 1.8 * data[i + 1] && data[i] > 1.8 * data[i + 2]) red++;
  }
  return { painted, red, width: bitmap.width };
};

window.svg = () => view.vectorPicture('SrTiO3');

window.model = async () => {
  const bytes = await (await view.model('SrTiO3')).arrayBuffer();
  const { scene, asset } = await new GLTFLoader().parseAsync(bytes, '');
  const nodes: Mesh[] = [];
  scene.traverse((object) => {
    if (object instanceof Mesh) nodes.push(object);
  });
  const atoms = nodes.filter(({ name }) => /^[A-Z][a-z]?\d+(_\d+)?$/.test(name));
  const [titanium, oxygen] = ['Ti2', 'O3'].map((name) => scene.getObjectByName(name));
  return {
    version: asset.version,
    atoms: atoms.map(({ name }) => name),
    bondLength: titanium && oxygen ? titanium.position.distanceTo(oxygen.position) : 0,
    transparentMeshes: nodes.filter(({ material }) => !Array.isArray(material) && material.transparent).length,
  };
};

window.select = (...indices) => {
  view.clearSelection();
  for (const index of indices) view.selectAtom(index);
  return selection;
};

window.leave = () => {
  view.dispose();
  return document.querySelectorAll('canvas').length;
};
