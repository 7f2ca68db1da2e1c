import { niggliCell } from '../crystal/cell-choice';
import type { Crystal } from '../crystal/crystal';
import { indicesInSupercell } from '../crystal/lattice-plane';
import { sourceAtoms } from '../crystal/source-atoms';
import { supercell } from '../crystal/supercell';
import { SymmetryError } from '../crystal/symmetry';
import type { Provenance, Trajectory } from '../crystal/trajectory';
import type { StructureStyle, ViewedCrystal } from '../viewer';
import { STANDARD_SYMPREC } from './analysis';
import type { SymmetrySource } from './cell-symmetry';
import type { CellDisplay, CellKind, ViewState } from './store/view-state';

export function isAsComputed({ kind, repeats }: CellDisplay): boolean {
  return kind === 'as-computed' && repeats.every((count) => count === 1);
}

/** How many copies of each site a repeated cell holds. */
export function copiesIn({ repeats: [a, b, c] }: CellDisplay): number {
  return a * b * c;
}

/** Planes are named by the cell, the view knows its repetition only. */
export function drawnStyle({ structureStyle, cell }: Pick<ViewState, 'structureStyle' | 'cell'>): StructureStyle {
  const planes = structureStyle.planes.map((plane) => ({
    ...plane,
    indices: indicesInSupercell(plane.indices, cell.repeats),
  }));
  return { ...structureStyle, planes, copiesPerSite: copiesIn(cell) };
}

export function needsSymmetry({ kind }: CellDisplay): boolean {
  return kind === 'primitive' || kind === 'conventional';
}

/**
 * A crystal in the cell asked for, repeated; one whose symmetry or reduced cell cannot be determined stays in its own.
 * @param symmetry needed for primitive and conventional cells.
 */
export function displayedCrystal(
  crystal: Crystal,
  { kind, repeats }: CellDisplay,
  symmetry: SymmetrySource | undefined,
): ViewedCrystal {
  const single = inCell(crystal, kind, symmetry);
  if (repeats.every((count) => count === 1)) return single;
  const copies = repeats.reduce((product, count) => product * count, 1);
  const whole = supercell(single, repeats);
  return withSources(whole, () =>
    Uint32Array.from(whole.atomicNumbers, (_, atom) => {
      const ofCell = Math.floor(atom / copies);
      return single.sourceAtoms?.[ofCell] ?? ofCell;
    }),
  );
}

/** Sources are looked for when they are asked for: few pictures need them, and large cells take long. */
function withSources({ lattice, atomicNumbers, fracCoords }: Crystal, find: () => Uint32Array): ViewedCrystal {
  let found: Uint32Array | undefined;
  return {
    lattice,
    atomicNumbers,
    fracCoords,
    get sourceAtoms() {
      found ??= find();
      return found;
    },
  };
}

function inCell(crystal: Crystal, kind: CellKind, symmetry: SymmetrySource | undefined): ViewedCrystal {
  try {
    if (kind === 'niggli') return niggliCell(crystal);
    if (kind === 'as-computed' || !symmetry) return crystal;
    const { conventional, primitive, primitiveToAnalysed } = symmetry.analyse(crystal, STANDARD_SYMPREC);
    const [standard, toComputed] =
      kind === 'conventional' ? [conventional.crystal, conventional.toAnalysed] : [primitive, primitiveToAnalysed];
    return withSources(standard, () => sourceAtoms(standard, toComputed, crystal));
  } catch (error) {
    if (error instanceof SymmetryError || error instanceof RangeError) return crystal;
    throw error;
  }
}

/** Another trajectory, each frame in the cell asked for. */
export class DisplayTrajectory implements Trajectory {
  private readonly source: Trajectory;
  private readonly cell: CellDisplay;
  private readonly symmetry: SymmetrySource | undefined;

  constructor(source: Trajectory, cell: CellDisplay, symmetry: SymmetrySource | undefined) {
    this.source = source;
    this.cell = cell;
    this.symmetry = symmetry;
  }

  get frameCount(): number {
    return this.source.frameCount;
  }

  get complete(): boolean {
    return this.source.complete;
  }

  get provenance(): Provenance {
    return this.source.provenance;
  }

  frame(index: number): ViewedCrystal {
    return displayedCrystal(this.source.frame(index), this.cell, this.symmetry);
  }

  timestep(index: number): number {
    return this.source.timestep(index);
  }

  subscribe(listener: () => void): () => void {
    return this.source.subscribe(listener);
  }

  /** The source belongs to someone else. */
  dispose(): void {}
}
