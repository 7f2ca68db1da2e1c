import { SUMMARY_SYMPREC } from '../generation/summary';
import { groupInWords } from './judge-candidate';
import type { ReportLine } from './report-lines';
import type { ReportedSite, SymmetrisationCost, SymmetryRung } from './symmetry-report';

/** Above this share of the tolerance the group is only nearly there. */
const NEAR_THE_TOLERANCE = 0.5;

/** One rung of the tolerance ladder and what it costs. */
export function symmetryLine({ symprec, spaceGroup, cost }: SymmetryRung): ReportLine {
  const isNear = cost !== undefined && cost.largestDisplacement > NEAR_THE_TOLERANCE * symprec;
  return {
    name: `Space group at ${symprec} Å`,
    value: `${groupInWords(spaceGroup)}${cost ? `; ${costInWords(cost)}` : ''}`,
    verdict: 'note',
    word: !spaceGroup ? 'not found' : !cost ? 'cost not computed' : isNear ? 'approximate' : 'close',
    rule: 'How far atoms move, a common translation left out, and how much the cell is strained, to obey the group exactly',
  };
}

/** `moves atoms by 0.01 Å (largest 0.03 Å), cell by 0.2 %`. */
export function costInWords({ meanDisplacement, largestDisplacement, strain }: SymmetrisationCost): string {
  const moves = `atoms ${meanDisplacement.toFixed(3)} Å (largest ${largestDisplacement.toFixed(3)} Å)`;
  return `${moves}, cell ${(100 * strain).toFixed(2)} %`;
}

/** `Sr 1a, Ti 1b, O 3c`. */
export function sitesLine(sites: readonly ReportedSite[]): ReportLine {
  return {
    name: 'Wyckoff sites',
    value: sites.map(({ symbol, wyckoff }) => `${symbol} ${wyckoff}`).join(', '),
    verdict: 'note',
    word: sites.length === 1 ? '1 site' : `${sites.length} sites`,
    rule: `At ${SUMMARY_SYMPREC} Å, multiplicity in the conventional cell, letters of the standard setting`,
  };
}
