import type { Crystal } from '../crystal/crystal';
import { type AngleRange, type PowderPeak, powderPeaks } from '../crystal/powder-diffraction';
import { type RadialDistribution, radialDistribution } from '../crystal/radial-distribution';
import { readStructureFile } from '../crystal/structure-file';
import { StructureFileError } from '../crystal/structure-file-error';
import { loadSymmetry, type SymmetryAnalysis, SymmetryError } from '../crystal/symmetry';
import { StudioError } from '../runtime/errors';
import { type Endpoint, PortClient, serve } from '../runtime/port';
import { importStructure, type RefinementLimits } from './import-structure';
import type { RunRecord, RunRequest } from './run';
import { type CandidateSummary, SUMMARY_SYMPREC, summariseCandidate } from './summary';

export interface OpenRequest {
  readonly fileName: string;
  readonly content: Uint8Array;
  readonly request: RunRequest;
  readonly limits: RefinementLimits;
}

export interface PatternRequest {
  readonly crystal: Crystal;
  /** In the idealised conventional cell, so that the indices are those of textbooks. */
  readonly isConventional: boolean;
  /** Å. */
  readonly wavelength: number;
  readonly range: AngleRange;
}

export interface DistancesRequest {
  readonly crystal: Crystal;
  /** Å. */
  readonly longest: number;
  /** Å. */
  readonly step: number;
}

/** What the analysis worker answers: whatever may take longer than a frame for a cell of thousands of atoms. */
export type AnalysisService = {
  /** A run over the structure in a file. Rejects with `invalid-input` that names the file and what is wrong with it. */
  open: { request: OpenRequest; event: never; result: RunRecord };
  summarise: { request: Crystal; event: never; result: CandidateSummary };
  /** Rejects with `unsupported` where the symmetry cannot be determined. */
  symmetry: { request: { crystal: Crystal; symprec: number }; event: never; result: SymmetryAnalysis };
  pattern: { request: PatternRequest; event: never; result: readonly PowderPeak[] };
  distances: { request: DistancesRequest; event: never; result: RadialDistribution };
};

/** Serves analyses at `endpoint`. What one refuses, such as too flat a cell, is told by the message of its error. */
export function serveAnalysis(endpoint: Endpoint): void {
  serve<AnalysisService>(endpoint, {
    open,
    summarise: async (crystal) => summariseCandidate(crystal, await loadSymmetry()),
    async symmetry({ crystal, symprec }) {
      const finder = await loadSymmetry();
      try {
        return finder.analyse(crystal, symprec);
      } catch (error) {
        throw error instanceof SymmetryError ? new StudioError('unsupported', error.message) : error;
      }
    },
    async pattern({ crystal, isConventional, wavelength, range }) {
      return powderPeaks(isConventional ? await conventionalOf(crystal) : crystal, wavelength, range);
    },
    distances: async ({ crystal, longest, step }) => radialDistribution(crystal, longest, step),
  });
}

async function open({ fileName, content, request, limits }: OpenRequest): Promise<RunRecord> {
  try {
    const structure = await readStructureFile(fileName, content);
    return importStructure(fileName, structure, request, limits, await loadSymmetry());
  } catch (error) {
    if (error instanceof StructureFileError) throw new StudioError('invalid-input', `${fileName}: ${error.message}`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError('invalid-input', `${fileName} cannot be read: ${reason}`);
  }
}

/** A crystal without determinable symmetry stays as it is. */
async function conventionalOf(crystal: Crystal): Promise<Crystal> {
  const finder = await loadSymmetry();
  try {
    return finder.analyse(crystal, SUMMARY_SYMPREC).conventional.crystal;
  } catch (error) {
    if (error instanceof SymmetryError || error instanceof RangeError) return crystal;
    throw error;
  }
}

/** The analysis worker of a page; where there are no workers the same service in place. */
export function openAnalysis(): PortClient<AnalysisService> {
  if (typeof Worker === 'undefined') {
    const { port1, port2 } = new MessageChannel();
    serveAnalysis(port2);
    return new PortClient<AnalysisService>(port1);
  }
  // A worker is an endpoint; only the DOM's listener types are too narrow to say so.
  const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url), { type: 'module', name: 'analysis' });
  return new PortClient<AnalysisService>(worker as unknown as Endpoint);
}
