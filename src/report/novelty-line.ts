import type { ReportLine } from './report-lines';
import { type IndexMatch, isKnownBy, KNOWN_VOLUME, LARGEST_DIFFERENCE, type Novelty } from './structure-index';
import type { TrustReport } from './trust-report';

const SETS: Readonly<Record<string, string>> = {
  mp_20: 'Materials Project',
  mp2023_le20_extra: 'Materials Project',
  mp2023_21to52: 'Materials Project',
  perov_5: 'Perov-5, hypothetical',
  carbon_24: 'Carbon-24, hypothetical',
  aflow_prototypes: 'AFLOW prototype',
};

function noveltyRule({ indexSize }: Novelty): string {
  const { composition, prototype, otherSpaceGroup } = LARGEST_DIFFERENCE;
  return (
    `Fingerprints of distances between elements, compared with ${indexSize} structures; the same structure if they differ by ` +
    `at most ${composition} (same composition) or ${prototype} (other elements) at one space group, else ${otherSpaceGroup}, ` +
    `in units of the cube root of the volume per atom; known if the volume is within ${100 * KNOWN_VOLUME} %, too, else known at another volume. The index ` +
    'is made from the Materials Project and three other sets; it is not the ICSD'
  );
}

/** Whether the structure is known, and which entry says so. */
export function noveltyLine({ novelty, whyNoNovelty }: TrustReport): ReportLine {
  const name = 'Known or new';
  if (!novelty) return { name, value: '', verdict: 'note', word: 'not looked up', rule: whyNoNovelty };
  const { verdict, sameComposition, substitutions, substitutionCount } = novelty;
  const line = { name, verdict: 'note', rule: noveltyRule(novelty) } as const;
  if (verdict === 'known') {
    const entry = sameComposition.find(isKnownBy) ?? sameComposition[0];
    return { ...line, value: entryInWords(entry), word: entry.isHypothetical ? 'known as hypothetical' : 'known' };
  }
  if (verdict === 'other-volume') {
    return { ...line, value: entryInWords(sameComposition[0]), word: 'known at another volume' };
  }
  if (verdict === 'substitution') {
    const family = `${substitutionCount} ${substitutionCount === 1 ? 'entry' : 'entries'} of this structure type, as`;
    return { ...line, value: `${family} ${entryInWords(substitutions[0])}`, word: 'substitution' };
  }
  const nearest = sameComposition[0] ?? substitutions[0];
  return { ...line, value: nearest ? `nearest: ${entryInWords(nearest)}` : 'no entry is like it', word: 'unmatched' };
}

/** `mp-5229 SrTiO3, no. 221, volume +1.2 %`. */
function entryInWords({ id, source, formula, spaceGroup, volumeRatio }: IndexMatch): string {
  return `${id} ${formula} (${SETS[source] ?? source}), no. ${spaceGroup}, volume ${volumeDifference(volumeRatio)}`;
}

/** Of the crystal, beside the entry's: `+1.2 %`. */
export function volumeDifference(ratio: number): string {
  const percent = 100 * (ratio - 1);
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %`;
}

/** Where an entry comes from. */
export function sourceInWords({ source }: IndexMatch): string {
  return SETS[source] ?? source;
}
