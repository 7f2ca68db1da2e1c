import { existsSync } from 'node:fs';
import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { writeCheckedCif } from '../crystal/cif';
import { writeTrajectoryExtXyz } from '../crystal/extxyz';
import { reducedFormula } from '../crystal/formula';
import { loadSymmetry, SymmetryError } from '../crystal/symmetry';
import type { CandidateRecord, RunRecord } from '../generation/run';
import { provenanceOf, RunTrajectory } from '../generation/run-trajectory';
import { CommandError } from './command-error';

/** Tolerance in Å of the symmetrised CIF. */
const SYMPREC = 0.1;

/** Writes the files of a candidate into the output folder. */
export class CandidateWriter {
  private readonly folder: string;
  private readonly trajectories: boolean;

  private constructor(folder: string, trajectories: boolean) {
    this.folder = folder;
    this.trajectories = trajectories;
  }

  /** Makes the folder where it is missing. Throws CommandError when it cannot be written. */
  static async open(folder: string, trajectories: boolean): Promise<CandidateWriter> {
    try {
      await makeFolder(resolve(folder));
      await access(folder, constants.W_OK);
    } catch (error) {
      throw new CommandError(`Cannot write to the output folder ${folder}: ${(error as Error).message}`);
    }
    return new CandidateWriter(folder, trajectories);
  }

  /**
   * Writes `<formula>-<id>-tau<τ>-seed<seed>-<number>.cif` (P1, as computed), `….symmetrised.cif` where symmetry can be
   * determined, and `….extxyz` where trajectories are wanted. Returns their names, the P1 file first; none without a
   * refined crystal.
   */
  async write(candidate: CandidateRecord, run: RunRecord, id: string, number: number): Promise<string[]> {
    const { refined } = candidate;
    if (!refined) return [];
    const { seed } = run.request;
    const tau = candidate.tau ?? run.request.tau;
    const base = `${reducedFormula(refined)}-${id.replace(/[^\w.-]+/g, '_')}-tau${tau}-seed${seed}-${number}`;
    const options = { provenance: provenanceOf(run, candidate), date: run.createdAt.slice(0, 10) };
    const names: string[] = [];
    const save = async (name: string, text: string) => {
      await this.save(name, text);
      names.push(name);
    };
    await save(`${base}.cif`, writeCheckedCif(refined, options));
    try {
      const analysis = (await loadSymmetry()).analyse(refined, SYMPREC);
      await save(`${base}.symmetrised.cif`, writeCheckedCif(analysis, options));
    } catch (error) {
      // A crystal without determinable symmetry still has its P1 file.
      if (!(error instanceof SymmetryError)) throw error;
    }
    const trajectory = this.trajectories
      ? RunTrajectory.fromRecord({ ...run, candidates: [candidate] }, candidate.index)
      : undefined;
    if (trajectory) await save(`${base}.extxyz`, writeTrajectoryExtXyz(trajectory));
    return names;
  }

  private async save(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text).catch((error: Error) => {
      throw new CommandError(`Cannot write ${join(this.folder, name)}: ${error.message}`);
    });
  }
}

/** Parents first: Node's recursive mkdir never returns where the file system answers ENOENT, as /proc does. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder);
}
