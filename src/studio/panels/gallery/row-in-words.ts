import { reducedFormula } from '../../../crystal/formula';
import { type CandidateRow, spaceGroupOf, stageInWords, validityOf } from '../../candidate-row';

/** All that a tile or a row shows of a candidate, for who does not see it. The number comes first: typing it goes there. */
export function rowInWords(row: CandidateRow): string {
  const { index, crystal, summary, structure, annotation, confidence } = row;
  const group = spaceGroupOf(row);
  return [
    `${index + 1}: ${crystal ? reducedFormula(crystal) : 'no crystal'}`,
    stageInWords(row),
    ...(annotation.isStarred ? ['starred'] : []),
    ...(summary ? [group ? `${group.symbol}, number ${group.number}` : 'no space group found'] : []),
    ...(summary ? [validityOf(summary)] : []),
    ...(structure > 0 ? [`structure ${structure}`] : []),
    ...(confidence === undefined ? [] : [`confidence ${Math.round(100 * confidence)} %`]),
    ...(annotation.tags ? [`tags ${annotation.tags.join(', ')}`] : []),
  ].join(', ');
}
