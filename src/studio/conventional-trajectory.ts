import type { Crystal } from '../crystal/crystal';
import { SymmetryError, type SymmetryFinder } from '../crystal/symmetry';
import type { Provenance, Trajectory } from '../crystal/trajectory';

/** Tolerance in Å at which the viewer standardises a cell. */
export const VIEW_SYMPREC = 0.1;

/** The conventional cell at the viewer's tolerance; a crystal whose symmetry cannot be determined stays as it is. */
export function conventionalCell(crystal: Crystal, symmetry: SymmetryFinder): Crystal {
  try {
    return symmetry.analyse(crystal, VIEW_SYMPREC).conventional.crystal;
  } catch (error) {
    if (error instanceof SymmetryError) return crystal;
    throw error;
  }
}

/** Another trajectory, each frame in its conventional cell. */
export class ConventionalTrajectory implements Trajectory {
  private readonly source: Trajectory;
  private readonly symmetry: SymmetryFinder;

  constructor(source: Trajectory, symmetry: SymmetryFinder) {
    this.source = source;
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
    return conventionalCell(this.source.frame(index), this.symmetry);
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
