import { checkCif } from './cif-check';
import type { Crystal } from './crystal';
import { symbolOf } from './elements';
import { type Composition, compositionOf, formatFormula, formulaUnits, reduceComposition } from './formula';
import { cellVolume, latticeParameters, wrap } from './lattice';
import { describeOrigin } from './provenance-text';
import type { SymmetryAnalysis } from './symmetry';
import { formatOperation } from './symmetry-operation';
import type { Origin } from './trajectory';

export interface CifOptions {
  /** How the structure was made; printed in the file. */
  readonly provenance?: Origin;
  /** What was found of the structure, a line each, in plain ASCII; printed in the file. */
  readonly report?: readonly string[];
  /** Date of creation, `YYYY-MM-DD`. */
  readonly date?: string;
}

interface CifSite {
  readonly atomicNumber: number;
  readonly fracCoord: readonly number[];
  readonly multiplicity: number;
  readonly wyckoffLetter: string;
}

interface CifContent {
  readonly crystal: Crystal;
  readonly sites: readonly CifSite[];
  readonly groupNumber: number;
  readonly hermannMauguin: string;
  readonly hallSymbol: string;
  readonly operations: readonly string[];
  readonly comment: readonly string[];
}

/** CIF of a crystal as it is: every atom of the cell, space group P1. Not re-read; see `writeCheckedCif`. */
export function writeP1Cif(crystal: Crystal, options: CifOptions = {}): string {
  const sites = Array.from(crystal.atomicNumbers, (atomicNumber, atom) => ({
    atomicNumber,
    fracCoord: [0, 1, 2].map((axis) => crystal.fracCoords[3 * atom + axis]),
    multiplicity: 1,
    wyckoffLetter: 'a',
  }));
  return format(
    {
      crystal,
      sites,
      groupNumber: 1,
      hermannMauguin: 'P 1',
      hallSymbol: 'P 1',
      operations: ['x,y,z'],
      comment: ['Every atom of the cell as computed, in P 1: no symmetry of the result was looked for or written.'],
    },
    options,
  );
}

/**
 * CIF of the conventional cell of an analysis: asymmetric unit, symmetry operations, and the tolerance in a comment.
 * Not re-read; see `writeCheckedCif`.
 */
export function writeSymmetrisedCif(analysis: SymmetryAnalysis, options: CifOptions = {}): string {
  const { conventional, spaceGroup: group, symprec } = analysis;
  return format(
    {
      crystal: conventional.crystal,
      sites: conventional.asymmetricUnit,
      groupNumber: group.number,
      hermannMauguin: conventional.hermannMauguin,
      hallSymbol: conventional.hallSymbol,
      operations: conventional.operations.map(formatOperation),
      comment: [
        `Symmetrised: space group ${group.symbol} (No. ${group.number}) holds within ${symprec} Angstrom.`,
        'Cell and sites were idealised to obey it exactly.',
      ],
    },
    options,
  );
}

/**
 * A CIF that has been read back and compared with its source: symmetrised for an analysis, P1 for a crystal.
 * Throws CifRoundTripError when what was read is not what was to be written.
 */
export function writeCheckedCif(source: Crystal | SymmetryAnalysis, options: CifOptions = {}): string {
  const symmetrised = 'conventional' in source;
  const text = symmetrised ? writeSymmetrisedCif(source, options) : writeP1Cif(source, options);
  checkCif(text, symmetrised ? source.conventional.crystal : source);
  return text;
}

function format(content: CifContent, options: CifOptions): string {
  const { crystal, sites } = content;
  const composition = compositionOf(crystal);
  const { a, b, c, alpha, beta, gamma } = latticeParameters(crystal.lattice);
  const labels = siteLabels(sites);
  const lines = [
    `data_${formatFormula(reduceComposition(composition))}`,
    `_audit_creation_method            'Tau Studio'`,
    ...(options.date ? [`_audit_creation_date              ${options.date}`] : []),
    '_publ_section_comment',
    ';',
    ...[...describeOrigin(options.provenance), ...content.comment, ...(options.report ?? [])].flatMap(textFieldLines),
    ';',
    `_chemical_formula_sum             '${hillFormula(composition)}'`,
    `_cell_formula_units_Z             ${formulaUnits(composition)}`,
    `_cell_length_a                    ${a.toFixed(8)}`,
    `_cell_length_b                    ${b.toFixed(8)}`,
    `_cell_length_c                    ${c.toFixed(8)}`,
    `_cell_angle_alpha                 ${alpha.toFixed(8)}`,
    `_cell_angle_beta                  ${beta.toFixed(8)}`,
    `_cell_angle_gamma                 ${gamma.toFixed(8)}`,
    `_cell_volume                      ${cellVolume(crystal.lattice).toFixed(6)}`,
    // The crystal system is left out: some readers take "trigonal" for rhombohedral axes.
    `_space_group_IT_number            ${content.groupNumber}`,
    `_space_group_name_H-M_alt         '${content.hermannMauguin}'`,
    `_space_group_name_Hall            ${content.hallSymbol.includes('"') ? `'${content.hallSymbol}'` : `"${content.hallSymbol}"`}`,
    'loop_',
    '  _space_group_symop_id',
    '  _space_group_symop_operation_xyz',
    ...content.operations.map((operation, index) => `  ${index + 1} '${operation}'`),
    'loop_',
    '  _atom_site_label',
    '  _atom_site_type_symbol',
    '  _atom_site_site_symmetry_multiplicity',
    '  _atom_site_Wyckoff_symbol',
    '  _atom_site_fract_x',
    '  _atom_site_fract_y',
    '  _atom_site_fract_z',
    '  _atom_site_occupancy',
    ...sites.map(({ atomicNumber, fracCoord, multiplicity, wyckoffLetter }, index) =>
      [
        ` ${labels[index].padEnd(5)}`,
        symbolOf(atomicNumber).padEnd(2),
        multiplicity,
        wyckoffLetter,
        ...fracCoord.map(formatCoordinate),
        '1',
      ].join(' '),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** `Ti1`, `O1`, `O2`: counted per element. */
function siteLabels(sites: readonly CifSite[]): string[] {
  const counts = new Map<number, number>();
  return sites.map(({ atomicNumber }) => {
    const count = (counts.get(atomicNumber) ?? 0) + 1;
    counts.set(atomicNumber, count);
    return `${symbolOf(atomicNumber)}${count}`;
  });
}

/** CIF's order after Hill: carbon, then hydrogen when there is carbon, then the alphabet; counts of one formula unit. */
function hillFormula(composition: Composition): string {
  const hasCarbon = composition.some(([symbol]) => symbol === 'C');
  const rank = (symbol: string) => (hasCarbon && symbol === 'C' ? ' ' : hasCarbon && symbol === 'H' ? ' H' : symbol);
  return [...reduceComposition(composition)]
    .sort(([first], [second]) => (rank(first) < rank(second) ? -1 : 1))
    .map(([symbol, count]) => (count === 1 ? symbol : `${symbol}${count}`))
    .join(' ');
}

/** Eight decimals in [0, 1): a coordinate that rounds to 1 is 0. */
function formatCoordinate(coordinate: number): string {
  const text = wrap(coordinate).toFixed(8);
  return text === '1.00000000' ? '0.00000000' : text;
}

const LINE_WIDTH = 76;

/** A line of a text field, indented so that no ";" can stand first, and folded at spaces where it is long. */
function textFieldLines(text: string): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > LINE_WIDTH) {
    const space = rest.lastIndexOf(' ', LINE_WIDTH);
    const end = space > 0 ? space : LINE_WIDTH;
    lines.push(`  ${rest.slice(0, end)}`);
    rest = rest.slice(end).trimStart();
  }
  return [...lines, `  ${rest}`];
}
