import type { Crystal } from '../crystal/crystal';
import type { SymmetryFinder } from '../crystal/symmetry';
import { type CandidateSummary, SUMMARY_SYMPREC, summariseCandidate } from '../generation/summary';
import { ionicReport } from './ionic-report';
import type { Novelty, StructureIndex } from './structure-index';
import { type ReportedSite, reportedSites, type SymmetryRung, symmetryRungs } from './symmetry-report';

/** What is to be believed of a crystal, in numbers; `report-lines.ts` has the verdicts. */
export interface TrustReport {
  readonly summary: CandidateSummary;
  /** By rising tolerance. */
  readonly symmetry: readonly SymmetryRung[];
  readonly sites: readonly ReportedSite[];
  /** Valence units; absent with the reason where there are no ions or no parameters for one. */
  readonly globalInstability?: number | undefined;
  readonly whyNoBondValence: string;
  /** Absent with the reason where it was not looked up. */
  readonly novelty?: Novelty | undefined;
  readonly whyNoNovelty: string;
}

/**
 * Judges a crystal. Throws DegenerateCellError (RangeError) for a cell too flat to search for neighbours.
 * @param index what is known, or a sentence why that is not at hand
 */
export function trustReport(crystal: Crystal, finder: SymmetryFinder, index: StructureIndex | string): TrustReport {
  const summary = summariseCandidate(crystal, finder);
  const { ionic, reason } = ionicReport(crystal, summary.charge);
  return {
    summary,
    symmetry: symmetryRungs(crystal, finder),
    sites: reportedSites(crystal, finder, ionic),
    globalInstability: ionic?.globalInstability,
    whyNoBondValence: reason,
    ...lookUp(crystal, summary, index),
  };
}

function lookUp(crystal: Crystal, { spaceGroups }: CandidateSummary, index: StructureIndex | string) {
  if (typeof index === 'string') return { whyNoNovelty: index };
  const group = spaceGroups.find(({ symprec }) => symprec === SUMMARY_SYMPREC)?.spaceGroup;
  try {
    return { novelty: index.lookUp(crystal, group?.number), whyNoNovelty: '' };
  } catch (error) {
    if (error instanceof RangeError) return { whyNoNovelty: error.message };
    throw error;
  }
}
