import { niggliCell } from '../crystal/cell-choice';
import type { Crystal } from '../crystal/crystal';
import { indicesInSupercell } from '../crystal/lattice-plane';
import { supercell } from '../crystal/supercell';
import { SymmetryError } from '../crystal/symmetry';
import type { Provenance, Trajectory } from '../crystal/trajectory';
import type { StructureStyle } from '../viewer';
import { STANDARD_SYMPREC } from './analysis';
import type { SymmetrySource } from './cell-symmetry';
import type { CellDisplay, CellKind, ViewState } from './store/view-state';

export function isAsComputed({ kind, repeats }: CellDisplay): boolean {
  return kind === 'as-computed' && repeats.every((count) => count === 1);
}

/** Planes are named by the cell, the view knows its repetition only. */
export function drawnStyle({ structureStyle, cell }: Pick<ViewState, 'structureStyle' | 'cell'>): StructureStyle {
  const planes = structureStyle.planes.map((plane) => ({
    ...plane,
    indices: indicesInSupercell(plane.indices, cell.repeats),
  }));
  return { ...structureStyle, planes };
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
): Crystal {
  const single = inCell(crystal, kind, symmetry);
  return repeats.every((count) => count === 1) ? single : supercell(single, repeats);
}

function inCell(crystal: Crystal, kind: CellKind, symmetry: SymmetrySource | undefined): Crystal {
  try {
    if (kind === 'niggli') return niggliCell(crystal);
    if (kind === 'conventional') return symmetry?.analyse(crystal, STANDARD_SYMPREC).conventional.crystal ?? crystal;
    if (kind === 'primitive') return symmetry?.analyse(crystal, STANDARD_SYMPREC).primitive ?? crystal;
    return crystal;
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

  frame(index: number): Crystal {
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
