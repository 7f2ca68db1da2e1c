import { originFields } from '../crystal/provenance-text';
import type { Origin } from '../crystal/trajectory';
import type { ReportLine } from './report-lines';
import type { TrustReport } from './trust-report';

const FORMAT = 'tau-studio-report';
const VERSION = 1;

/** A report as JSON: the lines as a person reads them, and the numbers behind them under their own names. */
export function writeReportJson(report: TrustReport, lines: readonly ReportLine[], origin: Origin | undefined): string {
  const { summary, symmetry, sites, globalInstability, novelty } = report;
  const { formula, atomCount, lattice, density, structure, contact, charge } = summary;
  const content = {
    format: FORMAT,
    version: VERSION,
    formula,
    atoms: atomCount,
    origin: originFields(origin),
    lines,
    numbers: {
      lattice,
      volume: structure.volume,
      density,
      shortestDistance: structure.shortestDistance,
      closestContact: contact,
      charge,
      globalInstability,
      symmetry: symmetry.map(({ symprec, spaceGroup, cost }) => ({
        symprec,
        spaceGroup: spaceGroup?.number ?? 0,
        ...cost,
      })),
      sites,
      novelty,
    },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const LONGEST_VALUE = 160;

/** The report in plain ASCII, for the comments of a CIF: a line each, without the rules. */
export function reportComment(lines: readonly ReportLine[]): string[] {
  return lines.map(({ name, value, word }) => {
    const text = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)} ...` : value;
    return toAscii(`${name}: ${text ? `${text} ` : ''}[${word}]`);
  });
}

const ASCII: readonly (readonly [RegExp, string])[] = [
  [/Å³/g, 'angstrom^3'],
  [/Å/g, 'angstrom'],
  [/[–−]/g, '-'],
  [/’/g, "'"],
  [/τ/g, 'tau'],
];

function toAscii(text: string): string {
  const digits = text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)))
    .replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080))
    .replaceAll('⁺', '+')
    .replaceAll('⁻', '-');
  const plain = ASCII.reduce((rest, [pattern, word]) => rest.replace(pattern, word), digits);
  // Overlines of screw axes and inversions: `Pm3̅m` is `Pm-3m`.
  return plain
    .replace(/(.)\u0305/gu, '-$1')
    .normalize('NFKD')
    .replace(/[^ -~]/g, '?');
}
