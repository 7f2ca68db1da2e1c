import type { Crystal } from '../src/crystal/crystal';
import type { Trajectory } from '../src/crystal/trajectory';
import { CrystalView } from '../src/viewer';

declare global {
  interface Window {
    /** Milliseconds between the pictures of `seconds`, while frames of `atoms` atoms stream in; 0 atoms: an empty scene. */
    frameTimes: (atoms: number, seconds: number) => Promise<number[]>;
  }
}

const FRAMES_PER_SECOND = 60;
/** Å³; about that of oxides. */
const VOLUME_PER_ATOM = 12;
/** Fractional coordinates: how far atoms of a large cell move from frame to frame. */
const STEP = 0.001;

/** Frames that come while they are played, made without a model so that only the viewer is measured. */
class StreamingTrajectory implements Trajectory {
  readonly complete = false;
  readonly provenance: Trajectory['provenance'];
  private readonly frames: Crystal[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(atoms: number, seconds: number) {
    const tau = Math.ceil(FRAMES_PER_SECOND * seconds);
    this.provenance = { prompt: '', seed: 0, tau, start: 'as-is', languageModel: '', denoiser: '' };
    this.frames.push(scattered(atoms));
    this.timer = setInterval(() => this.grow(), 1000 / FRAMES_PER_SECOND);
  }

  get frameCount(): number {
    return this.frames.length;
  }

  frame(index: number): Crystal {
    return this.frames[index];
  }

  timestep(index: number): number {
    return this.provenance.tau - index;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private grow(): void {
    const last = this.frames[this.frames.length - 1];
    const fracCoords = last.fracCoords.map((value, i) => value + STEP * Math.sin(12.9898 * i + this.frames.length));
    this.frames.push({ ...last, fracCoords });
    for (const listener of this.listeners) listener();
  }
}

/** Atoms of three elements on a grid in a cubic cell. */
function scattered(atoms: number): Crystal {
  const edge = Math.cbrt(VOLUME_PER_ATOM * atoms);
  const side = Math.ceil(Math.cbrt(atoms));
  const place = (atom: number, axis: number) => (Math.floor(atom / side ** axis) % side) / side;
  return {
    lattice: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge),
    atomicNumbers: Uint8Array.from({ length: atoms }, (_, atom) => [38, 22, 8, 8, 8][atom % 5]),
    fracCoords: Float64Array.from({ length: 3 * atoms }, (_, i) => place(Math.floor(i / 3), i % 3)),
  };
}

/** Time between display refreshes. */
async function intervals(seconds: number): Promise<number[]> {
  const found: number[] = [];
  let previous = await refresh();
  for (const end = previous + 1000 * seconds; previous < end; ) {
    const now = await refresh();
    found.push(now - previous);
    previous = now;
  }
  return found;
}

function refresh(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
}

window.frameTimes = async (atoms, seconds) => {
  const host = document.getElementById('host') as HTMLElement;
  const view = new CrystalView(host, { largestPixelRatio: 1 });
  const trajectory = atoms > 0 ? new StreamingTrajectory(atoms, seconds + 2) : undefined;
  if (trajectory) {
    view.setTrajectory(trajectory);
    view.play(FRAMES_PER_SECOND);
  }
  // What is compiled and allocated once is not what a user waits for frame by frame.
  await intervals(1);
  const found = await intervals(seconds);
  trajectory?.dispose();
  view.dispose();
  return found;
};
