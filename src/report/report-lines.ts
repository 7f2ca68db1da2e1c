import { BOND_VALENCE_SOURCE } from '../crystal/bond-valence';
import { OCCURRENCE_SOURCE } from '../crystal/charge-balance';
import type { Contact } from '../crystal/contacts';
import {
  type ChargeNeutrality,
  type NeutralityReason,
  OXIDATION_STATE_SET,
  OXIDATION_STATE_SOURCE,
  SHORTEST_VALID_DISTANCE,
  type StructuralValidity,
} from '../crystal/validity';
import type { CandidateSummary } from '../generation/summary';
import { hasUsualVolume, USUAL_VOLUMES, volumePerAtomOf, type WishOutcome } from './judge-candidate';
import { noveltyLine } from './novelty-line';
import { sitesLine, symmetryLine } from './symmetry-lines';
import type { TrustReport } from './trust-report';
import usual from './usual-values.json';

/** One thing that is said of a crystal: the mark and its word only judge where there is a rule to judge by. */
export interface ReportLine {
  readonly name: string;
  /** With its unit. */
  readonly value: string;
  /** `note` is neither good nor bad. */
  readonly verdict: 'good' | 'warn' | 'bad' | 'note';
  readonly word: string;
  readonly rule: string;
}

/** The whole report, in the order in which it is read. */
export function reportLines(report: TrustReport, wishes: readonly WishOutcome[] = []): ReportLine[] {
  const { summary, symmetry, sites } = report;
  return [
    ...wishes.map(wishLine),
    noveltyLine(report),
    chargeLine(summary.charge),
    bondValenceLine(report),
    coordinationLine(report),
    distanceLine(summary.structure),
    ...(summary.contact ? [contactLine(summary.contact)] : []),
    volumeLine(summary),
    ...symmetry.map(symmetryLine),
    ...(sites.some(({ wyckoff }) => wyckoff) ? [sitesLine(sites)] : []),
  ];
}

function wishLine({ name, asked, got, isMet }: WishOutcome): ReportLine {
  return {
    name: `Asked for: ${name.toLowerCase()}`,
    value: isMet === false ? `${asked}, got ${got}` : asked,
    verdict: isMet === undefined ? 'note' : isMet ? 'good' : 'bad',
    word: isMet === undefined ? 'not checked' : isMet ? 'met' : 'missed',
    rule: 'The prompt as it was understood; space groups at 0.1 Å',
  };
}

const CHARGE_WORDS: Readonly<Record<NeutralityReason, string>> = {
  neutral: 'neutral',
  metals: 'metals only',
  'single-element': 'one element',
  'not-neutral': 'not neutral',
  electronegativity: 'fails Pauling’s test',
  'no-oxidation-states': 'states unknown',
};

/** Charge balance by SMACT's rule, with the likeliest of the sets of oxidation states that balance. */
export function chargeLine({ valid, reason, oxidationStates }: ChargeNeutrality): ReportLine {
  const rule = `SMACT’s rule with Pauling’s test, oxidation states of ${OXIDATION_STATE_SET} (${OXIDATION_STATE_SOURCE})`;
  const chosen = `; of the sets that balance, the one most common in the ICSD (${OCCURRENCE_SOURCE})`;
  const single = '. It knows one state per element: mixed valence, as in Fe₃O₄, does not pass';
  return {
    name: 'Charge balance',
    value: oxidationStates?.map(ionName).join(' ') ?? '',
    verdict: valid ? 'good' : 'warn',
    word: CHARGE_WORDS[reason],
    rule: `${rule}${oxidationStates ? chosen : ''}${reason === 'not-neutral' ? single : ''}`,
  };
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `Ti⁴⁺`. */
function ionName([symbol, state]: readonly [symbol: string, state: number]): string {
  const amount = Math.abs(state);
  return `${symbol}${amount === 1 ? '' : SUPERSCRIPTS[amount]}${state > 0 ? '⁺' : '⁻'}`;
}

/** What bond valence parameters were mostly made from. */
const HARD_ANIONS: ReadonlySet<string> = new Set(['O', 'F', 'Cl', 'Br', 'I']);

/** How far bond valences are from the oxidation states. */
export function bondValenceLine({ globalInstability, whyNoBondValence, summary }: TrustReport): ReportLine {
  const name = 'Bond valence sums';
  const source = `parameters of O’Keeffe and Brese, 1991 (${BOND_VALENCE_SOURCE})`;
  if (globalInstability === undefined) {
    return { name, value: '', verdict: 'note', word: 'not judged', rule: `${sentence(whyNoBondValence)}; ${source}` };
  }
  const anions = summary.charge.oxidationStates?.filter(([, state]) => state < 0) ?? [];
  const isHard = anions.every(([symbol]) => HARD_ANIONS.has(symbol));
  const { structures, percentile95, percentile99 } = usual.globalInstability[isHard ? 'oxidesAndHalides' : 'others'];
  const others = isHard ? 'oxides and halides' : 'crystals that are not oxides or halides';
  const isStrained = globalInstability > percentile95;
  return {
    name,
    value: `off by ${globalInstability.toFixed(2)} v.u.`,
    verdict: globalInstability > percentile99 ? 'bad' : isStrained ? 'warn' : 'good',
    word: globalInstability > percentile99 ? 'very strained' : isStrained ? 'strained' : 'usual',
    rule:
      `Root mean square difference from the oxidation states in valence units (global instability index), ${source}; of ` +
      `${structures} charge-balanced ${others} of MP-20’s validation split 95 % have at most ${percentile95}, 99 % at ` +
      `most ${percentile99}`,
  };
}

/** Neighbours of each element's atoms. */
export function coordinationLine({ sites, globalInstability }: TrustReport): ReportLine {
  const isLoose = sites.some(({ coordinationNumber }) => coordinationNumber === 0);
  const symbols = [...new Set(sites.map(({ symbol }) => symbol))];
  const numbers = (symbol: string) => {
    const own = sites.filter((site) => site.symbol === symbol).map((site) => Math.round(site.coordinationNumber));
    const [fewest, most] = [Math.min(...own), Math.max(...own)];
    return fewest === most ? `${symbol} ${fewest}` : `${symbol} ${fewest} to ${most}`;
  };
  const line = { name: 'Coordination numbers', value: symbols.map(numbers).join(', ') };
  if (globalInstability === undefined) {
    const rule = 'Neighbours nearer than the sum of the covalent radii and 0.4 Å; between metals that says little';
    return { ...line, verdict: 'note', word: 'by radii', rule };
  }
  return {
    ...line,
    verdict: isLoose ? 'warn' : 'good',
    word: isLoose ? 'a loose ion' : 'all bonded',
    rule: 'Neighbours of opposite charge with a bond valence of at least 4 % of the smaller charge (Altermatt and Brown, 1985)',
  };
}

export function distanceLine({ valid, shortestDistance }: StructuralValidity): ReportLine {
  const isFar = shortestDistance > SHORTEST_VALID_DISTANCE;
  return {
    name: 'Shortest distance',
    value: `${shortestDistance.toFixed(2)} Å`,
    verdict: valid ? 'good' : 'bad',
    word: valid ? 'no overlap' : isFar ? 'flat' : 'overlap',
    rule: `No overlap: above ${SHORTEST_VALID_DISTANCE} Å, the literature’s test of validity, images included`,
  };
}

const CONTACT_VERDICTS = {
  'very-short': { verdict: 'bad', word: 'very short' },
  'anions-joined': { verdict: 'warn', word: 'anions joined' },
  usual: { verdict: 'good', word: 'not short' },
} as const;

export function contactLine({ symbols, ratio, distance, veryShortBelow, verdict }: Contact): ReportLine {
  const limit = `very short for ${symbols.join('–')} below ${veryShortBelow}`;
  const joined = verdict === 'anions-joined' ? '; as near as in a molecule, where separate ions are expected' : '';
  return {
    name: 'Closest contact',
    value: `${symbols.join('–')} ${distance.toFixed(2)} Å`,
    ...CONTACT_VERDICTS[verdict],
    rule: `${ratio.toFixed(2)} of the sum of the covalent radii; ${limit}${joined}`,
  };
}

export function volumeLine(summary: CandidateSummary): ReportLine {
  const { lowest, highest } = USUAL_VOLUMES;
  const isUsual = hasUsualVolume(summary);
  return {
    name: 'Volume per atom',
    value: `${volumePerAtomOf(summary).toFixed(1)} Å³`,
    verdict: isUsual ? 'good' : 'warn',
    word: isUsual ? 'usual' : 'unusual',
    rule: `998 of 1000 training crystals have ${lowest.toFixed(1)} to ${highest.toFixed(1)} Å³`,
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
